import { fromUtf8, toUtf8 } from "@colombe/base"
import { expectSame } from "@colombe/base/testing"
import fc from "fast-check"
import { memoryLocalStore } from "../store/memory.ts"
import { type LocalStore, marksPerOrder, type RecordChange, type SearchRange } from "../store/port.ts"
import { typedSearchChecks } from "./typed-search-contract.ts"

type Test = (name: string, run: () => Promise<void>) => void
type UseStore = (run: (store: LocalStore) => Promise<void>) => Promise<void>

const everywhere = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100 }
const put = (key: string, order: number, text: string, scope = "s"): RecordChange => ({
  put: toUtf8(key),
  value: toUtf8(text),
  searchable: { order, scope, words: text.split(" ").filter(word => word !== "") },
})
const term = (text: string, begun = false) => ({ words: text.split(" "), begun })

async function found(
  store: LocalStore,
  terms: SearchRange["terms"],
  range: Partial<SearchRange> = {},
): Promise<string> {
  const hits = await store.search({ ...everywhere, terms, ...range })
  return hits.map(({ key }) => fromUtf8(key)).join()
}

/** The part of the local store's contract that is about finding records by their words. */
export function searchChecks(test: Test, useStore: UseStore): void {
  termChecks(test, useStore)
  changeChecks(test, useStore)
  typedSearchChecks(test, useStore)
}

function termChecks(test: Test, useStore: UseStore): void {
  test("T50 every term has to be there, the newest records come first", () =>
    useStore(async store => {
      await store.write([
        put("a", 1_790_000_000_000, "the brown dove flies"),
        put("b", 1_790_000_000_001, "a brown bear sleeps", "t"),
        put("c", 1_700_000_000_000, "the dove is brown"),
      ])
      expectSame(await found(store, [term("brown")]), "b,a,c", "one word")
      expectSame(await found(store, [term("brown"), term("the")]), "a,c", "two words")
      expectSame(await found(store, [term("brown dove")]), "a", "next to each other")
      expectSame(await found(store, [term("d", true)]), "a,c", "a beginning of one letter")
      expectSame(await found(store, [term("slee", true)]), "b", "a longer beginning")
      expectSame(await found(store, [term("brown d", true)]), "a", "words of which the last is begun")
      expectSame(await found(store, [term("slee")]), "", "a whole word is no beginning")
      expectSame(await found(store, [term("brown")], { scope: "t" }), "b", "a scope")
      expectSame(await found(store, [term("t")]), "", "a scope is no word")
      expectSame(await found(store, []), "", "no term")
    }))

  test("T50 words of any script are found, also those that a query language would know", () =>
    useStore(async store => {
      const words = ["👍", "東京", "مرحبا", "and", "or", "not", "near", "é", "null", "0"]
      await store.write(words.map((word, number) => put(`${number}`, number, `${word} x`)))
      for (const [number, word] of words.entries())
        expectSame(await found(store, [term(word)]), `${number}`, word)
    }))

  test("T51 a search goes on from the mark of its last record, without gap or repeat", () =>
    useStore(async store => {
      // More of one order than have marks of their own.
      const many = marksPerOrder + 40
      await store.write(Array.from({ length: many }, (_, number) => put(`k${number}`, 5, "same")))
      const seen = new Set<string>()
      for (let to = everywhere.to, rounds = 0; rounds < 20; rounds++) {
        const hits = await store.search({ ...everywhere, terms: [term("same")], to })
        for (const { key, mark } of hits) {
          expectSame(mark < to && mark >= 5 * marksPerOrder, true, "a mark in its range")
          seen.add(fromUtf8(key) ?? "")
          to = mark
        }
      }
      expectSame(seen.size, many, "records")
      expectSame(await found(store, [term("same")], { to: 5 * marksPerOrder }), "", "before the order")
    }))
}

const words = fc.array(fc.constantFrom("a", "ab", "b", "é"), { maxLength: 4 })
const changes = fc.array(
  fc.oneof(
    fc.record({
      put: fc.constantFrom("k", "l", "m").map(toUtf8),
      value: fc.constant(toUtf8("v")),
      searchable: fc.option(
        fc.record({ order: fc.nat({ max: 2 }), scope: fc.constantFrom("s", "t"), words }),
        { nil: undefined },
      ),
    }),
    fc.record({ delete: fc.constantFrom("k", "l", "m").map(toUtf8) }),
  ),
  { maxLength: 6 },
)
const terms = fc.array(
  fc.record({
    words: fc.array(fc.constantFrom("a", "ab", "b"), { minLength: 1, maxLength: 2 }),
    begun: fc.boolean(),
  }),
  { minLength: 1, maxLength: 2 },
)

function changeChecks(test: Test, useStore: UseStore): void {
  test("T50 what is found agrees with a model, whatever was written", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(changes, { maxLength: 4 }),
        fc.array(fc.record({ terms, scope: fc.option(fc.constantFrom("s", "t"), { nil: undefined }) })),
        (writes, searches) =>
          useStore(async store => {
            const model = memoryLocalStore()
            for (const write of writes) {
              await store.write(write)
              await model.write(write)
            }
            for (const { terms, scope } of searches) {
              const range = scope === undefined ? {} : { scope }
              // Marks of one order are given as they are free.
              const sorted = async (one: LocalStore) =>
                (await found(one, terms, range)).split(",").sort().join()
              expectSame(await sorted(store), await sorted(model), JSON.stringify({ terms, scope }))
            }
          }),
      ),
      { numRuns: 25 },
    ))

  test("T50 a changed record is found by its new words, a deleted one by none, others as before", () =>
    useStore(async store => {
      await store.write([put("a", 1, "old words"), put("b", 2, "old other")])
      await store.write([put("a", 1, "new words")])
      expectSame(await found(store, [term("old")]), "b", "old")
      expectSame(await found(store, [term("new")]), "a", "new")
      await store.write([{ put: toUtf8("a"), value: toUtf8("again") }])
      expectSame(await found(store, [term("new")]), "a", "a put that says nothing about words")
      await store.write([put("b", 2, ""), { delete: toUtf8("a") }])
      expectSame(await found(store, [term("old")]), "", "old")
      expectSame(await found(store, [term("new")]), "", "new")
    }))
}
