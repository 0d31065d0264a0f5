import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, encode, unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { kinds } from "@colombe/rules"
import {
  type Composed,
  composeReaction,
  composeRetraction,
  composeText,
  deletion,
  messageId,
  type Verified,
} from "@colombe/seal"
import fc from "fast-check"
import type { TimelineItem } from "../api/index.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { show } from "../conversation/show.ts"
import { type PlacedEntry, putEntry } from "../conversation/view.ts"
import { unreachableFiles } from "../files/memory.ts"
import { makeHome } from "../home/home.ts"
import { beginTransaction } from "../home/transaction.ts"
import { timelineOf } from "../queries/timeline.ts"
import type { MeRecord } from "../records/account-records.ts"
import { type ConversationRecord, conversationTable } from "../records/conversation-records.ts"
import { putRecord } from "../records/table.ts"
import { memoryLocalStore } from "../store/memory.ts"
import { manualClock } from "../testing/manual-clock.ts"

// Hundreds of orders are tried, on machines that do other things besides.
setDefaultTimeout(60_000)

const filled = (byte: number, length = 32): Bytes => new Uint8Array(length).fill(byte)
const conversation = filled(9)
/** Ana, Bob, and Eve who keeps order. */
const accounts = [filled(1), filled(2), filled(3)]
const moderator = 2

/** What one entry says; `of` is the place of an earlier one. */
type Act =
  | { readonly does: "say" }
  | { readonly does: "edit" | "react" | "retract" | "delete"; readonly of: number }
  | { readonly does: "answer"; readonly of: number; readonly part: string }

interface Step {
  readonly by: number
  readonly act: Act
  /** Its key comes only after everything else. */
  readonly late: boolean
}

interface Sealed {
  readonly entry: PlacedEntry
  readonly message: Verified
  readonly late: boolean
}

/** Real content for every step, each naming others by the ids that they really have. */
function logOf(steps: readonly Step[]): readonly Sealed[] {
  const crypto = deterministicCrypto(filled(7))
  const ids: Bytes[] = []
  return steps.map(({ by, act, late }, index) => {
    const seq = index + 1
    const account = accounts[by] ?? filled(0)
    const target = "of" in act ? (ids[act.of % Math.max(1, index)] ?? filled(8)) : filled(8)
    const made = contentOf(crypto, act, target, `text ${seq}`)
    ids.push(
      made === undefined
        ? filled(100 + seq)
        : messageId(crypto, account, conversation, made.bytes, made.salt),
    )
    const place = "of" in act ? (act.of % Math.max(1, index)) + 1 : 0
    const content = made?.bytes ?? encode(deletion, { entries: [{ seq: place, entry: filled(place) }] })
    return {
      late,
      entry: {
        seq,
        atMs: 1000 + seq,
        type: act.does === "delete" ? kinds.delete : kinds.message,
        incarnation: 0,
        epoch: 0,
        digest: filled(seq),
        hash: filled(seq),
        body: filled(0),
      },
      message: verified(account, by, act, seq, content),
    }
  })
}

function contentOf(
  crypto: ReturnType<typeof deterministicCrypto>,
  act: Act,
  target: Bytes,
  text: string,
): Composed | undefined {
  switch (act.does) {
    case "say":
      return unwrap(composeText(crypto, text, "plain"))
    case "edit":
      return unwrap(composeText(crypto, text, "markdown", { replaces: target }))
    case "answer":
      return unwrap(composeText(crypto, text, "plain", { inReplyTo: target, answeredPart: act.part }))
    case "react":
      return unwrap(composeReaction(crypto, text, { inReplyTo: target }))
    case "retract":
      return unwrap(composeRetraction(crypto, { replaces: target }))
    case "delete":
      return undefined
  }
}

function verified(account: Bytes, by: number, act: Act, seq: number, content: Bytes): Verified {
  return {
    kind: act.does === "delete" ? kinds.delete : kinds.message,
    sendId: filled(seq, 16),
    account,
    device: filled(by, 16),
    position: { generation: 0, seq: 0, hash: filled(0) },
    peer: undefined,
    content,
    sentAtMs: seq,
    ttlSeconds: 0,
    role: by === moderator ? "moderator" : "member",
    candidate: {
      key: filled(0),
      ctx: filled(0),
      roster: filled(0),
      origin: { from: "derived" },
      confirmed: true,
    } as unknown as Verified["candidate"],
    standing: "proven",
    base: "agrees",
  }
}

const record: ConversationRecord = {
  version: 1,
  conversation,
  seed: { kind: "group", creator: filled(1), nonce: filled(0) },
  membership: "member",
  head: { seq: 0, hash: filled(0), atMs: 0 },
  serverHead: 0,
  title: undefined,
  titleSeq: 0,
  readUpTo: 0,
  unread: 0,
  lastSeq: 0,
  alert: undefined,
  broken: false,
  floor: undefined,
  openedBy: filled(1),
  memberCount: 2,
}

