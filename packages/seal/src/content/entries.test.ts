import { expect, test } from "bun:test"
import { decode, encode, toUtf8, unwrap } from "@colombe/base"
import type { Role } from "@colombe/rules"
import fc from "fast-check"
import { flip, seededCrypto } from "../testing/room.ts"
import {
  commitReport,
  deletedEntriesMax,
  deletion,
  deletionNames,
  mayDelete,
  readPosition,
  typing,
} from "./entries.ts"

const crypto = seededCrypto("entries")
const [author, other, entry] = [crypto.random(32), crypto.random(32), crypto.random(32)]

test("N10 a deletion names entries by seq and digest: neither alone is named", () => {
  const named = unwrap(decode(deletion, encode(deletion, { entries: [{ seq: 7, entry }] })))
  expect(deletionNames(named, 7, entry)).toBe(true)
  expect(deletionNames(named, 8, entry)).toBe(false)
  expect(deletionNames(named, 7, flip(entry, 0))).toBe(false)
  const listed = (count: number) =>
    decode(deletion, encode(deletion, { entries: new Array(count).fill({ seq: 7, entry }) }))
  const lengths = [0, 1, deletedEntriesMax, deletedEntriesMax + 1].map(count => listed(count).ok)
  expect(lengths).toEqual([false, true, true, false])
})

test("N10 the author and whoever keeps order may delete, nobody else", () => {
  const roles: Role[] = ["banned", "member", "moderator", "admin", "owner"]
  expect(roles.map(role => mayDelete({ account: other, role }, author))).toEqual([
    false,
    false,
    true,
    true,
    true,
  ])
  expect(mayDelete({ account: author, role: "member" }, author)).toBe(true)
})

test("N11 report, read position and typing are read as they were written, and never throw", () => {
  const report = { incarnation: 1, epoch: 9, code: toUtf8("confirmation-wrong") }
  expect(unwrap(decode(commitReport, encode(commitReport, report)))).toEqual(report)
  expect(unwrap(decode(readPosition, encode(readPosition, { seq: 12 })))).toEqual({ seq: 12 })
  expect(unwrap(decode(typing, encode(typing, { state: "typing" })))).toEqual({ state: "typing" })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
      for (const codec of [deletion, commitReport, readPosition, typing]) {
        const read = decode<unknown>(codec, bytes)
        expect(read.ok || read.code === "malformed").toBe(true)
      }
    }),
  )
})
