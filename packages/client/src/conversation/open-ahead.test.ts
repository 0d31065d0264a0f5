import { expect, test } from "bun:test"
import { type Bytes, unwrap } from "@colombe/base"
import { type Crypto, signerFromPrivateKey } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { kinds } from "@colombe/rules"
import { readSealed, sealMessage, verifyOpened } from "@colombe/seal"
import { beginTransaction } from "../home/transaction.ts"
import { putRecord } from "../records/table.ts"
import { filled, homeOn } from "../testing/stored-messages.ts"
import { addKey, epochKeys } from "./epoch.ts"
import { openAhead, runLength } from "./open-ahead.ts"
import { rosterTable } from "./roster.ts"

const platform = platformCrypto(globalThis.crypto)
const place = { conversation: filled(7), incarnation: 0, epoch: 3 }
const [account, device, ctx] = [filled(1), filled(2, 16), filled(9)]
const signer = await signerFromPrivateKey(platform, "Ed25519", filled(4))
const position = { generation: 1, seq: 0, hash: filled(0) }

async function sealed(number: number, key = filled(5)): Promise<Bytes> {
  const sendId = filled(number, 16)
  return unwrap(
    await sealMessage(
      platform,
      { key, ctx },
      {
        place: { kind: kinds.message, ...place, sendId },
        body: {
          ...{ account, device, position, peer: undefined, baseSeq: 0, base: filled(0) },
          ...{ sentAtMs: 5, ttlSeconds: 0, content: filled(number, 200) },
        },
        signer,
      },
    ),
  )
}

/** What was computed, and the epoch's keys and roster in a transaction. */
async function receivingIn() {
  const counted = { opened: 0, verified: 0 }
  const crypto: Crypto = {
    ...platform,
    aeadOpen(...input) {
      counted.opened++
      return platform.aeadOpen(...input)
    },
    verify(...input) {
      counted.verified++
      return platform.verify(...input)
    },
  }
  const home = { ...homeOn(), crypto }
  const { identity } = home.current
  if (identity === undefined) throw new Error("the home has an account")
  const transaction = beginTransaction(home.store)
  const dsk = { algorithm: "ed25519", bytes: signer.publicKey } as const
  putRecord(
    transaction,
    rosterTable,
    [place.conversation, new Uint8Array(4), new Uint8Array([0, 0, 0, 0, 0, 0, 0, 3])],
    {
      ...{ ctx, kind: "group", ttlSeconds: 0, history: "none", historyDays: 0 },
      roster: { accounts: [{ account, role: "member", devices: [{ device, dsk }] }] },
    },
  )
  await addKey(transaction, place, { key: filled(5), ctx, roster: filled(0), origin: { from: "derived" } })
  return { counted, crypto, transaction, receiving: { home, identity, transaction } }
}

const read = (bytes: Bytes, seq: number) =>
  unwrap(readSealed({ in: "log", ...place, type: kinds.message, seq }, bytes))

test("Y71 what was begun ahead is not computed again, and what it gives is what opening gives", async () => {
  const { counted, transaction, receiving } = await receivingIn()
  const bodies = [await sealed(1), await sealed(2)]
  const entries = bodies.map((body, index) => ({ type: kinds.message, seq: BigInt(index + 1), body }))
  const ahead = await openAhead(receiving, place, entries)
  const keys = await epochKeys(transaction, place)
  for (const [index, body] of bodies.entries()) {
    const opened = unwrap(await ahead.open(read(body.slice(), index + 1), keys))
    expect(opened.body.content).toEqual(filled(index + 1, 200))
    expect(opened.sealed.place).toMatchObject({ seq: index + 1 })
  }
  expect(counted.opened).toBe(2)
})

test("Y71 other bytes under the same header, and other keys, are opened anew", async () => {
  const { transaction, receiving } = await receivingIn()
  const body = await sealed(1)
  const ahead = await openAhead(receiving, place, [{ type: kinds.message, seq: 1n, body }])
  const keys = await epochKeys(transaction, place)
  const changed = body.slice()
  changed.set([(changed.at(-1) ?? 0) ^ 1], changed.length - 1)
  expect(await ahead.open(read(changed, 1), keys)).toMatchObject({ code: "seal-broken" })
  const others = keys.map(one => ({ ...one, key: filled(6) }))
  expect(await ahead.open(read(body, 1), others)).toMatchObject({ code: "key-wrong" })
  expect(await ahead.open(read(body, 1), [])).toMatchObject({ code: "key-missing" })
})

test("Y71 a checked signature is known for the same opened message and key alone", async () => {
  const { counted, crypto, transaction, receiving } = await receivingIn()
  const body = await sealed(1)
  const ahead = await openAhead(receiving, place, [{ type: kinds.message, seq: 1n, body }])
  const at = { in: "log", ...place, type: kinds.message, seq: 1 } as const
  const known = ahead.read(at, body)
  if (known === undefined) throw new Error("what was begun is known")
  expect(ahead.read({ ...at, seq: 2 }, body)).toBeUndefined()
  const opened = unwrap(await ahead.open(unwrap(known), await epochKeys(transaction, place)))
  const other = await signerFromPrivateKey(platform, "Ed25519", filled(8))
  const verified = async (what: typeof opened, key: Bytes) => {
    const seat = { dsk: { algorithm: "ed25519", bytes: key }, role: "member", onChain: true } as const
    const rules = { conversation: "group", ttlSeconds: 0, proven: true, seat: () => seat } as const
    const reader = { epoch: () => rules, isNew: () => true, logHash: () => undefined }
    const answer = await verifyOpened(crypto, what, reader)
    return answer.ok ? "verified" : answer.code
  }
  expect([await verified(opened, signer.publicKey), counted.verified]).toEqual(["verified", 1])
  expect([await verified(opened, other.publicKey), counted.verified]).toEqual(["signature-wrong", 2])
  const changed = { ...opened, bodyBytes: filled(4, 40) }
  expect([await verified(changed, signer.publicKey), counted.verified]).toEqual(["signature-wrong", 3])
  expect([await verified(opened, signer.publicKey), counted.verified]).toEqual(["verified", 4])
})

test("a run ends where something may change the epoch, and before messages of another", () => {
  const entry = (type: number, epoch = 3n) =>
    ({ type, incarnation: 0, epoch }) as Parameters<typeof runLength>[0][number]
  const [message, commit] = [entry(kinds.message), entry(kinds.commit)]
  expect(runLength([message, message, commit, message], place)).toBe(2)
  expect(runLength([message, entry(kinds.message, 4n)], place)).toBe(1)
  expect(runLength([commit], place)).toBe(0)
  expect(runLength([message], { ...place, incarnation: 1 })).toBe(0)
})
