import type { Verified } from "@colombe/seal"
import type { Receiving } from "../conversation/receiving.ts"
import type { PlacedEntry } from "../conversation/view.ts"

/** What a verified entry of the self conversation changes here. */
export async function takeSelf(
  _receiving: Receiving,
  _message: Verified,
  _entry: PlacedEntry,
): Promise<void> {}
