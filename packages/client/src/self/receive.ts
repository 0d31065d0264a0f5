import { decode, type Result, succeed } from "@colombe/base"
import {
  headOf,
  kinds,
  labelledVerify,
  signerKey,
  stateOf,
  type VerifiedChain,
  vaultContent,
  vaultEntry,
  vaultHeader,
} from "@colombe/rules"
import { type Entry, whole } from "@colombe/wire"
import { heldChain } from "../account/chains.ts"
import { placeEntry } from "../conversation/place-entry.ts"
import type { Receiving } from "../conversation/receiving.ts"
import type { PlacedEntry } from "../conversation/view.ts"
import { nestTransaction } from "../home/transaction.ts"
import { putRecord } from "../records/table.ts"
import { isKnownHeader } from "../restore/self.ts"
import type { VaultKey } from "../vault/own-keys.ts"
import { receiveHeader } from "../vault/receive-header.ts"
import { type SelfLogRecord, selfLogTable } from "../vault/records.ts"
import { moveSelfConversation } from "./conversation.ts"
import { selfLog } from "./log.ts"
import { openSelfEntry } from "./open-entry.ts"
import { takeStub } from "./saved.ts"
import { takeSelf } from "./take.ts"

/** Spec V14, V17: applies entries of the self log in its order; the caller commits what they did together with the head. */
export async function receiveSelf(
  receiving: Receiving,
  entries: readonly Entry[],
  more: readonly VaultKey[],
): Promise<Result<void>> {
  const { home, identity, transaction } = receiving
  let log = await selfLog(home, transaction, identity)
  let failure: Result<void> = succeed()
  for (const [index, entry] of entries.entries()) {
    if ((whole(entry.seq) ?? 0) <= log.head.seq) continue
    const placed = placeEntry(home, log.head, entry)
    const step = nestTransaction(transaction)
    const isFollowed = () => followedByOwner(receiving, entries.slice(index + 1))
    const next = placed.ok
      ? await receiveOne({ ...receiving, transaction: step }, log, placed.value, isFollowed, more)
      : placed
    if (!next.ok) {
      failure = next
      if (next.retry === "never") log = { ...log, broken: true }
      break
    }
    await step.commit()
    log = next.value
  }
  putRecord(transaction, selfLogTable, [], log)
  await moveSelfConversation(home, transaction, identity, log.head)
  return failure
}

async function receiveOne(
  receiving: Receiving,
  log: SelfLogRecord,
  entry: PlacedEntry,
  isFollowed: () => Promise<boolean>,
  more: readonly VaultKey[],
): Promise<Result<SelfLogRecord>> {
  const { seq, hash, atMs, body, epoch } = entry
  const head = { seq, hash, atMs }
  // Read before, from the beginning once more: the server had come back from a backup.
  if (entry.type === kinds.vault && (await isKnownHeader(receiving, epoch, body)))
    return succeed({ ...log, head, newest: Math.max(log.newest, epoch) })
  if (entry.type === kinds.vault) {
    const read = await receiveHeader(
      receiving,
      { generation: epoch, atMs, body: body ?? new Uint8Array() },
      more,
    )
    return read.ok ? succeed({ ...log, head, newest: Math.max(log.newest, epoch) }) : read
  }
  if (body === undefined) {
    await takeStub(receiving, entry)
    return succeed({ ...log, head })
  }
  const opened = await openSelfEntry(receiving, log, entry, body, isFollowed)
  if (opened === "closed") return succeed({ ...log, head, unread: log.unread ?? log.head })
  if (opened !== undefined) await takeSelf(receiving, opened, entry)
  return succeed({ ...log, head })
}

/**
 * Entries that were passed over while their generation was closed, read once more now that it is open; `entries` from
 * the first of them to the head.
 */
export async function rereadSelf(receiving: Receiving, entries: readonly Entry[]): Promise<Result<void>> {
  const { home, identity, transaction } = receiving
  const log = await selfLog(home, transaction, identity)
  let again: SelfLogRecord = { ...log, head: log.unread ?? log.head, unread: undefined }
  for (const [index, entry] of entries.entries()) {
    if (again.head.seq >= log.head.seq) break
    const placed = placeEntry(home, again.head, entry)
    if (!placed.ok) return placed
    const { seq, hash, atMs } = placed.value
    const isFollowed = () => followedByOwner(receiving, entries.slice(index + 1))
    const next =
      placed.value.type === kinds.vault
        ? succeed({ ...again, head: { seq, hash, atMs } })
        : await receiveOne(receiving, again, placed.value, isFollowed, [])
    if (!next.ok) return next
    again = next.value
  }
  putRecord(transaction, selfLogTable, [], { ...log, unread: again.unread })
  return succeed()
}

/**
 * Whether a device that is active now renewed the vault after this entry: what a removed device wrote before that stands,
 * what it writes after its removal, with a server that lets it, does not.
 */
async function followedByOwner(
  { home, transaction, identity }: Receiving,
  later: readonly Entry[],
): Promise<boolean> {
  const following = await heldChain(home, transaction, identity.me.account)
  if (following === undefined) return false
  for (const { type, body } of later)
    if (type === kinds.vault && (await isByOwner(home.crypto, following.chain, body))) return true
  return false
}

async function isByOwner(
  crypto: Receiving["home"]["crypto"],
  chain: VerifiedChain,
  body: Uint8Array,
): Promise<boolean> {
  const entry = decode(vaultEntry, body)
  const header = entry.ok ? decode(vaultHeader, entry.value.header) : entry
  const content = header.ok ? decode(vaultContent, header.value.content) : header
  if (!entry.ok || !header.ok || !content.ok || headOf(chain) === undefined) return false
  const key = signerKey(stateOf(chain), content.value.signer)
  if (key === undefined) return false
  return labelledVerify(crypto, key, "vault", header.value.content, header.value.signature)
}
