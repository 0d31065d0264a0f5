import { decode, equal, type Result, succeed } from "@colombe/base"
import { type ConversationId, colombeGroup } from "@colombe/rules"
import { openConversation, positionsOf } from "../conversation/create.ts"
import { pullConversation } from "../conversation/pull.ts"
import { sendTitle } from "../conversation/titles.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { deleteRecord, readRecord } from "../records/table.ts"
import { fallbackTable, lostConversationTable } from "./records.ts"

/** Spec Y86: with the same people, who are asked to come in again. Somebody may have been faster. */
export async function beginAgain(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<unknown>> {
  const lost = await readRecord(home.store, lostConversationTable, conversation)
  const before = await readRecord(home.store, fallbackTable, conversation)
  if (lost === undefined || before === undefined) return succeed()
  const there = await pullConversation(home, identity, conversation)
  if (!there.ok && there.code !== "conversation-unknown") return there
  if (!there.ok) {
    const others = await positionsOf(
      home,
      before.people.filter(account => !equal(account, identity.me.account)),
    )
    if (!others.ok) return others
    const policy = decode(colombeGroup, before.policy)
    const opened = await openConversation(
      home,
      identity,
      lost.seed,
      others.value,
      policy.ok ? policy.value : undefined,
    )
    if (!opened.ok && opened.code !== "conversation-exists") return opened
    if (opened.ok && lost.title !== undefined) {
      const titled = await sendTitle(home, opened.value, lost.title)
      if (!titled.ok) return titled
    }
  }
  return transact(home, async transaction => {
    deleteRecord(transaction, lostConversationTable, conversation)
    return succeed()
  })
}
