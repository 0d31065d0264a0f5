import { toUtf8, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { kinds } from "@colombe/rules"
import { sealMessage, writeKeyRecords } from "@colombe/seal"
import { batchDue } from "./pace.ts"
import { recordsInEntry } from "./post-records.ts"

/**
 * Bytes of key records that one account stores in an ordinary month: `npx bun packages/client/src/history/traffic.bench.ts`.
 * Entries are sealed as the client seals them and go out when its pace says so; only the month is made up, and stands here.
 */
const days = 30
const crypto = deterministicCrypto(toUtf8("an ordinary month"))

/**
 * Conversations, with how many devices of others and of one's own are in each, and on how many of seven days each of
 * them says something there. Whoever says something with a leaf older than a week makes an epoch, and so does whoever
 * comes, goes or changes a device: once a month for one in ten.
 */
const months = {
  ordinary: [
    { count: 12, devices: 3, activeDays: 3 },
    { count: 4, devices: 12, activeDays: 2 },
    { count: 1, devices: 60, activeDays: 1 },
    { count: 60, devices: 4, activeDays: 0.1 },
  ],
  busy: [
    { count: 30, devices: 4, activeDays: 3 },
    { count: 15, devices: 16, activeDays: 2 },
    { count: 5, devices: 80, activeDays: 1 },
    { count: 100, devices: 6, activeDays: 0.1 },
  ],
} as const

const dayMs = 24 * 60 * 60_000
const chance = (): number => {
  const [high = 0, low = 0] = crypto.random(2)
  return (high * 256 + low) / 65_536
}

/** When epochs begin, in milliseconds: people write between eight and midnight. */
function epochsOf(circles: (typeof months)[keyof typeof months]): readonly number[] {
  const moments: number[] = []
  for (const { count, devices, activeDays } of circles)
    for (let device = 0; device < count * devices; device++) {
      let leafFrom = -chance() * 7 * dayMs
      for (let day = 0; day < days; day++) {
        if (chance() < 0.1 / days) moments.push(day * dayMs + (8 + chance() * 16) * 3_600_000)
        if (chance() >= activeDays / 7) continue
        const now = day * dayMs + (8 + chance() * 16) * 3_600_000
        if (now - leafFrom < 7 * dayMs) continue
        leafFrom = now
        moments.push(now)
      }
    }
  return moments.sort((left, right) => left - right)
}

async function bytesOf(records: number): Promise<number> {
  const record = {
    conversation: new Uint8Array(32),
    state: { incarnation: 0, epoch: 1, ctx: new Uint8Array(32) },
    roster: new Uint8Array(32),
    key: new Uint8Array(32),
  }
  const content = unwrap(writeKeyRecords(Array.from({ length: records }, () => record)))
  const place = {
    kind: kinds.keyRecords,
    conversation: new Uint8Array(32),
    incarnation: 0,
    epoch: 1,
    sendId: crypto.random(16),
  }
  const body = {
    account: new Uint8Array(32),
    device: new Uint8Array(16),
    position: { generation: 0, seq: 0, hash: new Uint8Array(32) },
    peer: undefined,
    baseSeq: 1,
    base: new Uint8Array(32),
    sentAtMs: 1,
    ttlSeconds: 0,
    content,
  }
  const signer = await signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))
  const key = { key: crypto.random(32), ctx: new Uint8Array(32) }
  return unwrap(await sealMessage(crypto, key, { place, body, signer })).length
}

async function measure(name: keyof typeof months): Promise<void> {
  let waiting: number[] = []
  let lastBatch: number | undefined
  let [bytes, entries] = [0, 0]
  const goOut = async (until: number): Promise<void> => {
    for (;;) {
      const due = batchDue(waiting, lastBatch)
      if (due === undefined || due > until) return
      for (let from = 0; from < waiting.length; from += recordsInEntry) {
        bytes += await bytesOf(Math.min(recordsInEntry, waiting.length - from))
        entries += 1
      }
      waiting = []
      lastBatch = due
    }
  }
  const moments = epochsOf(months[name])
  for (const moment of moments) {
    await goOut(moment)
    waiting.push(moment)
  }
  await goOut(Number.POSITIVE_INFINITY)
  const perDay = (value: number): string => (value / days).toFixed(1)
  const figures = [perDay(moments.length), perDay(entries), (bytes / 1024 / days).toFixed(2)]
  console.log(`${name}: epochs a day ${figures[0]}, entries a day ${figures[1]}, kB a day ${figures[2]}`)
}

for (const name of ["ordinary", "busy"] as const) await measure(name)
