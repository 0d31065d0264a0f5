import { expect, test } from "bun:test"
import { type Bytes, concat, fail, toUtf8, unwrap } from "@colombe/base"
import fc from "fast-check"
import { flip, seededCrypto } from "../testing/room.ts"
import { composeBallot, composePins, composePoll, composeText } from "./compose.ts"
import { forwardedFrom } from "./extensions.ts"
import { readContent } from "./interpret.ts"
import type { ExtensionKey, Part } from "./mimi.ts"
import { encodeMimi } from "./mimi-encode.ts"
import { readPins } from "./pins.ts"
import { type Poll, pollPart, readBallot, readPoll } from "./polls.ts"

const crypto = seededCrypto("polls")
const [account, conversation, target] = [crypto.random(32), crypto.random(32), crypto.random(32)]

const read = (bytes: Bytes) => unwrap(readContent(bytes, account, conversation))

const lunch: Poll = { question: "Où ?", options: ["Ici", "Là-bas"], choice: "single" }
const optionsOf = (count: number) => Array.from({ length: count }, (_, index) => `option ${index}`)

test("N54 a poll comes back with its options in their order", () => {
  for (const choice of ["single", "multiple"] as const)
    for (const count of [2, 12]) {
      const poll = { question: "Où ?", options: optionsOf(count), choice }
      expect(read(unwrap(composePoll(crypto, poll)).bytes).says).toEqual({ type: "poll", ...poll })
    }
})

test.each([
  ["no option", { options: [] }],
  ["one option", { options: ["seul"] }],
  ["thirteen options", { options: optionsOf(13) }],
  ["equal options", { options: ["oui", "oui"] }],
  ["an empty option", { options: ["oui", " "] }],
  ["an option of two lines", { options: ["oui", "n\non"] }],
  ["an option that turns what follows around", { options: ["oui", "\u202enon"] }],
  ["a long option", { options: ["oui", "é".repeat(129)] }],
  ["no question", { question: "" }],
  ["a long question", { question: "x".repeat(1025) }],
])("N54 %s is no poll, whoever makes it", (_, change) => {
  const poll: Poll = { ...lunch, ...change }
  expect(composePoll(crypto, poll)).toMatchObject(fail("poll-invalid"))
  expect(readPoll(rawPoll(poll))).toMatchObject(fail("poll-invalid"))
})

/** As somebody would write it whose program checks nothing. */
function rawPoll({ question, options }: Poll): Bytes {
  const opaque = (bytes: Bytes) => concat(length(bytes.length), bytes)
  const list = concat(...options.map(one => opaque(toUtf8(one))))
  return concat(Uint8Array.of(0), opaque(toUtf8(question)), opaque(list))
}

const length = (count: number): Bytes =>
  count < 64 ? Uint8Array.of(count) : Uint8Array.of(0x40 | (count >> 8), count & 0xff)

test("N54 what the raw writer of this test makes of a good poll is one", () => {
  expect(readPoll(rawPoll(lunch))).toMatchObject({ ok: true, value: lunch })
})

test("N54 no changed byte of a poll makes anything but a poll or a refusal", () => {
  const part = unwrap(pollPart(lunch))
  if (part.cardinality !== "single") throw new Error("a single part")
  const { content } = part
  fc.assert(
    fc.property(fc.nat(content.length - 1), place => {
      const poll = readPoll(flip(content, place))
      if (poll.ok) expect(poll.value.options.length).toBeWithin(2, 13)
      else expect(poll.code).toBe("poll-invalid")
    }),
  )
})

test("N55 a ballot comes back, and one whose places repeat or fall is refused", () => {
  for (const ballot of [
    { does: "vote", options: [0, 3, 11] },
    { does: "vote", options: [] },
    { does: "close" },
  ] as const) {
    const { bytes } = unwrap(composeBallot(crypto, ballot, "–", { inReplyTo: target }))
    expect(read(bytes).says).toEqual({ type: "ballot", ballot, target })
  }
  for (const places of [
    [1, 1],
    [2, 1],
  ])
    expect(readBallot(Uint8Array.of(0, places.length, ...places))).toMatchObject(fail("poll-invalid"))
  expect(readBallot(Uint8Array.of(2))).toMatchObject(fail("poll-invalid"))
})

test("N6 whoever does not know polls has their words", () => {
  const { bytes } = unwrap(composePoll(crypto, lunch))
  const known = toUtf8("application/vnd.colombe.poll")
  const at = Buffer.from(bytes).indexOf(known)
  const unknown = new Uint8Array(bytes)
  unknown.set(toUtf8("application/vnd.colombe.pole"), at)
  expect(read(unknown).says).toEqual({ type: "newer", fallback: "Où ?\n– Ici\n– Là-bas" })
})

test("N52 pins come back, and too many or two alike are refused", () => {
  const pins = { changed: target, pins: [crypto.random(32), target] }
  expect(readPins(unwrap(composePins(crypto, pins)).bytes)).toMatchObject({ ok: true, value: pins })
  const none = { changed: undefined, pins: [] }
  expect(readPins(unwrap(composePins(crypto, none)).bytes)).toMatchObject({ ok: true, value: none })
  for (const many of [[target, target], Array.from({ length: 101 }, () => crypto.random(32))]) {
    const list = concat(...many)
    const content = concat(Uint8Array.of(0, 0x40 | (list.length >> 8), list.length & 0xff), list)
    expect(
      readPins(written({ ...part, contentType: "application/vnd.colombe.pins", content })),
    ).toMatchObject(fail("content-malformed"))
  }
})

const part = { disposition: 3, language: "", cardinality: "single" } as const

function written(part: Part, extensions = new Map<ExtensionKey, never>()): Bytes {
  return encodeMimi({
    salt: new Uint8Array(16),
    replaces: undefined,
    topicId: new Uint8Array(),
    expires: undefined,
    inReplyTo: undefined,
    extensions,
    part,
  })
}

test("N50 the first author comes back, and a claim in another form is ignored", () => {
  const claim = { account: target, name: "Zoé" }
  const { bytes } = unwrap(composeText(crypto, "bonjour", "plain", { forwardedFrom: claim }))
  expect(read(bytes).forwardedFrom).toEqual(claim)
  const text: Part = {
    ...{ disposition: 1, language: "", cardinality: "single" },
    contentType: "text/plain;charset=utf-8",
    content: toUtf8("bonjour"),
  }
  const hostile: readonly unknown[] = [
    "Zoé",
    [target],
    [target, "Zoé", 1],
    [target.slice(1), "Zoé"],
    ["Zoé", target],
    [target, ""],
    [target, "a\nb"],
    [target, "\u202eéoZ"],
    [target, "x".repeat(129)],
    [target, 7],
  ]
  for (const value of hostile) {
    const content = read(written(text, new Map([[forwardedFrom, value as never]])))
    expect(content.forwardedFrom).toBeUndefined()
    expect(content.says).toMatchObject({ text: "bonjour" })
  }
})
