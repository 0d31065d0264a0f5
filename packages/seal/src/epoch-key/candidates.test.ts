import { expect, test } from "bun:test"
import { decode, encode, unwrap } from "@colombe/base"
import fc from "fast-check"
import { flip, seededCrypto } from "../testing/room.ts"
import {
  addCandidate,
  type Candidates,
  candidatesMax,
  confirmCandidate,
  type KeyOrigin,
  mayPassOn,
} from "./candidates.ts"
import { callRootExport, epochKeyExport } from "./exports.ts"
import { keyRecord, keyRecordBytes, keyRecordsMax, readKeyRecords, writeKeyRecords } from "./key-record.ts"

const crypto = seededCrypto("candidates")
const [giver, other] = [crypto.random(32), crypto.random(32)]
const given: KeyOrigin = { from: "given", giver }

function candidate(origin: KeyOrigin, key = crypto.random(32)) {
  return { key, ctx: new Uint8Array(32), roster: new Uint8Array(32), origin }
}

test("K1 the exporter's labels and the context are fixed", () => {
  const conversation = crypto.random(32)
  expect(epochKeyExport(conversation)).toEqual({
    label: "Colombe 1.0 epoch key",
    context: conversation,
    length: 32,
  })
  expect(callRootExport(conversation)).toEqual({
    label: "Colombe 1.0 call root",
    context: conversation,
    length: 32,
  })
})

test("K2 a key record has 140 bytes; a list of them is read back, or refused whole", () => {
  const record = {
    conversation: crypto.random(32),
    state: { incarnation: 1, epoch: 900, ctx: crypto.random(32) },
    roster: crypto.random(32),
    key: crypto.random(32),
  }
  const bytes = encode(keyRecord, record)
  expect(bytes.length).toBe(keyRecordBytes)
  expect(unwrap(decode(keyRecord, bytes))).toEqual(record)
  const list = unwrap(writeKeyRecords([record, record]))
  expect(unwrap(readKeyRecords(list))).toEqual([record, record])
  expect(readKeyRecords(list.subarray(0, -1))).toMatchObject({ code: "malformed" })
  const many = new Array(keyRecordsMax + 1).fill(record)
  expect(writeKeyRecords(many)).toMatchObject({ code: "too-many-key-records" })
})

test("K3 what is there is never overwritten nor reordered, and at most eight are kept", () => {
  const origins: KeyOrigin[] = [given, { from: "own" }]
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(...origins)), { maxLength: 30 }),
      adds => {
        let kept: Candidates = []
        for (const [number, origin] of adds) {
          const before = kept
          const added = addCandidate(kept, candidate(origin, new Uint8Array(32).fill(number)))
          if (added.ok) kept = added.value
          expect(kept.slice(0, before.length).map(one => one.key)).toEqual(before.map(one => one.key))
          expect(kept.length).toBeLessThanOrEqual(candidatesMax)
        }
      },
    ),
  )
})

test("K3 a flood of claims does not keep a device from the key it derives itself", () => {
  let kept: Candidates = []
  for (let index = 0; index < candidatesMax; index++) kept = unwrap(addCandidate(kept, candidate(given)))
  expect(addCandidate(kept, candidate(given))).toMatchObject({ code: "too-many-candidates" })
  const derived = candidate({ from: "derived" })
  const after = unwrap(addCandidate(kept, derived))
  expect(after.length).toBe(candidatesMax)
  expect(after.at(-1)).toMatchObject({ key: derived.key, confirmed: true })
})

test("K4 a mailed key is vouched for until somebody other than its giver speaks with it, and is never passed on", () => {
  const mailed = candidate(given)
  const [kept] = unwrap(addCandidate([], mailed))
  if (kept === undefined) throw new Error("it was added")
  expect([kept.confirmed, mayPassOn(kept)]).toEqual([false, false])
  expect(confirmCandidate([kept], mailed, giver)[0]?.confirmed).toBe(false)
  expect(confirmCandidate([kept], { ...mailed, ctx: flip(mailed.ctx, 0) }, other)[0]?.confirmed).toBe(false)
  const [confirmed] = confirmCandidate([kept], mailed, other)
  if (confirmed === undefined) throw new Error("it is kept")
  expect([confirmed.confirmed, mayPassOn(confirmed)]).toEqual([true, false])
})

test("K4 the same pair from one's own device rises, and may then be passed on", () => {
  const mailed = candidate(given)
  const kept = unwrap(addCandidate([], mailed))
  const risen = unwrap(addCandidate(kept, { ...mailed, origin: { from: "own" } }))
  expect(risen.map(mayPassOn)).toEqual([true])
  expect(unwrap(addCandidate(risen, mailed))).toEqual(risen)
})
