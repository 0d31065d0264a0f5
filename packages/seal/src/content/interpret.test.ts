import { expect, test } from "bun:test"
import { type Bytes, toHex, toUtf8, unwrap } from "@colombe/base"
import fc from "fast-check"
import { flip, seededCrypto } from "../testing/room.ts"
import {
  composeProfile,
  composeReaction,
  composeRetraction,
  composeText,
  composeTitle,
  mediaTypes,
} from "./compose.ts"
import { roomUri, senderName, senderUri } from "./extensions.ts"
import { type Content, readContent } from "./interpret.ts"
import { messageId } from "./message-id.ts"
import type { MimiContent, Part } from "./mimi.ts"
import { encodeMimi } from "./mimi-encode.ts"
import { displayNameBytesMax, textBytesMax, titleBytesMax } from "./text.ts"
import { readTitle } from "./title.ts"
import { accountUri, conversationUri, readUri } from "./uri.ts"

const crypto = seededCrypto("content")
const [account, conversation, target] = [crypto.random(32), crypto.random(32), crypto.random(32)]
const render = { disposition: 1, language: "", cardinality: "single" } as const

function read(bytes: Bytes): Content {
  return unwrap(readContent(bytes, account, conversation))
}

function codeOf(result: { ok: true } | { ok: false; code: string }): string {
  return result.ok ? "ok" : result.code
}

function written(part: Part, change: Partial<MimiContent> = {}): Bytes {
  return encodeMimi({
    salt: new Uint8Array(16),
    replaces: undefined,
    topicId: new Uint8Array(),
    expires: undefined,
    inReplyTo: undefined,
    extensions: new Map(),
    part,
    ...change,
  })
}

test("N4 text comes back as it was typed, plain and markdown", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.constantFrom("plain", "markdown"),
      (text, format) => {
        fc.pre(text.trim() !== "" && !text.includes("\0"))
        const { bytes } = unwrap(composeText(crypto, text, format))
        expect(read(bytes).says).toEqual({ type: "text", format, text })
      },
    ),
  )
})

test("N4 text from 1 byte to 65,536 bytes of UTF-8; more or none is refused, both ways", () => {
  const codes = [
    "é".repeat(textBytesMax / 2),
    "é".repeat(textBytesMax / 2 + 1),
    "",
    " \n",
    "a\0b",
    "a\ud800b",
  ].map(text => codeOf(composeText(crypto, text, "plain")))
  const expected = ["ok", "text-too-long", "text-empty", "text-empty", "text-has-nul", "text-invalid"]
  expect(codes).toEqual(expected)
  const received = [
    toUtf8("é".repeat(textBytesMax / 2)),
    new Uint8Array(textBytesMax + 1).fill(0x61),
    new Uint8Array(),
    toUtf8(" "),
    toUtf8("a\0b"),
    Uint8Array.of(0x61, 0xed, 0xa0, 0x80),
  ].map(content =>
    codeOf(
      readContent(written({ ...render, contentType: mediaTypes.plain, content }), account, conversation),
    ),
  )
  expect(received).toEqual(expected)
})

test("N5 replies, edits, reactions and retractions name messages by MessageId", () => {
  const reply = read(unwrap(composeText(crypto, "oui", "plain", { inReplyTo: target })).bytes)
  expect(reply.inReplyTo).toEqual(target)
  const edit = read(unwrap(composeText(crypto, "non", "plain", { replaces: target })).bytes)
  expect(edit.replaces).toEqual(target)
  const reaction = read(unwrap(composeReaction(crypto, "❤️", { inReplyTo: target })).bytes)
  expect(reaction.says).toEqual({ type: "reaction", reaction: "❤️", target })
  const retraction = read(unwrap(composeRetraction(crypto, { replaces: target })).bytes)
  expect(retraction).toMatchObject({ says: { type: "retraction", target } })
})

