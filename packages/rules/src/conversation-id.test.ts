import { expect, test } from "bun:test"
import { decode, encode, equal } from "@colombe/base"
import fc from "fast-check"
import {
  contextHash,
  conversationIdOf,
  decodeGroupId,
  directSeed,
  encodeGroupId,
  groupSeed,
  selfSeed,
} from "./conversation-id.ts"
import { conversationSeed } from "./group.ts"
import { crypto, digestOf } from "./testing/people.ts"

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })

test("C1 two people who write at the same moment end up in one conversation", () => {
  fc.assert(
    fc.property(bytes32, bytes32, (one, other) => {
      const seed = directSeed(one, other)
      const reversed = directSeed(other, one)
      if (seed === undefined || reversed === undefined) return expect(equal(one, other)).toBe(true)
      expect(conversationIdOf(crypto, seed)).toEqual(conversationIdOf(crypto, reversed))
      expect(decode(conversationSeed, encode(conversationSeed, seed))).toEqual({ ok: true, value: seed })
      const turned = { ...seed, low: seed.high, high: seed.low }
      expect(decode(conversationSeed, encode(conversationSeed, turned)).ok).toBe(false)
    }),
  )
})

test("C1 kind, creator and nonce all decide the id", () => {
  const ids = [
    selfSeed(digestOf(1)),
    groupSeed(digestOf(1), digestOf(2)),
    groupSeed(digestOf(2), digestOf(2)),
    groupSeed(digestOf(1), digestOf(3)),
    { ...groupSeed(digestOf(1), digestOf(2)), kind: "channel" as const },
  ].map(seed => conversationIdOf(crypto, seed).join())
  expect(new Set(ids).size).toBe(ids.length)
})

test("C2 a group id is 36 bytes: the conversation, then the incarnation", () => {
  const id = { conversation: digestOf(1), incarnation: 0x01020304 }
  const bytes = encodeGroupId(id)
  expect([bytes.length, ...bytes.slice(32)]).toEqual([36, 1, 2, 3, 4])
  expect(decodeGroupId(bytes)).toEqual({ ok: true, value: id })
  expect(decodeGroupId(bytes.slice(1))).toMatchObject({ code: "group-id-malformed" })
  expect(equal(contextHash(crypto, bytes), crypto.hash("SHA-256", bytes))).toBe(false)
})
