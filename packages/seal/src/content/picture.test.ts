import { expect, test } from "bun:test"
import { type Bytes, concat, toUtf8, unwrap } from "@colombe/base"
import { seededCrypto } from "../testing/room.ts"
import type { CborValue } from "./cbor.ts"
import { composePicture, composeProfile } from "./compose.ts"
import { senderPicture } from "./extensions.ts"
import { readContent } from "./interpret.ts"
import { dispositions } from "./mimi.ts"
import { encodeMimi } from "./mimi-encode.ts"
import { pictureBytesMax, readPicture } from "./picture.ts"

const crypto = seededCrypto("pictures")
const [account, conversation] = [crypto.random(32), crypto.random(32)]

const jpeg = (bytes: number): Bytes => concat(Uint8Array.of(0xff, 0xd8, 0xff), new Uint8Array(bytes - 3))
const webp = concat(toUtf8("RIFF"), new Uint8Array(4), toUtf8("WEBP"), new Uint8Array(9))
const svg = toUtf8('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

const saysOf = (bytes: Bytes) => unwrap(readContent(bytes, account, conversation)).says

/** As somebody would write it whose program checks nothing. */
const profileWith = (picture: CborValue): Bytes =>
  encodeMimi({
    salt: new Uint8Array(16),
    replaces: undefined,
    topicId: new Uint8Array(),
    expires: undefined,
    inReplyTo: undefined,
    extensions: new Map([[senderPicture, picture]]),
    part: {
      ...{ disposition: dispositions.profile, language: "", cardinality: "single" },
      contentType: "text/plain;charset=utf-8",
      content: toUtf8("Eve"),
    },
  })

test("N80 a person says how they look beside their name, or that they have no picture any more", () => {
  for (const picture of [jpeg(pictureBytesMax), webp])
    expect(saysOf(unwrap(composeProfile(crypto, { name: "Ana", picture })).bytes)).toEqual({
      ...{ type: "profile", name: "Ana", picture },
    })
  const none = unwrap(composeProfile(crypto, { name: "Ana", picture: new Uint8Array() })).bytes
  expect(saysOf(none)).toMatchObject({ picture: "none" })
})

test("N80 what is too large, is a drawing or is no picture is neither sent nor taken, and the name stands", () => {
  for (const picture of [jpeg(pictureBytesMax + 1), svg, toUtf8("GIF89a"), toUtf8("x")]) {
    expect(composeProfile(crypto, { name: "Ana", picture })).toMatchObject({ code: "picture-invalid" })
    expect(composePicture(crypto, picture)).toMatchObject({ code: "picture-invalid" })
    expect(saysOf(profileWith(picture))).toEqual({ type: "profile", name: "Eve", picture: undefined })
  }
  for (const odd of ["text", 7, true, [webp]])
    expect(saysOf(profileWith(odd))).toEqual({ type: "profile", name: "Eve", picture: undefined })
})

test("N80 the picture of a group stands in its slot, and a null part takes it away", () => {
  expect(readPicture(unwrap(composePicture(crypto, webp)).bytes)).toEqual({ ok: true, value: webp })
  expect(readPicture(unwrap(composePicture(crypto, undefined)).bytes)).toEqual({ ok: true, value: "none" })
  expect(readPicture(profileWith(webp))).toEqual({ ok: true, value: undefined })
})
