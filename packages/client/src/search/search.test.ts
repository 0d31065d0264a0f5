import { expect, setDefaultTimeout, test } from "bun:test"
import { toBase64Url } from "@colombe/base"
import { beginTransaction } from "../home/transaction.ts"
import { memoryLocalStore } from "../store/memory.ts"
import { filled, homeOn, putEntryAs, storeMessages, storePerson } from "../testing/stored-messages.ts"
import { isIndexed, startIndexing } from "./indexing.ts"
import { searchHome } from "./search.ts"
import { snippetOf } from "./snippet.ts"
import { termsOf } from "./terms.ts"

// Milliseconds, for a machine that is loaded: nothing here is about time.
setDefaultTimeout(60_000)

const [first, second] = [filled(20), filled(21)]
const at = 1_790_000_000_000
const message = (conversation: Uint8Array, seq: number, text: string) => ({
  ...{ conversation, seq, text, atMs: at + seq * 1000, account: filled(2) },
})

async function filledHome() {
  const store = memoryLocalStore()
  const home = homeOn(store)
  await storeMessages(store, [
    message(first, 1, "The dove flies over the lake"),
    message(first, 3, "No bear, no lake"),
    message(second, 2, "Un lac, a lake, ein See"),
  ])
  await storePerson(store, filled(2), "Béatrice Lakeland", "bea")
  await startIndexing(home).done
  return { store, home }
}

const texts = (page: { messages: readonly { snippet: { text: string } }[] }) =>
  page.messages.map(({ snippet }) => snippet.text)

test("T58 the newest messages come first, in all conversations or in one", async () => {
  const { home } = await filledHome()
  const all = await searchHome(home, "lake", {})
  expect(all.messages.map(({ seq }) => seq)).toEqual([3, 2, 1])
  expect(all.messages[0]).toMatchObject({
    conversation: toBase64Url(first),
    from: { displayName: "Béatrice Lakeland" },
    mine: false,
    at: at + 3000,
    snippet: { text: "No bear, no lake", ranges: [{ start: 12, end: 16 }] },
  })
  const within = await searchHome(home, "lake", { conversation: toBase64Url(second) })
  expect(texts(within)).toEqual(["Un lac, a lake, ein See"])
  expect(within.people).toEqual([])
})

test("T58 pages follow each other without gap or repeat", async () => {
  const { home } = await filledHome()
  const seen: number[] = []
  let before: number | undefined
  do {
    const page = await searchHome(home, "lake", { limit: 1, ...(before === undefined ? {} : { before }) })
    seen.push(...page.messages.map(({ seq }) => seq))
    before = page.more
  } while (before !== undefined)
  expect(seen).toEqual([3, 2, 1])
})

test("T59 people are found by name and by handle", async () => {
  const { home } = await filledHome()
  for (const typed of ["beatrice", "lakel", "bea"])
    expect((await searchHome(home, typed, {})).people.map(({ address }) => address)).toEqual([
      "bea@localhost",
    ])
})

test("T60 an edited message is found by its new text alone, a deleted one by none", async () => {
  const { store, home } = await filledHome()
  await storeMessages(store, [message(first, 1, "The dove rests")])
  expect((await searchHome(home, "flies", {})).messages).toEqual([])
  expect((await searchHome(home, "rests", {})).messages).toHaveLength(1)
  const transaction = beginTransaction(store)
  putEntryAs(transaction, message(first, 1, ""), { shows: "notice", notice: "deleted", from: filled(2) })
  await transaction.commit()
  expect((await searchHome(home, "rests", {})).messages).toEqual([])
})

test("what holds no word, or an id that is none, finds nothing", async () => {
  const { home } = await filledHome()
  const nothing = { messages: [], more: undefined, people: [], conversations: [], isComplete: true }
  for (const typed of ["", "*", '"'])
    expect<unknown>(await searchHome(home, typed, {})).toEqual({ ...nothing })
  expect<unknown>(await searchHome(home, "lake", { conversation: "x" })).toEqual(nothing)
})

test("T61 what an older version stored is indexed step by step, and goes on where it was interrupted", async () => {
  const records = new Map<string, Uint8Array>()
  await storeMessages(
    memoryLocalStore(records),
    Array.from({ length: 700 }, (_, number) => message(first, number + 1, `lake number${number}`)),
  )
  // The same records without what finds them, as an older version leaves them.
  const store = memoryLocalStore(new Map(records))
  const home = homeOn(store)
  expect(await searchHome(home, "lake", {})).toMatchObject({ messages: [], isComplete: false })
  let writes = 0
  const failing = {
    ...store,
    write: async (changes: Parameters<typeof store.write>[0]) => {
      await store.write(changes)
      if (++writes === 3) indexing.stop()
    },
  }
  const indexing = startIndexing(homeOn(failing))
  await indexing.stop()
  const partly = await searchHome(home, "lake", { limit: 200 })
  expect(partly).toMatchObject({ isComplete: false })
  await startIndexing(home).done
  expect(await isIndexed(store)).toBe(true)
  for (const number of [0, 255, 256, 257, 511, 512, 699])
    expect((await searchHome(home, `number${number}`, {})).messages).toHaveLength(1)
})

test("a snippet shows the place of the first hit, with every hit in it", () => {
  const text = `${"word ".repeat(40)}dove\nand DOVES ${"word ".repeat(60)}dove`
  const { text: cut, ranges, cutBefore, cutAfter } = snippetOf(text, termsOf("dove"))
  expect(cut.length).toBeLessThanOrEqual(160)
  expect(cut).not.toContain("\n")
  expect(ranges.map(({ start, end }) => cut.slice(start, end))).toEqual(["dove", "DOVES"])
  expect([cutBefore, cutAfter]).toEqual([true, true])
})

test("a snippet marks pairs of letters as one hit, and one letter wherever it stands in a pair", () => {
  const marked = (text: string, typed: string) =>
    snippetOf(text, termsOf(typed)).ranges.map(({ start, end }) => text.slice(start, end))
  expect(marked("私は東京都に住む", "東京都")).toEqual(["東京都"])
  expect(marked("an Été and été", "ete")).toEqual(["Été", "été"])
  expect(marked("say 👍🏽 ok", "👍")).toHaveLength(1)
})

test("a snippet never cuts a character of two units", () => {
  const text = `${"👍".repeat(100)} dove ${"👍".repeat(200)}`
  expect(snippetOf(text, termsOf("dove")).text.isWellFormed()).toBe(true)
})
