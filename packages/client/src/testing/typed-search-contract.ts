import { expectSame } from "@colombe/base/testing"
import { searchHome } from "../search/search.ts"
import type { LocalStore } from "../store/port.ts"
import { filled, homeOn, storeMessages } from "./stored-messages.ts"

/** What somebody may have written, one message each. */
const written = [
  "un été à l’œuvre",
  "ein Fest 🎉👍🏽",
  "私は東京都に住む",
  "مَرْحَبًا بالعالم",
  'he said "the dove flies"',
  "2 * 3 = 6, or (not) NEAR",
] as const

/** What somebody may type, and the places of the messages that it finds, newest first. */
const typed: readonly (readonly [text: string, found: readonly number[]])[] = [
  ["", []],
  ["   ", []],
  ["*", []],
  ['"', []],
  ['""', []],
  ["()", []],
  ["a", [1]],
  ["d", [5]],
  ["🎉", [2]],
  ["👍", [2]],
  ["😀", []],
  ["京", [3]],
  ["東京", [3]],
  ["都京", []],
  ["مرحبا", [4]],
  ["ETE", [1]],
  ["oeuvre", [1]],
  ['"dove flies"', [5]],
  ['"flies dove"', []],
  ["« dove flies »", [5]],
  ['the "dove', [5]],
  ["dov*", [5]],
  ["2 * 3", [6]],
  ["-fest", [2]],
  ["or not near", [6]],
  ["OR", [6]],
  ["rowid:2", []],
  ["e'; DROP TABLE record; --", []],
]

/** From the words that are typed to the messages that are shown, on the adapter's own index. */
export function typedSearchChecks(
  test: (name: string, run: () => Promise<void>) => void,
  useStore: (run: (store: LocalStore) => Promise<void>) => Promise<void>,
): void {
  test("T52–T57 whatever is typed finds what it names, and nothing that is typed is wrong", () =>
    useStore(async store => {
      const conversation = filled(20)
      const message = (text: string, place: number) => ({
        ...{ conversation, seq: place + 1, atMs: 1_790_000_000_000 + place, account: filled(2), text },
      })
      await storeMessages(store, written.map(message))
      const home = homeOn(store)
      for (const [text, found] of typed) {
        const { messages } = await searchHome(home, text, {})
        expectSame(messages.map(({ seq }) => seq).join(), found.join(), JSON.stringify(text))
      }
    }))
}
