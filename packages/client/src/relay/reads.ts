import { type Bytes, decode, encode, equal, type Milliseconds, type Result, succeed } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { readPosition } from "@colombe/seal"
import { readUpTo } from "../conversation/read-position.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { loadView, type View } from "../conversation/view.ts"
import { type Home, type Identity, tell, timelineChanged, transact } from "../home/home.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"
import { isWithBlocked } from "../strangers/with-blocked.ts"
import type { Said } from "./open.ts"
import { isShared } from "./privacy.ts"
import { readByTable, untoldReadTable } from "./records.ts"
import { isRelayed, sendRelayed } from "./send.ts"

/** Between two rounds at least, in milliseconds: whoever scrolls through a conversation says once where they are. */
export const readsEvery: Milliseconds = 2_000
/** How long one that could not be told waits, in milliseconds. */
const againAfter: Milliseconds = 10_000
/** Conversations told in one round. */
const roundMax = 64

export interface ReadsPace {
  next: Milliseconds
}

/**
 * Tells the others how far this person has read, where that was not told yet. Gives when to come again, undefined where
 * nothing waits for a moment.
 */
export async function tellReads(
  home: Home,
  identity: Identity,
  pace: ReadsPace,
): Promise<Milliseconds | undefined> {
  const rows = await scanRecords(home.store, untoldReadTable, { limit: roundMax })
  if (rows.length === 0) return undefined
  if (pace.next > home.clock.now()) return pace.next
  pace.next = home.clock.now() + readsEvery
  const shared = await isShared(home.store, "receipts")
  let later = rows.length === roundMax
  for (const { key: conversation, value: seq } of rows) {
    const view = await loadView(home, home.store, conversation)
    const isTold =
      shared && view && isRelayed(view) && !(await isWithBlocked(home.store, identity, view.record))
    const told = isTold ? await tellRead(home, identity, view, seq) : succeed()
    if (told.ok || told.retry === "never") await settle(home, conversation, seq)
    else later = true
  }
  if (later) pace.next = home.clock.now() + againAfter
  return later ? pace.next : undefined
}

function tellRead(home: Home, identity: Identity, view: View, seq: number): Promise<Result<void>> {
  return sendRelayed(home, identity, view, { kind: kinds.read, content: encode(readPosition, { seq }) })
}

/** Where the person has read on meanwhile, that is still to be told. */
async function settle(home: Home, conversation: Bytes, seq: number): Promise<void> {
  await transact(home, async transaction => {
    if ((await readRecord(transaction, untoldReadTable, conversation)) === seq)
      deleteRecord(transaction, untoldReadTable, conversation)
    return succeed()
  })
}

/** Only ever further, and never beyond what this device has itself; of one's own account it is where one stands. */
export async function takeRead(receiving: Receiving, { view, message }: Said): Promise<void> {
  const { home, transaction, identity } = receiving
  const content = decode(readPosition, message.content)
  const { conversation, head } = view.record
  if (message.kind !== kinds.read || !content.ok) return
  if (content.value.seq > head.seq || !isRelayed(view)) return
  const { seq } = content.value
  const { account } = message
  if (equal(account, identity.me.account)) {
    await readUpTo({ home, transaction, me: identity.me }, conversation, seq)
    return
  }
  if (!(await isShared(transaction, "receipts"))) return
  const before = (await readRecord(transaction, readByTable, conversation, account)) ?? 0
  if (seq <= before) return
  putRecord(transaction, readByTable, [conversation, account], seq)
  transaction.afterwards(() => {
    tell(home, timelineChanged(conversation, before + 1))
    tell(home, { type: "conversations" })
  })
}
