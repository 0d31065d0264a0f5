import { kinds } from "@colombe/rules"
import type { Verified } from "@colombe/seal"
import type { Receiving } from "../conversation/receiving.ts"
import type { PlacedEntry } from "../conversation/view.ts"
import { takeRecords } from "../history/take-records.ts"
import { tell } from "../home/home.ts"
import { applyRegister } from "./apply.ts"
import { decodeRegisters, mergeRegister } from "./registers.ts"
import { takeSaved } from "./saved.ts"
import { checkSnapshot } from "./snapshot-check.ts"

/** Content of a message is a CBOR array, which begins here; what is below is the version of a list of changes (spec V21). */
const contentFrom = 0x80

/** What a verified entry of the self conversation changes here. What cannot be read is of a newer app, and passed over. */
export async function takeSelf(receiving: Receiving, message: Verified, entry: PlacedEntry): Promise<void> {
  if (message.kind === kinds.snapshot) return checkSnapshot(receiving, message)
  if (message.kind === kinds.keyRecords) return takeRecords(receiving, message.content)
  if (message.kind === kinds.delete || (message.content[0] ?? 0) >= contentFrom)
    return takeSaved(receiving, message, entry)
  const changes = decodeRegisters(message.content)
  for (const { key, lamport, value } of changes ?? []) {
    const offered = { lamport, device: message.device, value }
    if (await mergeRegister(receiving.transaction, key, offered)) await applyRegister(receiving, key, offered)
  }
  if (changes !== undefined) receiving.transaction.afterwards(() => tell(receiving.home, { type: "self" }))
}
