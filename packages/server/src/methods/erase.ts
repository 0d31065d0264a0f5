import { equal, keyOf } from "@colombe/base"
import { type AccountId, isAtLeast, kinds, roleOf } from "@colombe/rules"
import type { StoredEntry } from "@colombe/store"
import {
  type Delivery,
  type EraseRequest,
  erasedEntriesMax,
  type Refused,
  refuse,
  whole,
} from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { ServerContext } from "../context.ts"
import { type KnownGroup, loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { isSelf } from "../self.ts"

/**
 * Every body that goes has a deletion in the log, by whom it was asked for: readers who find a stub that none names know
 * that the server took it. The deletion is sealed, so its sender says here what it names.
 */
export const erase: Handler<typeof Delivery.method.erase, DeviceCaller> = async (server, caller, request) => {
  const { conversation, entries } = request
  const deletion = whole(request.deletion)
  if (deletion === undefined || entries.length === 0 || entries.length > erasedEntriesMax)
    return refuse("request-invalid")
  const known = await loadGroup(server, conversation)
  const isMember = known?.members.has(keyOf(caller.account)) ?? isSelf(server, caller.account, conversation)
  if (!isMember) return refuse("conversation-unknown")
  const limited = takeToken(server, "entries", keyOf(caller.account))
  if (limited) return limited
  const asked = await entryAt(server, conversation, deletion)
  if (asked?.type !== kinds.delete || !equal(asked.author, caller.account)) return refuse("erasure-forbidden")
  const seqs = entries.map(({ seq }) => whole(seq) ?? 0)
  const refused = await checkEntries(server, caller.account, known, { ...request, entries }, seqs)
  if (refused) return refused
  if ((await server.store.conversations.erase(conversation, seqs)) > 0) server.sweeper.erased()
  return { ok: true, value: {} }
}

async function checkEntries(
  server: ServerContext,
  account: AccountId,
  known: KnownGroup | undefined,
  { conversation, deletion, entries }: EraseRequest,
  seqs: readonly number[],
): Promise<Refused | undefined> {
  const keeps = known !== undefined && keepsOrder(known, account)
  for (const [index, { seq, digest }] of entries.entries()) {
    const entry = seq < deletion ? await entryAt(server, conversation, seqs[index] ?? 0) : undefined
    if (entry?.type !== kinds.message || !equal(entry.digest, digest)) return refuse("entry-invalid")
    if (!keeps && !equal(entry.author, account)) return refuse("erasure-forbidden")
  }
  return undefined
}

async function entryAt(
  { store }: ServerContext,
  conversation: Uint8Array,
  seq: number,
): Promise<StoredEntry | undefined> {
  if (seq < 1) return undefined
  const [entry] = await store.conversations.entries(conversation, seq - 1, 1)
  return entry
}

/** May delete what others wrote (N10); in a direct nobody has a role. */
function keepsOrder({ facts }: KnownGroup, account: AccountId): boolean {
  return isAtLeast(roleOf(facts.extension.roles, account), "moderator")
}
