import { decode, equal, toBase64Url, toHex, unreachable } from "@colombe/base"
import { kinds, position, stepAt } from "@colombe/rules"
import { type ChainGrew, type Entry, type EntryStored, type Event, whole } from "@colombe/wire"
import { fetchChain, heldChain } from "../account/chains.ts"
import { keepHandle } from "../account/own-handle.ts"
import { applyEntries } from "../conversation/pull.ts"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { relayedEvent } from "../relay/event.ts"
import { stopTyping } from "../relay/typing.ts"
import { isSelf, selfLog, selfOf } from "../self/log.ts"
import { applySelf } from "../self/pull.ts"
import { note, takeMail } from "./catch-up.ts"

/** What a live event left to do: nothing, whatever is owed or waits now, or to pull what is behind. */
export type Heard = "nothing" | "news" | "behind"

/** Spec Y8: an entry is applied only where it is the next one, and everything else only says where to look. */
export async function handleEvent(home: Home, identity: Identity, { event }: Event): Promise<Heard> {
  switch (event.case) {
    case "entryStored":
      return heardOf(await entryStored(home, identity, event.value))
    case "conversationChanged":
      if (event.value.changed !== undefined) await note(home, event.value.changed)
      return heardOf(home.behind.size > 0)
    case "mailStored":
      if (event.value.mail === undefined) return "news"
      await takeMail(home, identity, event.value.mail)
      return heardOf(home.behind.size > 0)
    case "chainGrew":
      return chainGrew(home, identity, event.value)
    case "relayed":
      await relayedEvent(home, identity, event.value)
      return "nothing"
    case "joinAsked":
      tell(home, { type: "askers", conversation: toBase64Url(event.value.conversation) })
      return "nothing"
    case "closing":
    case undefined:
      return "nothing"
    default:
      return unreachable(event)
  }
}

const heardOf = (isBehind: boolean): Heard => (isBehind ? "behind" : "news")

/** True: something is behind now. */
async function entryStored(
  home: Home,
  identity: Identity,
  { conversation, entry }: EntryStored,
): Promise<boolean> {
  const seq = entry === undefined ? undefined : whole(entry.seq)
  if (entry === undefined || seq === undefined) return false
  if (isSelf(home, identity, conversation)) return takeSelfEntry(home, identity, entry, seq)
  // What has to be looked at anyway may be another log than the one that is known here.
  if (home.behind.has(toHex(conversation))) return true
  const record = await readRecord(home.store, conversationTable, conversation)
  if (record?.broken || (record !== undefined && seq <= record.head.seq)) return false
  await stopTyping(home, conversation, entry.author)
  if (record !== undefined && seq === record.head.seq + 1)
    return !(await applyEntries(home, identity, conversation, [entry])).ok && home.behind.size > 0
  home.behind.set(toHex(conversation), conversation)
  return true
}

async function takeSelfEntry(home: Home, identity: Identity, entry: Entry, seq: number): Promise<boolean> {
  const { head, broken } = await selfLog(home, home.store, identity)
  if (broken || seq <= head.seq) return false
  const self = selfOf(home, identity.me.account)
  if (seq === head.seq + 1) await applySelf(home, identity, [entry])
  else home.behind.set(toHex(self), self)
  // The next generation may open what stood closed here: that is read by who pulls.
  if (entry.type === kinds.vault) home.behind.set(toHex(self), self)
  return home.behind.size > 0
}

/** The server says it in each conversation that is shared: what stands in the chain that is held is not asked for again. */
async function chainGrew(home: Home, identity: Identity, { account, head }: ChainGrew): Promise<Heard> {
  const held = await heldChain(home, home.store, account)
  const grown = decode(position, head)
  if (held !== undefined && grown.ok && stepAt(held.chain, grown.value) !== undefined) return "nothing"
  await transact(home, transaction => fetchChain(home, transaction, account))
  // A device that took itself out may be the one that had stated the handle.
  if (equal(account, identity.me.account)) await keepHandle(home, identity)
  return "news"
}