/** Takes the entries as they come; those whose key is late are opened in the end, in the order of `keys`. */
async function timelineAfter(
  log: readonly Sealed[],
  keys: readonly number[],
): Promise<readonly TimelineItem[]> {
  const store = memoryLocalStore(new Map())
  const crypto = deterministicCrypto(filled(6))
  const home = makeHome({
    crypto,
    clock: manualClock(0),
    store,
    files: unreachableFiles(),
    connect: () => ({ send: () => {}, close: () => {} }),
  })
  const me = {
    device: filled(200, 16),
    account: accounts[0],
    handle: "ana",
    host: "localhost",
    displayName: "Ana",
  } as unknown as MeRecord
  const identity = { me, signer: undefined } as unknown as Receiving["identity"]
  const transaction = beginTransaction(store)
  const receiving: Receiving = { home, identity, transaction }
  putRecord(transaction, conversationTable, [conversation], record)
  const open = async ({ message, entry }: Sealed) => {
    const { shown } = await show(receiving, record, message, entry)
    putEntry(transaction, conversation, entry, shown)
  }
  for (const sealed of log)
    if (sealed.late) putEntry(transaction, conversation, sealed.entry, { shows: "waiting", body: filled(0) })
    else await open(sealed)
  const late = log.filter(sealed => sealed.late)
  const order = late
    .map((sealed, index) => ({ sealed, key: keys[index] ?? index }))
    .sort((left, right) => left.key - right.key)
  for (const { sealed } of order) await open(sealed)
  const { items } = await timelineOf(transaction, me, conversation, { limit: 500 })
  return items
}

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Act>({ does: "say" }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constantFrom("edit", "react", "retract", "delete"),
      of: fc.nat({ max: 30 }),
    }),
  },
)
const step = fc.record({ by: fc.nat({ max: 2 }), act, late: fc.boolean() })

test("N12 N13 N14 what is shown does not depend on the order in which keys arrive", async () => {
  const cases = fc.asyncProperty(
    fc.array(step, { minLength: 1, maxLength: 14 }),
    fc.array(fc.nat({ max: 1000 }), { minLength: 14, maxLength: 14 }),
    async (steps, keys) => {
      const log = logOf(steps)
      const inOrder = log.map(sealed => ({ ...sealed, late: false }))
      expect(await timelineAfter(log, keys)).toEqual([...(await timelineAfter(inOrder, []))])
    },
  )
  await fc.assert(cases, { numRuns: 300 })
})

const say = { by: 0, act: { does: "say" }, late: false } as const
const by = (who: number, does: "edit" | "react" | "retract" | "delete", of: number): Step => ({
  by: who,
  act: { does, of },
  late: false,
})
const shownAfter = (...steps: readonly Step[]) => timelineAfter(logOf(steps), [])

test("N12 only the sender's own edit counts, the newest, and an edit of an edit is none", async () => {
  expect(await shownAfter(say, by(0, "edit", 0), by(0, "edit", 0))).toMatchObject([
    { text: "text 3", edited: true, format: "markdown", at: 1001 },
  ])
  expect(await shownAfter(say, by(2, "edit", 0))).toMatchObject([
    { text: "text 1", edited: false },
    { kind: "notice", notice: "edit-invalid" },
  ])
  expect(await shownAfter(say, by(0, "edit", 0), by(0, "edit", 1))).toMatchObject([
    { text: "text 2" },
    { notice: "edit-invalid" },
  ])
})

test("N13 one reaction an account, and taking it back leaves none", async () => {
  expect(await shownAfter(say, by(1, "react", 0), by(1, "react", 0), by(0, "react", 0))).toMatchObject([
    {
      reactions: [
        { reaction: "text 3", mine: false },
        { reaction: "text 4", mine: true },
      ],
    },
  ])
  expect(await shownAfter(say, by(1, "react", 0), by(1, "react", 0), by(1, "retract", 2))).toMatchObject([
    { reactions: [] },
  ])
  expect(await shownAfter(say, by(1, "react", 0), by(0, "retract", 1))).toMatchObject([
    { reactions: [{ reaction: "text 2" }] },
  ])
})

test("N14 the sender and who keeps order delete, nobody else, and nothing brings it back", async () => {
  const gone = [{ kind: "notice", notice: "deleted" }]
  expect(await shownAfter(say, by(0, "delete", 0))).toMatchObject(gone)
  expect(await shownAfter(say, by(2, "delete", 0))).toMatchObject(gone)
  expect(await shownAfter(say, by(1, "delete", 0))).toMatchObject([{ text: "text 1" }])
  expect(await shownAfter(say, by(0, "delete", 0), by(0, "edit", 0), by(1, "react", 0))).toMatchObject(gone)
})

test("N30 a part is shown only where the message that is answered says it as it stands", async () => {
  const answer = (part: string): Step => ({ by: 1, act: { does: "answer", of: 0, part }, late: false })
  const partsAfter = async (...steps: readonly Step[]) =>
    (await shownAfter(...steps)).flatMap(item =>
      item.kind === "message" && item.reply?.at === "known" ? [item.reply.part] : [],
    )
  expect(await partsAfter(say, answer("ext  1\n"), answer("text 1"))).toEqual(["ext  1\n", "text 1"])
  // Words that nobody said there: the answer stands, as one to the whole message.
  expect(await partsAfter(say, answer("I resign"), answer("text 1, and more"))).toEqual([
    undefined,
    undefined,
  ])
  // What an edit took out is not kept alive, and what it brought in is quoted.
  expect(await partsAfter(say, answer("text 1"), answer("text 4"), by(0, "edit", 0))).toEqual([
    undefined,
    "text 4",
  ])
  // An edit by somebody else changes nothing, and a message that is gone says nothing.
  expect(await partsAfter(say, answer("text 1"), by(1, "edit", 0))).toEqual(["text 1"])
  expect(await partsAfter(say, answer("text 1"), by(0, "delete", 0))).toEqual([])
})
