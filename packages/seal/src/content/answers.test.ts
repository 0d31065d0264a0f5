import { expect, test } from "bun:test"
import { type Bytes, fail, toUtf8, unwrap } from "@colombe/base"
import { seededCrypto } from "../testing/room.ts"
import { composeText } from "./compose.ts"
import { answeredPart, silent } from "./extensions.ts"
import { readContent } from "./interpret.ts"
import type { ExtensionKey } from "./mimi.ts"
import { encodeMimi } from "./mimi-encode.ts"

const crypto = seededCrypto("answers")
const [account, conversation, inReplyTo] = [crypto.random(32), crypto.random(32), crypto.random(32)]

const read = (bytes: Bytes) => unwrap(readContent(bytes, account, conversation))

/** As somebody would write it whose program checks nothing. */
function written(extensions: readonly (readonly [ExtensionKey, unknown])[], answered = true) {
  return read(
    encodeMimi({
      salt: new Uint8Array(16),
      replaces: undefined,
      topicId: new Uint8Array(),
      expires: undefined,
      inReplyTo: answered ? inReplyTo : undefined,
      extensions: new Map(extensions as readonly (readonly [ExtensionKey, never])[]),
      part: {
        ...{ disposition: 1, language: "", cardinality: "single" },
        contentType: "text/plain;charset=utf-8",
        content: toUtf8("oui"),
      },
    }),
  )
}

test("N30 the part that is answered comes back, and one that is too long is not sent", () => {
  const send = (part: string) => composeText(crypto, "oui", "plain", { inReplyTo, answeredPart: part })
  for (const part of ["à la grande porte ?", "x".repeat(1024)])
    expect(read(unwrap(send(part)).bytes).answeredPart).toBe(part)
  expect(send("x".repeat(1025))).toMatchObject(fail("text-too-long"))
  expect(send(" ")).toMatchObject(fail("text-empty"))
})

test("N30 a part in another form, or of nothing, is ignored and the message stands", () => {
  for (const part of ["", " ", "x".repeat(1025), "é".repeat(513), "a\0b", 7, true, ["a"], toUtf8("a")]) {
    const content = written([[answeredPart, part]])
    expect([content.answeredPart, content.says]).toMatchObject([undefined, { text: "oui" }])
  }
  expect(written([[answeredPart, "oui"]], false).answeredPart).toBeUndefined()
})

test("N32 a message is silent where it says so, and by no other value", () => {
  expect(read(unwrap(composeText(crypto, "oui", "plain", { silent: true })).bytes).silent).toBe(true)
  expect(read(unwrap(composeText(crypto, "oui", "plain")).bytes).silent).toBe(false)
  expect(written([[silent, true]]).silent).toBe(true)
  for (const other of [false, 1, "true", [true]]) expect(written([[silent, other]]).silent).toBe(false)
})
