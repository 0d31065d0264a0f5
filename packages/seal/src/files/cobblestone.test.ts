import { expect, test } from "bun:test"
import { type Bytes, concat, fromHex, toUtf8 } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { type ChunkKeys, chunkKeys, keysOfHeader, openChunk, type Scheme, sealChunk } from "./cobblestone.ts"

const crypto = deterministicCrypto(toUtf8("cobblestone"))

/**
 * Known answers of the chunked encryption of Python's `cryptography`, which uses the specification's other
 * instantiation: SHA-256 and AES-128-GCM. Key 0 … 15, salt 100 … 123.
 */
const pyca: Scheme = { hash: "SHA-256", aead: "AES-128-GCM", keyBytes: 16 }
const key = Uint8Array.from({ length: 16 }, (_, at) => at)
const salt = Uint8Array.from({ length: 24 }, (_, at) => 100 + at)
const knownAnswers = [
  [
    "",
    "",
    "6465666768696a6b6c6d6e6f707172737475767778797a7b75e15016f9c6148f4187e0d5a8bae956547f6cdb0bbe186893f89be78b2eb99e24b59214be2555c6be3d9c47e69bb360",
  ],
  [
    "hello world",
    "",
    "6465666768696a6b6c6d6e6f707172737475767778797a7b75e15016f9c6148f4187e0d5a8bae956547f6cdb0bbe186893f89be78b2eb99e6d10d8998e07bb7c7af28058b509d8f318f3997000a8fbc9b3b1b1",
  ],
  [
    "hello world",
    "context",
    "6465666768696a6b6c6d6e6f707172737475767778797a7b711dfd6fbb3120e7395b4789dab0ceeb762130ac47db988d757715173d00543a48b27223e04af784859ccd37e9a68020556e4e0e12b66b3fe91241",
  ],
] as const

test.each(knownAnswers)("F1 known answer: %j in context %j", async (plaintext, context, expected) => {
  const keys = await chunkKeys(crypto, pyca, { key, salt, context: toUtf8(context) })
  const sealed = concat(keys.header, await sealChunk(keys, 0, toUtf8(plaintext)))
  expect(sealed).toEqual(fromHex(expected) as Bytes)
  expect(await openChunk(keys, 0, sealed.slice(56))).toEqual(toUtf8(plaintext))
})

test("F1 the header commits to key and context", async () => {
  const made = await chunkKeys(crypto, pyca, { key, salt, context: toUtf8("context") })
  const read = (change: { key?: Bytes; context?: string; header?: Bytes }) =>
    keysOfHeader(crypto, pyca, {
      key: change.key ?? key,
      header: change.header ?? made.header,
      context: toUtf8(change.context ?? "context"),
    })
  expect((await read({}))?.header).toEqual(made.header)
  expect(await read({ key: key.map(byte => byte ^ 1) })).toBeUndefined()
  expect(await read({ context: "contexT" })).toBeUndefined()
  for (const at of [0, 23, 24, 55])
    expect(
      await read({ header: made.header.map((byte, index) => (index === at ? byte ^ 1 : byte)) }),
    ).toBeUndefined()
  expect(await read({ header: made.header.slice(0, 55) })).toBeUndefined()
})

test("F1 a chunk opens in its own place alone, also beyond 2^32", async () => {
  const keys = await chunkKeys(crypto, pyca, { key, salt, context: new Uint8Array() })
  for (const index of [0, 1, 255, 256, 2 ** 32, 2 ** 37 + 5]) {
    const sealed = await sealChunk(keys, index, toUtf8("here"))
    expect(await openChunk(keys, index, sealed)).toEqual(toUtf8("here"))
    expect(await opensElsewhere(keys, index, sealed)).toBe(false)
  }
})

async function opensElsewhere(keys: ChunkKeys, index: number, sealed: Bytes): Promise<boolean> {
  for (const other of [index + 1, index + 256, index + 2 ** 32, index + 2 ** 37])
    if ((await openChunk(keys, other, sealed)) !== undefined) return true
  return false
}
