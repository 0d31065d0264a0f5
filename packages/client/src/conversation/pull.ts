import { fail, type Result, succeed, toHex } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type Entry, entriesPageMax, type PullEntriesResponse, whole } from "@colombe/wire"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { beginTransaction } from "../home/transaction.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { compareWhereSuspect } from "../restore/compare.ts"
import { suspect } from "../restore/suspect.ts"
import { applyInvitation } from "./invitation.ts"
import { receiveEntries } from "./receive.ts"
import { loadView, saveRecord, type View } from "./view.ts"

/** Brings a conversation up to what the server has, a page after the other, each durable with the head behind it. */
export async function pullConversation(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  first?: Asked,
): Promise<Result<View>> {
  let compared = await compareWhereSuspect(home, identity, conversation)
  if (!compared.ok) return compared
  let asked = first
  for (let lies = 0; ; ) {
    const before = await loadView(home, home.store, conversation)
    if (before?.record.broken) return fail(before.record.alert ?? "log-broken")
    const after = BigInt(before?.record.head.seq ?? 0)
    // The log may have gone on, or back, since it was asked for.
    const answer = await (asked?.after === after ? asked : askAfter(home, conversation, after)).answer
    if (!answer.ok) return answer
    const { entries, head } = answer.value
    const serverHead = whole(head)
    const last = entries.at(-1)?.seq
    // The next page is on its way while this one is applied.
    asked = last !== undefined && last < head ? askAfter(home, conversation, last) : undefined
    const applied = await applyEntries(home, identity, conversation, entries)
    if (!applied.ok) return applied
    if (serverHead === undefined) return fail("log-broken")
    if (serverHead < Number(after)) {
      // It has less than it had: an old backup, or a lie, which changes from one question to the next.
      if (lies++ > 0) return fail("server-not-colombe", "after-delay")
      await suspect(home, conversation)
      compared = await compareWhereSuspect(home, identity, conversation)
      if (!compared.ok) return compared
      asked = undefined
      continue
    }
    const { seq } = applied.value.record.head
    // A server that promises more than it gives withholds: there is nothing to wait for here.
    if (seq >= serverHead || seq <= Number(after)) return applied
  }
}

/** Entries behind a place, which may still be on their way. */
export interface Asked {
  readonly after: bigint
  readonly answer: Promise<Result<PullEntriesResponse>>
}

function askAfter(home: Home, conversation: ConversationId, after: bigint): Asked {
  return {
    after,
    answer: wireOf(home).call("pullEntries", { conversation, after, limit: entriesPageMax }),
  }
}

/** While another conversation is applied, so that the server reads and sends meanwhile. */
export async function askAhead(home: Home, conversation: ConversationId): Promise<Asked | undefined> {
  const record = await readRecord(home.store, conversationTable, conversation)
  return home.current.wire && askAfter(home, conversation, BigInt(record?.head.seq ?? 0))
}

/** Entries that came by whatever way: applied, durable, then told. */
export async function applyEntries(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  entries: readonly Entry[],
): Promise<Result<View>> {
  const transaction = beginTransaction(home.store)
  const before = await loadView(home, transaction, conversation)
  const receiving = { home, identity, transaction }
  const { view, failure } = await receiveEntries(receiving, conversation, before, entries)
  if (view !== undefined) {
    const record = await applyInvitation(receiving, view.record)
    if (record !== view.record) saveRecord(home, transaction, record)
  }
  await transaction.commit()
  if (failure !== undefined) {
    if (!failure.ok && failure.retry !== "never") home.behind.set(toHex(conversation), conversation)
    return failure
  }
  if (view === undefined) return fail("conversation-unknown")
  return succeed(view)
}
