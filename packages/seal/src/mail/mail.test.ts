import { expect, test } from "bun:test"
import { type Bytes, concat, decode, encode, equal, type Result, toUtf8, unwrap } from "@colombe/base"
import { type ConversationSeed, conversationSeed, labelledHash } from "@colombe/rules"
import fc from "fast-check"
import { labelledOpen, labelledSeal, sealedBox, sealKeyDigest } from "../box/labelled-seal.ts"
import { makeHolder } from "../testing/household.ts"
import { flip, makePerson, seededCrypto } from "../testing/room.ts"
import { type Invitation, invitation, invitationKeysMax, readInvitation } from "./invitation.ts"
import { keyGrant, keyRequest, pickMembers, readKeyGrant, readKeyRequest } from "./key-mail.ts"
import { mailAddress, mailBodyBytesMax, mailStatement, purposes, signedMail } from "./mail.ts"
import { type MailReader, openMail, verifyMail } from "./open-mail.ts"
import { sealMail } from "./seal-mail.ts"

const crypto = seededCrypto("mail")
const sender = await makePerson(crypto)
const holder = await makeHolder(crypto, "device")
const own = { to: crypto.random(32), toDevice: holder.id.id }
const key = { publicKey: holder.seal, privateKey: holder.sealPrivateKey }
const position = { generation: 0, seq: 2, hash: crypto.random(32) }

function send(body: Bytes = toUtf8("body"), change = {}) {
  return sealMail(crypto, {
    ...own,
    from: sender.account,
    fromDevice: sender.device,
    position,
    purpose: purposes.invitation,
    body,
    key: holder.seal,
    signer: sender.signer,
    ...change,
  })
}

function reader(seen: readonly Bytes[] = []): MailReader {
  return {
    deviceKey: (account, device) =>
      equal(account, sender.account) && equal(device, sender.device)
        ? { algorithm: "ed25519", bytes: sender.signer.publicKey }
        : undefined,
    isNew: (_account, _device, id) => !seen.some(one => equal(one, id)),
  }
}

async function open(bytes: Bytes, address = own, keys = [key], of = reader()) {
  const opened = await openMail(crypto, address, keys, bytes)
  return opened.ok ? verifyMail(crypto, opened.value, of) : opened
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? "ok" : result.code
}

test("K5 mail says who wrote it, to whom, and what; any key that is still kept opens it", async () => {
  const { bytes, id } = unwrap(await send())
  const older = await makeHolder(crypto, "device")
  const keys = [{ publicKey: older.seal, privateKey: older.sealPrivateKey }, key]
  const mail = unwrap(await open(bytes, own, keys))
  expect(mail).toMatchObject({ from: sender.account, purpose: 1, body: toUtf8("body"), id, position })
})

test("K5 a flipped bit, another mailbox or another key opens nothing", async () => {
  const { bytes } = unwrap(await send())
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (index, bit) => {
      expect((await open(flip(bytes, index, 1 << bit))).ok).toBe(false)
    }),
    { numRuns: 60 },
  )
  expect(codeOf(await open(bytes, { ...own, toDevice: crypto.random(16) }))).toBe("mail-seal-broken")
  expect(codeOf(await open(bytes, own, []))).toBe("mail-seal-broken")
  expect(codeOf(await open(bytes.subarray(1)))).toBe("mail-malformed")
})

test("K6 a recipient cannot send it on: it is signed for one device and one key", async () => {
  const { bytes } = unwrap(await send())
  const box = unwrap(decode(sealedBox, bytes))
  const plaintext = await labelledOpen(crypto, key.privateKey, "mail", encode(mailAddress, own), box)
  const victim = await makeHolder(crypto, "device")
  const address = { to: crypto.random(32), toDevice: victim.id.id }
  const content = encode(mailAddress, address)
  const again = unwrap(
    await labelledSeal(crypto, victim.seal, "mail", content, plaintext ?? new Uint8Array()),
  )
  const victimKey = { publicKey: victim.seal, privateKey: victim.sealPrivateKey }
  expect(codeOf(await open(encode(sealedBox, again), address, [victimKey]))).toBe("mail-misdirected")
  const newKey = unwrap(
    await labelledSeal(crypto, victim.seal, "mail", encode(mailAddress, own), plaintext ?? new Uint8Array()),
  )
  expect(codeOf(await open(encode(sealedBox, newKey), own, [victimKey]))).toBe("mail-misdirected")
})

test("K6 a sender who is nobody, another, or no longer active is refused", async () => {
  const other = await makePerson(crypto)
  expect(codeOf(await open(unwrap(await send(undefined, { signer: other.signer })).bytes))).toBe(
    "mail-signature-wrong",
  )
  const unknown = await open(unwrap(await send(undefined, { from: other.account })).bytes)
  expect(unknown).toMatchObject({ code: "mail-sender-unknown", retry: "after-refresh" })
})

