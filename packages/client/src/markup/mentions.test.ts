import { expect, test } from "bun:test"
import fc from "fast-check"
import { editTyped, insertMention, mentionedIn, readTyped, type TypedText, writeTyped } from "./mentions.ts"

const [ana, bob] = ["A".repeat(43), "B".repeat(43)]
const markdown = `**Salut** [@Ana Souza](colombe:account/${ana}), et [@Bob](colombe:account/${bob}) !`
const typed: TypedText = readTyped(markdown)

test("N17 who is mentioned is shown by name where it is typed, and written by account", () => {
  expect(typed).toEqual({
    text: "**Salut** @Ana Souza, et @Bob !",
    mentions: [
      { from: 10, to: 20, account: ana },
      { from: 25, to: 29, account: bob },
    ],
  })
  expect(writeTyped(typed)).toBe(markdown)
  expect(mentionedIn(`${markdown}\n> [@Ana](colombe:account/${ana})`)).toEqual([ana, bob])
  expect(
    mentionedIn(`\`[@Ana](colombe:account/${ana})\` \n\`\`\`\n[@Ana](colombe:account/${ana})\n\`\`\``),
  ).toEqual([])
})

test("N17 a mention stays where text is typed beside it, and is text again where it is changed itself", () => {
  const type = (at: number, removed: number, added: string) => {
    const text = typed.text.slice(0, at) + added + typed.text.slice(at + removed)
    return editTyped(typed, text, at + added.length)
  }
  const accounts = (at: number, removed: number, added: string) =>
    type(at, removed, added).mentions.map(({ from, to, account }) => [
      type(at, removed, added).text.slice(from, to),
      account,
    ])
  const both = [
    ["@Ana Souza", ana],
    ["@Bob", bob],
  ]
  expect(accounts(0, 0, "xx")).toEqual(both)
  expect(accounts(10, 0, "@")).toEqual(both)
  expect(accounts(20, 1, "")).toEqual(both)
  expect(accounts(19, 1, "")).toEqual([["@Bob", bob]])
  expect(accounts(0, typed.text.length, "tout autre chose")).toEqual([])
})

test("N17 whatever is typed, text and mentions agree", () => {
  const change = fc.record({
    at: fc.nat(40),
    removed: fc.nat(6),
    added: fc.constantFrom("", "@", "a", "Bob", "**", " "),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), changes => {
      let now = typed
      for (const { at, removed, added } of changes) {
        const from = Math.min(at, now.text.length)
        const text = now.text.slice(0, from) + added + now.text.slice(from + removed)
        now = editTyped(now, text, from + added.length)
        for (const { from: start, to, account } of now.mentions)
          expect(now.text.slice(start, to)).toBe(account === ana ? "@Ana Souza" : "@Bob")
      }
    }),
  )
})

test("N17 a mention takes the place of what was typed for it, whatever somebody is called", () => {
  const began = { text: "dis @an à tous", mentions: [] }
  const named = insertMention(began, { from: 4, to: 7 }, { name: "Ana ](x) [b", account: ana })
  expect(named.text).toBe("dis @Ana (x) b à tous")
  expect(named.caret).toBe(14 + 1)
  expect(readTyped(writeTyped(named)).mentions).toEqual(named.mentions)
})
