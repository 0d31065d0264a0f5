import { concat, decode, equal } from "@colombe/base"
import {
  type ActiveDevice,
  type ChainState,
  deviceAt,
  headOf,
  isMember,
  linkContent,
  stateOf,
  stepAt,
  type VerifiedChain,
} from "@colombe/rules"
import type { Asker } from "@colombe/seal"
import { heldChain } from "../account/chains.ts"
import { seatOfDevice } from "../conversation/facts.ts"
import type { View } from "../conversation/view.ts"
import type { Home } from "../home/home.ts"
import { readRecord } from "../records/table.ts"
import type { EpochFacts } from "./epochs.ts"
import { firstSeenTable, type QuestionRecord } from "./key-mail-records.ts"

export interface Asking {
  readonly asker: Asker
  /** By the roster that this device replayed itself. */
  readonly wasMember: (epoch: EpochFacts) => boolean
}

/** Who asks, as this device knows them: from the chain, the group as it is now, and its own notes. */
export async function askerIn(
  home: Home,
  { state }: View,
  epochs: readonly EpochFacts[],
  { from, device, atMs }: QuestionRecord,
): Promise<Asking | undefined> {
  const following = await heldChain(home, home.store, from)
  if (following === undefined || following.at === "forked") return undefined
  const { chain } = following
  const entry = deviceAt(chain, headOf(chain), device)
  const seat = seatOfDevice(state.public, from, device)
  const wasMember = ({ roster }: EpochFacts) => isMember(roster.roster, from)
  // Who was taken out and came in again came in then: what was said between is older or younger than that.
  const cameIn = epochs.findLast((epoch, index) => {
    const before = epochs[index - 1]
    return wasMember(epoch) && (before === undefined || !wasMember(before))
  })
  const firstSeenMs = (await readRecord(home.store, firstSeenTable, concat(from, device))) ?? atMs
  const asker: Asker = {
    isLeaf: seat !== undefined && entry !== undefined && equal(seat.dsk, entry.dsk.bytes),
    isRemoved: wasRemoved(stateOf(chain), device),
    scope: entry?.scope ?? { kind: "from", fromMs: Number.MAX_SAFE_INTEGER },
    firstSeenMs,
    addedBy: entry !== undefined && addedByRecovery(chain, entry) ? "recovery" : "device",
    isFirstOfNewcomer: isFirst(epochs, from, device),
    cameInMs: cameIn?.firstEntryMs ?? 0,
  }
  return { asker, wasMember }
}

function wasRemoved({ removed }: ChainState, device: Uint8Array): boolean {
  return removed.some(({ id }) => equal(id, device))
}

function addedByRecovery(chain: VerifiedChain, { added }: ActiveDevice): boolean {
  const step = stepAt(chain, added)
  const content = step && decode(linkContent, step.link.content)
  return content?.ok === true && content.value.signer.kind === "recovery"
}

/** The account was no member at the start, and this device was in the first epoch in which it had any. */
function isFirst(epochs: readonly EpochFacts[], account: Uint8Array, device: Uint8Array): boolean {
  const [first] = epochs
  if (first === undefined || isMember(first.roster.roster, account)) return false
  for (const { roster } of epochs) {
    const devices = roster.roster.accounts.find(one => equal(one.account, account))?.devices ?? []
    if (devices.length > 0) return devices.some(one => equal(one.device, device))
  }
  return false
}