test("K7 the same mail a second time is dropped", async () => {
  const { bytes, id } = unwrap(await send())
  expect(codeOf(await open(bytes, own, [key], reader([id])))).toBe("mail-repeated")
})

test("K5 a body has a limit, for sender and reader", async () => {
  expect(codeOf(await send(new Uint8Array(mailBodyBytesMax + 1)))).toBe("mail-body-too-large")
  const statement = {
    id: new Uint8Array(16),
    from: sender.account,
    fromDevice: sender.device,
    position,
    ...own,
    toKey: sealKeyDigest(crypto, holder.seal),
    purpose: 1,
    body: new Uint8Array(mailBodyBytesMax + 1),
  }
  const tbs = encode(mailStatement, statement)
  const plaintext = encode(signedMail, { tbs, signature: new Uint8Array(64) })
  const box = unwrap(await labelledSeal(crypto, holder.seal, "mail", encode(mailAddress, own), plaintext))
  expect(codeOf(await open(encode(sealedBox, box)))).toBe("mail-malformed")
})

const seed: ConversationSeed = {
  kind: "direct",
  low: new Uint8Array(32).fill(1),
  high: new Uint8Array(32).fill(2),
}
const conversation = labelledHash(crypto, "conversation", encode(conversationSeed, seed))
const floor = { incarnation: 0, epoch: 0, ctx: crypto.random(32) }
const record = { conversation, state: floor, roster: crypto.random(32), key: crypto.random(32) }

test("K8 an invitation carries keys of the conversation that its seed makes, and of no other", () => {
  const code = (change: Partial<Invitation>) =>
    codeOf(
      readInvitation(
        crypto,
        encode(invitation, { seed, floor, title: toUtf8("Les colombes"), keys: [record], ...change }),
      ),
    )
  expect(code({})).toBe("ok")
  expect(code({ title: new Uint8Array() })).toBe("ok")
  expect(code({ keys: [record, { ...record, conversation: flip(conversation, 0) }] })).toBe("mail-body-wrong")
  expect(code({ keys: new Array(invitationKeysMax + 1).fill(record) })).toBe("mail-body-wrong")
  expect(code({ title: toUtf8("two\nlines") })).toBe("mail-body-wrong")
  expect(
    unwrap(readInvitation(crypto, encode(invitation, { seed, floor, title: new Uint8Array(), keys: [] }))),
  ).toMatchObject({ conversation, title: "" })
})

test("K9 a request asks for ranges; a grant gives what was asked for, and the rest is ignored", () => {
  const id = crypto.random(16)
  const request = { conversation, once: holder.seal, wanted: [{ incarnation: 0, first: 3, last: 5 }] }
  expect(unwrap(readKeyRequest(encode(keyRequest, request)))).toEqual(request)
  for (const wrong of [
    { ...request, once: { algorithm: "ed25519" as const, bytes: new Uint8Array(32) } },
    { ...request, wanted: [] },
    { ...request, wanted: [{ incarnation: 0, first: 5, last: 3 }] },
  ])
    expect(codeOf(readKeyRequest(encode(keyRequest, wrong)))).toBe("mail-body-wrong")
  const at = (epoch: number, incarnation = 0) => ({ ...record, state: { ...floor, epoch, incarnation } })
  const grant = encode(keyGrant, {
    request: id,
    keys: [at(2), at(3), at(5), at(6), at(4, 1), { ...at(4), conversation: flip(conversation, 0) }],
  })
  expect(unwrap(readKeyGrant({ id, request }, grant)).map(one => one.state.epoch)).toEqual([3, 5])
  expect(codeOf(readKeyGrant({ id: flip(id, 0), request }, grant))).toBe("grant-not-asked")
})

test("K9 three members are picked by hash, whatever the order in which they stand", () => {
  const id = crypto.random(16)
  const accounts = Array.from({ length: 20 }, () => crypto.random(32))
  const picked = pickMembers(crypto, id, accounts)
  expect(picked.length).toBe(3)
  expect(pickMembers(crypto, id, accounts.toReversed())).toEqual(picked)
  const ranks = accounts.map(account => labelledHash(crypto, "pick", concat(id, account)).toHex()).sort()
  expect(picked.map(account => labelledHash(crypto, "pick", concat(id, account)).toHex())).toEqual(
    ranks.slice(0, 3),
  )
  expect(pickMembers(crypto, id, accounts.slice(0, 2)).length).toBe(2)
})

test("K9 bodies from anybody end in a code", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const asked = { id: new Uint8Array(16), request: { conversation, once: holder.seal, wanted: [] } }
      for (const read of [readKeyRequest(bytes), readKeyGrant(asked, bytes), readInvitation(crypto, bytes)])
        expect(read.ok || ["mail-body-wrong", "grant-not-asked"].includes(read.code)).toBe(true)
    }),
  )
})