test("N3 a MessageId differs by sender, conversation, content and salt", () => {
  const { bytes, salt } = unwrap(composeText(crypto, "bonjour", "plain"))
  const ids = [
    messageId(crypto, account, conversation, bytes, salt),
    messageId(crypto, flip(account, 0), conversation, bytes, salt),
    messageId(crypto, account, flip(conversation, 0), bytes, salt),
    messageId(crypto, account, conversation, flip(bytes, 40), salt),
    messageId(crypto, account, conversation, bytes, flip(salt, 0)),
  ].map(toHex)
  expect(new Set(ids).size).toBe(5)
  expect(ids[0]?.slice(0, 2)).toBe("01")
})

test("N6 what this version does not know is not an error: it has its fallback", () => {
  const poll: Part = { ...render, contentType: "application/vnd.example.poll", content: new Uint8Array(3) }
  const words: Part = { ...render, contentType: mediaTypes.plain, content: toUtf8("A poll: tea or coffee?") }
  const both: Part = {
    disposition: 1,
    language: "",
    cardinality: "multi",
    semantics: "choose-one",
    parts: [poll, words],
  }
  expect(read(written(both)).says).toEqual({ type: "newer", fallback: "A poll: tea or coffee?" })
  expect(read(written(poll)).says).toEqual({ type: "newer", fallback: undefined })
  expect(read(written({ ...words, disposition: 200 })).says).toEqual({
    type: "newer",
    fallback: "A poll: tea or coffee?",
  })
  expect(read(written(words, { extensions: new Map([[99, [1, "x"]]]) })).says.type).toBe("text")
})

test("N7 URIs name accounts and conversations, never a host", () => {
  expect(readUri(accountUri(account))).toEqual({ names: "account", account })
  expect(readUri(conversationUri(conversation))).toEqual({ names: "conversation", conversation })
  const uri = accountUri(account)
  for (const wrong of [`${uri}A`, uri.slice(0, -1), uri.replace("colombe", "https"), `${uri}@host`, ""])
    expect(readUri(wrong)).toBeUndefined()
})

test("N7 content that says another sender or conversation than it was signed for is refused", () => {
  const part: Part = { ...render, contentType: mediaTypes.plain, content: toUtf8("a") }
  const code = (extensions: Map<number, string>) =>
    codeOf(readContent(written(part, { extensions }), account, conversation))
  expect(
    code(
      new Map([
        [senderUri, accountUri(account)],
        [roomUri, conversationUri(conversation)],
      ]),
    ),
  ).toBe("ok")
  expect(code(new Map([[senderUri, accountUri(target)]]))).toBe("content-of-another")
  expect(code(new Map([[roomUri, conversationUri(target)]]))).toBe("content-of-another")
})

test("N8 a message carries its sender's name; a name that may not be shown is left out", () => {
  const { bytes } = unwrap(composeText(crypto, "bonjour", "plain", { senderName: "Ana Duarte" }))
  expect(read(bytes).senderName).toBe("Ana Duarte")
  const part: Part = { ...render, contentType: mediaTypes.plain, content: toUtf8("a") }
  for (const name of ["", "a\nb", "a\u202eb", "n".repeat(displayNameBytesMax + 1), 7]) {
    const content = read(written(part, { extensions: new Map([[senderName, name]]) }))
    expect([content.senderName, content.says.type]).toEqual([undefined, "text"])
  }
  expect(codeOf(composeText(crypto, "a", "plain", { senderName: "a\u202eb" }))).toBe("line-has-controls")
  expect(
    read(unwrap(composeProfile(crypto, { name: "Ana D.", picture: new Uint8Array() })).bytes).says,
  ).toEqual({
    type: "profile",
    name: "Ana D.",
    picture: "none",
  })
})

test("N9 a title is one line of at most 256 bytes; a form that is newer is no error", () => {
  expect(unwrap(readTitle(unwrap(composeTitle(crypto, "Les colombes")).bytes))).toBe("Les colombes")
  expect(codeOf(composeTitle(crypto, "t".repeat(titleBytesMax + 1)))).toBe("text-too-long")
  expect(codeOf(composeTitle(crypto, "two\nlines"))).toBe("line-has-controls")
  expect(codeOf(composeTitle(crypto, ""))).toBe("text-empty")
  const newer = written({
    ...render,
    contentType: "application/vnd.example.title",
    content: new Uint8Array(),
  })
  expect(readTitle(newer)).toMatchObject({ ok: true, value: undefined })
})
