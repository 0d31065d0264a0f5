import { decode, equal } from "@colombe/base"
import {
  headOf,
  isActive,
  kinds,
  onPath,
  stateOf,
  stepAt,
  type VerifiedChain,
  vaultContent,
  vaultEntry,
  vaultHeader,
} from "@colombe/rules"
import { type EpochRules, openMessage, type RosterSeat, selfEpochKey, type Verified } from "@colombe/seal"
import { heldChain } from "../account/chains.ts"
import type { Receiving } from "../conversation/receiving.ts"
import type { PlacedEntry } from "../conversation/view.ts"
import type { RecordReader } from "../home/transaction.ts"
import { readRecord } from "../records/table.ts"
import { openGeneration } from "../vault/generations.ts"
import { generationKey, generationTable, type SelfLogRecord } from "../vault/records.ts"
import { selfOf } from "./log.ts"

/**
 * Spec V11, V17: an entry opens under its generation, and counts where its device is a recipient of that header; in the
 * newest generation only while the device is active now, unless an owner's header follows. Undefined where it does not
 * count, or this device is not given its key; "closed" where the key may still come.
 */
export async function openSelfEntry(
  receiving: Receiving,
  log: SelfLogRecord,
  entry: PlacedEntry,
  body: Uint8Array,
  isFollowed: () => Promise<boolean>,
): Promise<Verified | "closed" | undefined> {
  const { home, transaction, identity } = receiving
  const { account } = identity.me
  const generation = await openGeneration(transaction, entry.epoch)
  const following = await heldChain(home, transaction, account)
  if (following === undefined) return undefined
  if (generation === undefined) return (await isClosed(transaction, entry.epoch)) ? "closed" : undefined
  const isHistory = entry.type === kinds.keyRecords || entry.type === kinds.snapshot
  const content = isHistory ? "records" : "other"
  const key = selfEpochKey(home.crypto, generation.secret, account, generation.name, content)
  if (key === undefined) return undefined
  const conversation = selfOf(home, account)
  const { seq, type, incarnation, epoch } = entry
  const place = { in: "log", conversation, incarnation, epoch, type, seq } as const
  const rules = rulesOf(following.chain, generation.entry, generation.position)
  const opened = await openMessage(home.crypto, place, body, [{ ...key, origin: { from: "own" } }], {
    epoch: ctx => (equal(ctx, generation.name) ? rules : undefined),
    // A repeat says the same again: registers and candidates are merged.
    isNew: () => true,
    logHash: base => (base === log.head.seq ? log.head.hash : undefined),
  })
  if (!opened.ok || !equal(opened.value.account, account)) return undefined
  const isNow = isActive(following.chain, headOf(following.chain), opened.value.device)
  const isNewest = generation.generation === log.newest
  return isNow || !isNewest || (await isFollowed()) ? opened.value : undefined
}

async function isClosed(reader: RecordReader, generation: number): Promise<boolean> {
  const record = await readRecord(reader, generationTable, generationKey(generation))
  return record?.standing === "closed"
}

/** The roster is the header's recipients, as the chain knew them at its position. */
function rulesOf(
  chain: VerifiedChain,
  entry: Uint8Array,
  position: Parameters<typeof stepAt>[1],
): EpochRules {
  const stored = decode(vaultEntry, entry)
  const header = stored.ok ? decode(vaultHeader, stored.value.header) : stored
  const content = header.ok ? decode(vaultContent, header.value.content) : header
  const recipients = stored.ok && header.ok && content.ok ? content.value.to : []
  const devices = (stepAt(chain, position)?.state ?? stateOf(chain)).devices
  return {
    conversation: "self",
    ttlSeconds: 0,
    proven: true,
    seat(account, device): RosterSeat | undefined {
      const isRecipient = recipients.some(({ to }) => to.kind === "device" && equal(to.id, device))
      const found = devices.find(({ id }) => equal(id, device))
      if (!isRecipient || found === undefined || !equal(account, chain.account)) return undefined
      return { dsk: found.dsk, onChain: onPath(chain, device, found.dsk), role: "member" }
    },
  }
}
