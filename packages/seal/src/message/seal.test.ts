import { expect, test } from "bun:test"
import { equal, toHex } from "@colombe/base"
import fc from "fast-check"
import { bodyOf, makeRoom, personOf, readerOf, seal } from "../testing/room.ts"
import { openMessage } from "./open-message.ts"
import { paddedBytesMax } from "./padding.ts"
import { sealMessage } from "./seal.ts"

test("S1–S17 what is sealed opens to what was said, by whom", async () => {
  const room = await makeRoom("round trip")
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 3000 }),
      fc.integer({ min: 0, max: 2 }),
      async (content, who) => {
        const person = personOf(room, who)
        const bytes = await seal(room, { body: { content } }, person)
        const opened = await openMessage(room.crypto, room.place, bytes, [room.key], readerOf(room))
        if (!opened.ok) throw new Error(opened.code)
        expect(toHex(opened.value.content)).toBe(toHex(content))
        expect(equal(opened.value.account, person.account)).toBe(true)
        expect(opened.value).toMatchObject({ kind: 1, base: "agrees", standing: "proven", role: person.role })
      },
    ),
    { numRuns: 25 },
  )
})

test("S6 the smallest stored message has 526 bytes, the next 654", async () => {
  const room = await makeRoom("sizes")
  expect((await seal(room, { body: { content: new Uint8Array() } })).length).toBe(526)
  expect((await seal(room, { body: { content: new Uint8Array(200) } })).length).toBe(654)
})

test("S3 the same body twice gives other salts, commitments and ciphertexts", async () => {
  const room = await makeRoom("fresh")
  const place = { sendId: new Uint8Array(16) }
  const [first, second] = [await seal(room, { place }), await seal(room, { place })]
  const [salt, commitment, ciphertext] = [
    [62, 94],
    [94, 126],
    [126, 526],
  ].map(([from, to]) => equal(first.subarray(from, to), second.subarray(from, to)))
  expect([salt, commitment, ciphertext]).toEqual([false, false, false])
})

test("S3 a stuck random source repeats no key for another body", async () => {
  const room = await makeRoom("stuck")
  const crypto = { ...room.crypto, random: (length: number) => new Uint8Array(length) }
  const place = { sendId: new Uint8Array(16) }
  const one = await seal({ ...room, crypto }, { place, body: { content: Uint8Array.of(1) } })
  const two = await seal({ ...room, crypto }, { place, body: { content: Uint8Array.of(2) } })
  expect(equal(one.subarray(62, 94), two.subarray(62, 94))).toBe(false)
})

test("S7 content that fits no padded size is refused, not cut", async () => {
  const room = await makeRoom("large")
  const person = personOf(room, 0)
  const { conversation, incarnation, epoch, type } = room.place
  const place = { kind: type, conversation, incarnation, epoch, sendId: new Uint8Array(16) }
  const sealed = await sealMessage(room.crypto, room.key, {
    place,
    body: bodyOf(room, person, { content: new Uint8Array(paddedBytesMax) }),
    signer: person.signer,
  })
  expect(sealed).toMatchObject({ ok: false, code: "content-too-large" })
  const bytes = await seal(room, { body: { content: new Uint8Array(paddedBytesMax - 300) } })
  expect(bytes.length).toBe(paddedBytesMax + 142)
})
