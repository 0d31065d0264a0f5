import { expect, test } from "bun:test"
import { fromHex, toHex, unwrap } from "@colombe/base"
import fc from "fast-check"
import { seededCrypto } from "../testing/room.ts"
import { recoveryRootKeys, spareRootKeys } from "./root-keys.ts"
import { rootFromWords, wordsFromRoot } from "./words.ts"

const crypto = seededCrypto("recovery")
const roots = fc.uint8Array({ minLength: 32, maxLength: 32 })

/** Published with BIP-39 (Trezor's vectors): 256 bits of entropy and their words. */
const published = [
  ["0".repeat(64), `${"abandon ".repeat(23)}art`],
  [
    "7f".repeat(32),
    `${"legal winner thank year wave sausage worth useful ".repeat(2)}legal winner thank year wave sausage worth title`,
  ],
  [
    "80".repeat(32),
    `${"letter advice cage absurd amount doctor acoustic avoid ".repeat(2)}letter advice cage absurd amount doctor acoustic bless`,
  ],
  ["f".repeat(64), `${"zoo ".repeat(23)}vote`],
] as const

test("R1 the published words stand for the published entropy", () => {
  for (const [hex, words] of published) {
    expect(wordsFromRoot(fromHex(hex) ?? new Uint8Array())).toBe(words)
    expect(toHex(unwrap(rootFromWords(words)))).toBe(hex)
  }
})

test("R1 every root comes back from its words, however they are typed", () => {
  fc.assert(
    fc.property(
      roots,
      fc.constantFrom(" ", "\n", "  \t", ", ", "\u00a0"),
      fc.boolean(),
      (root, blank, loud) => {
        const words = wordsFromRoot(root).split(" ")
        const numbered = words.map((word, index) => `${index + 1}. ${loud ? word.toUpperCase() : word}`)
        expect(toHex(unwrap(rootFromWords(` ${words.join(blank)}${blank}`)))).toBe(toHex(root))
        expect(toHex(unwrap(rootFromWords(numbered.join(blank))))).toBe(toHex(root))
      },
    ),
    { numRuns: 30 },
  )
})

test("R2 a wrong number of words says how many there are", () => {
  expect(rootFromWords("")).toMatchObject({ code: "words-count-wrong", count: 0 })
  expect(rootFromWords("zoo ".repeat(23))).toMatchObject({ code: "words-count-wrong", count: 23 })
  expect(rootFromWords("zoo ".repeat(25))).toMatchObject({ code: "words-count-wrong", count: 25 })
})

test("R2 an unknown word is named with the nearest ones", () => {
  const words = published[0][1].split(" ")
  const typed = (word: string) => rootFromWords(words.with(3, word).join(" "))
  expect(typed("abandn")).toMatchObject({
    code: "word-unknown",
    index: 3,
    word: "abandn",
    suggestions: ["abandon"],
  })
  expect(typed("abnadon")).toMatchObject({ suggestions: ["abandon"] })
  const zebra = typed("zebar")
  expect(zebra.ok || zebra.code !== "word-unknown" || zebra.suggestions[0]).toBe("zebra")
  expect(typed("qqqqqqqqqqqqqqqq")).toMatchObject({ code: "word-unknown", suggestions: [] })
  expect(typed("éclair")).toMatchObject({ code: "word-unknown", index: 3 })
})

test("R2 two words that changed places are a wrong checksum, or another root", () => {
  let refused = 0
  for (let run = 0; run < 50; run++) {
    const root = crypto.random(32)
    const words = wordsFromRoot(root).split(" ")
    const [first = "", second = ""] = words
    const swapped = rootFromWords([second, first, ...words.slice(2)].join(" "))
    if (swapped.ok) expect(first === second || toHex(swapped.value) !== toHex(root)).toBe(true)
    else {
      expect(swapped.code).toBe("words-checksum-wrong")
      refused++
    }
  }
  expect(refused).toBeGreaterThan(40)
})

test("R2 whatever is typed ends in a root or a code", () => {
  const codes = ["words-count-wrong", "word-unknown", "words-checksum-wrong"]
  const words = fc.oneof(fc.constantFrom("zoo", "art", "Vote"), fc.string({ maxLength: 12 }))
  fc.assert(
    fc.property(fc.array(words, { minLength: 22, maxLength: 25 }), typed => {
      const parsed = rootFromWords(typed.join(" "))
      expect(parsed.ok || codes.includes(parsed.code)).toBe(true)
    }),
  )
})

test("R3 recovery and spare keys of one root have nothing in common, and the same root gives the same keys", async () => {
  const root = crypto.random(32)
  const [recovery, again, spare] = [
    await recoveryRootKeys(crypto, root),
    await recoveryRootKeys(crypto, root),
    await spareRootKeys(crypto, root),
  ]
  expect([again.sign, again.seal]).toEqual([recovery.sign, recovery.seal])
  const keys = [recovery.sign, recovery.seal, spare.sign, spare.seal].map(key => toHex(key.bytes))
  expect(new Set(keys).size).toBe(4)
  expect([recovery.sign.algorithm, recovery.seal.algorithm]).toEqual(["ed25519", "xwing"])
})
