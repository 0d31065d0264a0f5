import { expect, test } from "bun:test"
import { encode } from "@colombe/base"
import fc from "fast-check"
import { header, headerBytes, kindClass, kinds, prefix } from "./header.ts"
import { entryDigest, type LogPlace, logHash, logStart } from "./log.ts"
import { crypto, digestOf } from "./testing/people.ts"

const place: LogPlace = {
  previous: digestOf(1),
  seq: 1,
  atMs: 1_767_225_600_000,
  type: kinds.message,
  incarnation: 0,
  epoch: 7,
  entry: digestOf(2),
}

test("L1 each log starts from its own conversation", () => {
  expect(logStart(crypto, digestOf(1))).not.toEqual(logStart(crypto, digestOf(2)))
  expect(logStart(crypto, digestOf(1))).not.toEqual(crypto.hash("SHA-256", digestOf(1)))
})

test("L2 whatever a place says changes its hash, so that even a stub says which epoch it was", () => {
  const changes: readonly Partial<LogPlace>[] = [
    { previous: digestOf(3) },
    { seq: 2 },
    { atMs: place.atMs + 1 },
    { type: kinds.delete },
    { incarnation: 1 },
    { epoch: 8 },
    { entry: digestOf(3) },
  ]
  const hashes = [place, ...changes.map(change => ({ ...place, ...change }))].map(one =>
    logHash(crypto, one).join(),
  )
  expect(new Set(hashes).size).toBe(changes.length + 1)
})

test("L2 one entry exchanged, dropped or moved changes every hash after it", () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 8 }), { minLength: 2, maxLength: 6 })
  const headOf = (log: readonly Uint8Array[]) =>
    log.reduce<Uint8Array>(
      (previous, entry, index) =>
        logHash(crypto, { ...place, previous, seq: index + 1, entry: entryDigest(crypto, entry) }),
      logStart(crypto, digestOf(1)),
    )
  fc.assert(
    fc.property(entries, fc.nat(), fc.uint8Array({ maxLength: 8 }), (log, at, other) => {
      const index = at % log.length
      expect(headOf(log)).not.toEqual(headOf(log.toSpliced(index, 1)))
      if (log[index]?.join() !== other.join()) expect(headOf(log)).not.toEqual(headOf(log.with(index, other)))
    }),
  )
})

test("L3 every kind is stored, a slot, relayed, the log's own, or unknown, and only one of them", () => {
  const classes = Array.from({ length: 256 }, (_, kind) => kindClass(kind))
  const range = (first: number, last: number) => new Set(classes.slice(first, last + 1))
  expect(range(0, 0)).toEqual(new Set(["unknown"]))
  expect(range(1, 6)).toEqual(new Set(["stored"]))
  expect(range(7, 0x3f)).toEqual(new Set(["unknown"]))
  expect(range(0x40, 0x7f)).toEqual(new Set(["slot"]))
  expect(range(0x80, 0x81)).toEqual(new Set(["relayed"]))
  expect(range(0x82, 0xbf)).toEqual(new Set(["unknown"]))
  expect(range(0xc0, 0xc3)).toEqual(new Set(["log"]))
  expect(range(0xc4, 0xff)).toEqual(new Set(["unknown"]))
})

test("L4 a header is 126 bytes, its kind the second", () => {
  const value = {
    version: 1,
    kind: kinds.state + 3,
    conversation: digestOf(1),
    incarnation: 2,
    epoch: 3,
    sendId: digestOf(4).slice(0, 16),
    salt: digestOf(5),
  } as const
  expect(encode(prefix, value).length).toBe(94)
  const bytes = encode(header, { prefix: value, commitment: digestOf(6) })
  expect([bytes.length, bytes[0], bytes[1]]).toEqual([headerBytes, 1, 0x43])
})
