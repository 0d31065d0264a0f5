import { expect, test } from "bun:test"
import { type Bytes, toUtf8, unwrap } from "@colombe/base"
import { entryDigest, logHash } from "@colombe/rules"
import fc from "fast-check"
import { flip, seededCrypto } from "../testing/room.ts"
import { advanceLog, aheadMsMax, emptyLog, type LogHead, type ShownEntry } from "./head.ts"

const crypto = seededCrypto("log")
const conversation = crypto.random(32)
const now = 1_700_000_000_000

function entryAfter(head: LogHead, text: string, atMs = now): ShownEntry {
  const body = toUtf8(text)
  const place = { seq: head.seq + 1, atMs, type: 1, incarnation: 0, epoch: 4 }
  const digest = entryDigest(crypto, body)
  const hash = logHash(crypto, { previous: head.hash, ...place, entry: digest })
  return { ...place, body, digest, hash }
}

test("S18 a log of any length is followed to one head, and another order of entries leads elsewhere", () => {
  const followed = (texts: readonly string[]) =>
    texts.reduce(
      (head, text) => unwrap(advanceLog(crypto, head, entryAfter(head, text), now)),
      emptyLog(crypto, conversation),
    )
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 6 }), texts => {
      const head = followed(texts)
      expect(head.seq).toBe(texts.length)
      expect(head.hash).not.toEqual(followed(texts.toReversed()).hash)
    }),
  )
})

test("S18 logs of two conversations differ from the first hash on", () => {
  expect(emptyLog(crypto, conversation).hash).not.toEqual(emptyLog(crypto, flip(conversation, 0)).hash)
})

test("S18 any change of an entry's place is a wrong hash", () => {
  const head = emptyLog(crypto, conversation)
  const entry = entryAfter(head, "un")
  const changes: Partial<ShownEntry>[] = [
    { type: 2 },
    { incarnation: 1 },
    { epoch: 5 },
    { atMs: now - 1 },
    { hash: flip(entry.hash, 3) },
    { body: undefined, digest: flip(entry.digest, 3) },
  ]
  for (const change of changes)
    expect(advanceLog(crypto, head, { ...entry, ...change }, now)).toMatchObject({ code: "log-hash-wrong" })
  const elsewhere: LogHead = { ...head, hash: flip(head.hash, 0) }
  expect(advanceLog(crypto, elsewhere, entry, now)).toMatchObject({ code: "log-hash-wrong" })
})

test("S19 a gap or a repeat does not follow", () => {
  const head = emptyLog(crypto, conversation)
  const first = entryAfter(head, "un")
  const second = unwrap(advanceLog(crypto, head, first, now))
  expect(advanceLog(crypto, second, first, now)).toMatchObject({ code: "log-gap", retry: "after-refresh" })
  expect(advanceLog(crypto, head, entryAfter(second, "deux"), now)).toMatchObject({ code: "log-gap" })
})

test("S20 other bytes are refused; a stub keeps its place", () => {
  const head = emptyLog(crypto, conversation)
  const entry = entryAfter(head, "un")
  const body: Bytes = toUtf8("deux")
  expect(advanceLog(crypto, head, { ...entry, body }, now)).toMatchObject({ code: "entry-digest-wrong" })
  const stub = advanceLog(crypto, head, { ...entry, body: undefined }, now)
  expect(stub).toEqual(advanceLog(crypto, head, entry, now))
})

test("S21 time never falls and is hardly ahead", () => {
  const head = unwrap(
    advanceLog(crypto, emptyLog(crypto, conversation), entryAfter(emptyLog(crypto, conversation), "un"), now),
  )
  const at = (atMs: number) => advanceLog(crypto, head, entryAfter(head, "deux", atMs), now)
  expect(at(now - 1)).toMatchObject({ code: "log-time-wrong" })
  expect(at(now + aheadMsMax).ok).toBe(true)
  expect(at(now + aheadMsMax + 1)).toMatchObject({ code: "log-time-wrong" })
})
