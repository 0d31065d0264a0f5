import { type Bytes, equal, toBase64Url, toHex } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { ConversationSummary } from "../api/index.ts"
import { plannedGroupTable } from "../conversation/planned-group.ts"
import type { ConversationList } from "../home/conversation-list.ts"
import type { Home } from "../home/home.ts"
import { readsOf } from "../home/reads.ts"
import { serialQueue } from "../home/serial.ts"
import type { RecordReader } from "../home/transaction.ts"
import type { MeRecord } from "../records/account-records.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import { registersIn } from "../self/registers.ts"
import { listedSummaryOf } from "./conversations.ts"
import { inListOrder } from "./list-order.ts"
import { listingOf } from "./listing.ts"
import { chatOf } from "./own-marks.ts"

/** Conversations in one list. */
const conversationsMax = 10_000
/** Groups that wait to be made. */
const plannedMax = 1_000
/** Conversations that one answer looks at: the first is a screen and more, and none keeps others waiting. */
const pageMax = 64
const markBytes = 12

/** Of a home, for as long as it is one person's. */
export function listIn(home: Home, me: MeRecord): ConversationList {
  const known = home.current.list
  if (known !== undefined && equal(known.account, me.account)) return known
  const list = listOf(home, me)
  home.current.list = list
  return list
}

interface Known {
  /** Undefined: it is in the list no more. */
  readonly summary: ConversationSummary | undefined
  readonly revision: number
}

function listOf({ store, crypto }: Home, me: MeRecord): ConversationList {
  const reads = readsOf(store)
  const known = new Map<string, Known>()
  const ids = new Map<string, ConversationId>()
  /** What is to be looked at, the first first. */
  const due = new Set<string>()
  const serial = serialQueue()
  let isBegun = false
  let revision = 0
  /** Tells the marks of this list from those of one before. */
  let run: string | undefined

  const owe = (conversation: ConversationId): void => {
    const id = toBase64Url(conversation)
    ids.set(id, conversation)
    due.add(id)
  }
  const begin = async (): Promise<void> => {
    if (isBegun) return
    // From here on changes are heard of.
    isBegun = true
    try {
      for (const conversation of await everyConversation(store)) owe(conversation)
    } catch (failure) {
      isBegun = false
      throw failure
    }
  }
  const look = async (id: string): Promise<void> => {
    const conversation = ids.get(id)
    if (conversation === undefined) return
    due.delete(id)
    try {
      const summary = await listedSummaryOf(listingOf({ crypto }, reads.readerFor(id), me), conversation)
      // It has changed while it was read: what was read may be of two moments.
      if (due.has(id) || (summary === undefined && known.get(id)?.summary === undefined)) return
      revision += 1
      known.set(id, { summary, revision })
    } catch (failure) {
      due.add(id)
      throw failure
    }
  }
  const lookAtSome = async (count: number): Promise<void> => {
    await begin()
    for (const id of [...due].slice(0, count)) await look(id)
  }
  return {
    account: me.account,
    all: () =>
      serial(async () => {
        do await lookAtSome(due.size)
        while (due.size > 0)
        return inListOrder([...known.values()].flatMap(({ summary }) => summary ?? []))
      }),
    changesSince: mark =>
      serial(async () => {
        await lookAtSome(pageMax)
        run ??= toHex(crypto.random(markBytes))
        const since = revisionIn(mark, run)
        const told = [...known].filter(([, one]) => one.revision > (since ?? 0))
        return {
          mark: `${run} ${revision}`,
          whole: since === undefined,
          changed: told.flatMap(([, { summary }]) => summary ?? []),
          gone: told.flatMap(([id, { summary }]) => (summary === undefined ? [id] : [])),
          more: due.size > 0,
        }
      }),
    changed(keys) {
      if (!isBegun) return
      for (const key of keys) if (isOfList(key)) owe(key.slice(1))
      reads.changed(keys, id => due.add(id))
    },
  }
}

/** Those that are likely to be seen first: pinned ones, then the newest. */
async function everyConversation(reader: RecordReader): Promise<readonly ConversationId[]> {
  const planned = await scanRecords(reader, plannedGroupTable, { limit: plannedMax })
  const rows = await scanRecords(reader, conversationTable, { limit: conversationsMax })
  const pinned = new Set<string>()
  for (const { name, value } of await registersIn(reader, "chat"))
    if (chatOf(value).pinned > 0) pinned.add(toBase64Url(name))
  const rank = ({ value }: (typeof rows)[number]): number =>
    pinned.has(toBase64Url(value.conversation)) ? Number.MAX_SAFE_INTEGER : value.head.atMs
  const ordered = rows.toSorted((left, right) => rank(right) - rank(left))
  return [...planned, ...ordered].map(({ key }) => key)
}

const listTables: readonly (number | undefined)[] = [conversationTable.number, plannedGroupTable.number]
const isOfList = (key: Bytes): boolean => listTables.includes(key[0])

function revisionIn(mark: string | undefined, run: string): number | undefined {
  const [of, revision] = mark?.split(" ") ?? []
  const number = Number(revision)
  return of === run && Number.isSafeInteger(number) ? number : undefined
}
