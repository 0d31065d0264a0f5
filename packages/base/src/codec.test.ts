import { expect, test } from "bun:test"
import fc from "fast-check"
import {
  choice,
  constant,
  decode,
  encode,
  enumeration,
  fixed,
  opaque,
  optional,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
  vector,
} from "./index.ts"

const kinds = enumeration(1, { self: 0, direct: 1 })
const sample = struct({
  version: constant(uint16, 1),
  flag: uint8,
  count: uint32,
  at: uint64,
  id: fixed(4),
  name: opaque,
  maybe: optional(opaque),
  list: vector(struct({ key: uint16, value: opaque })),
  kind: choice("kind", kinds, { self: struct({ a: uint8 }), direct: struct({ low: uint8, high: uint8 }) }),
})

const bytes = (size: number) => fc.uint8Array({ minLength: size, maxLength: size })
const samples = fc.record({
  version: fc.constant(1 as const),
  flag: fc.nat(255),
  count: fc.nat(2 ** 32 - 1),
  at: fc.nat(Number.MAX_SAFE_INTEGER),
  id: bytes(4),
  name: fc.uint8Array({ maxLength: 300 }),
  maybe: fc.option(fc.uint8Array({ maxLength: 5 }), { nil: undefined }),
  list: fc.array(fc.record({ key: fc.nat(65535), value: fc.uint8Array() }), { maxLength: 4 }),
  kind: fc.oneof(
    fc.record({ kind: fc.constant("self" as const), a: fc.nat(255) }),
    fc.record({ kind: fc.constant("direct" as const), low: fc.nat(255), high: fc.nat(255) }),
  ),
})

test("what is written is read again", () => {
  fc.assert(
    fc.property(samples, value => expect(decode(sample, encode(sample, value))).toEqual({ ok: true, value })),
  )
})

test("one form only: whatever decodes encodes to the same bytes", () => {
  const mutations = fc.tuple(samples, fc.nat(), fc.nat(255))
  fc.assert(
    fc.property(mutations, ([value, place, byte]) => {
      const mutated = encode(sample, value)
      mutated[place % mutated.length] = byte
      const read = decode(sample, mutated)
      if (read.ok) expect(encode(sample, read.value)).toEqual(mutated)
      else expect(read.code).toBe("malformed")
    }),
    { numRuns: 2000 },
  )
})

test("lengths that are not the shortest, cut, or too long are refused", () => {
  for (const hex of [
    [0x40, 0x01, 0xaa],
    [0x80, 0, 0, 1, 0xaa],
    [0xc0],
    [0x05, 1],
    [0xbf, 0xff, 0xff, 0xff],
    [0x01, 0xaa, 0xbb],
    [],
  ])
    expect(decode(opaque, Uint8Array.from(hex))).toMatchObject({ ok: false, code: "malformed" })
})

test("numbers above 2^53 and presence bytes above 1 are refused", () => {
  expect(decode(uint64, Uint8Array.from([0, 0x20, 0, 0, 0, 0, 0, 0])).ok).toBe(false)
  expect(decode(optional(uint8), Uint8Array.from([2, 1])).ok).toBe(false)
})

test("bytes that make the writer grow come out whole", () => {
  const long = fixed(1000)
  const value = Uint8Array.from({ length: 1000 }, (_, index) => index % 251)
  expect(encode(struct({ first: uint8, long }), { first: 7, long: value })).toEqual(
    Uint8Array.of(7, ...value),
  )
})
