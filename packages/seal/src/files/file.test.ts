import { expect, test } from "bun:test"
import { type Bytes, concat, toUtf8, unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { platformCrypto } from "@colombe/base/crypto/platform"
import fc from "fast-check"
import type { ChunkKeys } from "./cobblestone.ts"
import { fileKeysOf, newFileKeys, openPiece, sealPiece } from "./file.ts"
import { fileHash, pieceDigest } from "./hash.ts"
import {
  paddedFileBytes,
  pieceBytes,
  pieceCount,
  placeOfPiece,
  sealedBytes,
  storedFileBytes,
} from "./sizes.ts"

const port = platformCrypto({
  subtle: crypto.subtle,
  getRandomValues: bytes => crypto.getRandomValues(bytes),
})
const fileKey = Uint8Array.from({ length: 32 }, (_, at) => at)

function contentOf(size: number): Bytes {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 255)
}

async function sealFile(keys: ChunkKeys, content: Bytes): Promise<Bytes> {
  const pieces: Bytes[] = []
  for (let index = 0; index < pieceCount(content.length); index++) {
    const part = content.slice(index * pieceBytes, (index + 1) * pieceBytes)
    pieces.push(unwrap(await sealPiece(keys, content.length, index, part)))
  }
  return concat(...pieces)
}

async function openFile(key: Bytes, size: number, stored: Bytes): Promise<Bytes | string> {
  const keys = await fileKeysOf(port, key, stored.slice(0, 56))
  if (!keys.ok) return keys.code
  const pieces: Bytes[] = []
  for (let index = 0; index < pieceCount(size); index++) {
    const { from, to } = placeOfPiece(size, index)
    const piece = await openPiece(keys.value, size, index, stored.slice(from, to))
    if (!piece.ok) return piece.code
    pieces.push(piece.value)
  }
  return concat(...pieces)
}

const chunk = 16 * 1024
const sizes = [
  0,
  1,
  2,
  100,
  chunk - 1,
  chunk,
  chunk + 1,
  5 * chunk,
  pieceBytes - 1,
  pieceBytes,
  pieceBytes + 1,
  2 * pieceBytes + 12_345,
]

test.each(sizes)("F2, F3 a file of %d bytes comes back as it was", async size => {
  const content = contentOf(size)
  const stored = await sealFile(await newFileKeys(port, fileKey), content)
  expect(stored.length).toBe(storedFileBytes(size))
  expect(await openFile(fileKey, size, stored)).toEqual(content)
})

test("F2 whatever the server cuts, swaps, repeats or changes is damaged", async () => {
  const size = 2 * pieceBytes + 40_000
  const stored = await sealFile(await newFileKeys(port, fileKey), contentOf(size))
  const sealedChunk = chunk + 16
  const at = (index: number) => 56 + index * sealedChunk
  const damaged: readonly [string, Bytes][] = [
    ["first byte of a chunk", stored.map((byte, index) => (index === at(3) ? byte ^ 1 : byte))],
    ["last byte", stored.map((byte, index) => (index === stored.length - 1 ? byte ^ 1 : byte))],
    ["cut by a byte", stored.slice(0, -1)],
    ["cut at a chunk", stored.slice(0, at(64))],
    [
      "two chunks swapped",
      concat(
        stored.slice(0, at(1)),
        stored.slice(at(2), at(3)),
        stored.slice(at(1), at(2)),
        stored.slice(at(3)),
      ),
    ],
    ["a chunk twice", concat(stored.slice(0, at(2)), stored.slice(at(1), at(2)), stored.slice(at(3)))],
    [
      "two pieces swapped",
      concat(
        stored.slice(0, 56),
        stored.slice(at(64), at(128)),
        stored.slice(at(0), at(64)),
        stored.slice(at(128)),
      ),
    ],
    ["the salt", stored.map((byte, index) => (index === 0 ? byte ^ 1 : byte))],
  ]
  for (const [what, bytes] of damaged)
    expect([what, await openFile(fileKey, size, bytes)]).toEqual([what, "file-damaged"])
})

test("F2 another key, and another file under the same key, do not open", async () => {
  const stored = await sealFile(await newFileKeys(port, fileKey), contentOf(20_000))
  const other = await sealFile(await newFileKeys(port, fileKey), contentOf(20_000))
  expect(
    await openFile(
      fileKey.map(byte => byte ^ 1),
      20_000,
      stored,
    ),
  ).toBe("file-damaged")
  expect(await openFile(fileKey.slice(1), 20_000, stored)).toBe("file-damaged")
  expect(await openFile(fileKey, 20_000, concat(stored.slice(0, 56), other.slice(56)))).toBe("file-damaged")
})

test("F3 a sender who says a smaller size hides nothing behind it", async () => {
  const size = 40_000
  const stored = await sealFile(await newFileKeys(port, fileKey), contentOf(size))
  expect(paddedFileBytes(size - 5)).toBe(paddedFileBytes(size))
  expect(await openFile(fileKey, size - 5, stored)).toBe("file-damaged")
})

test("F3 a file that has another size than was said is not sealed", async () => {
  const keys = await newFileKeys(port, fileKey)
  const sealed = (index: number, length: number) =>
    sealPiece(keys, pieceBytes + 10, index, new Uint8Array(length))
  expect(await sealed(0, pieceBytes - 1)).toMatchObject({ code: "file-changed" })
  expect(await sealed(1, 9)).toMatchObject({ code: "file-changed" })
  expect(await sealed(1, 11)).toMatchObject({ code: "file-changed" })
  expect((await sealed(1, 10)).ok).toBe(true)
})

test("F3 padding: never less, at most 12 % more, and many sizes share one", () => {
  fc.assert(
    fc.property(fc.nat(2 ** 31), size => {
      const padded = paddedFileBytes(size)
      expect(padded).toBeGreaterThanOrEqual(size)
      expect(padded).toBeLessThanOrEqual(Math.ceil(size * 1.12))
      expect(paddedFileBytes(padded)).toBe(padded)
    }),
  )
  const distinct = new Set(Array.from({ length: 100_000 }, (_, at) => paddedFileBytes(1_000_000 + at)))
  expect(distinct.size).toBeLessThan(6)
})

test("F2 places of pieces follow each other and end where the file ends", () => {
  fc.assert(
    fc.property(fc.nat(50 * pieceBytes), size => {
      let end = 0
      for (let index = 0; index < pieceCount(size); index++) {
        const { from, to } = placeOfPiece(size, index)
        expect(from).toBe(end)
        expect(to).toBeGreaterThan(from)
        end = to
      }
      expect(end).toBe(storedFileBytes(size))
      expect(end).toBe(sealedBytes(paddedFileBytes(size)))
    }),
    { numRuns: 30 },
  )
})

test("F4 the hash is made of the pieces", async () => {
  const fixed = deterministicCrypto(toUtf8("hash"))
  const pieces = [contentOf(100), contentOf(200)]
  const digests = await Promise.all(pieces.map(piece => pieceDigest(fixed, piece)))
  expect(fileHash(fixed, digests)).toEqual(
    fixed.hash("SHA-256", concat(...pieces.map(piece => fixed.hash("SHA-256", piece)))),
  )
})
