import { expect, test } from "bun:test"
import { concat, encode, type Result, toUtf8 } from "@colombe/base"
import {
  header as headerCodec,
  kinds,
  labelledSign,
  type Prefix,
  prefix as prefixCodec,
} from "@colombe/rules"
import fc from "fast-check"
import {
  bodyOf,
  flip,
  makePerson,
  makeRoom,
  personOf,
  type Room,
  readerOf,
  type Sending,
  seal,
} from "../testing/room.ts"
import { body as bodyCodec, messageStatement } from "./body.ts"
import { aead, messageKeys } from "./message-keys.ts"
import { openMessage } from "./open-message.ts"
import type { Place } from "./place.ts"
import { writePlaintext } from "./plaintext.ts"
import type { Verified } from "./verify.ts"

function open(room: Room, bytes: Uint8Array, place: Place = room.place): Promise<Result<Verified>> {
  return openMessage(room.crypto, place, bytes, [room.key], readerOf(room))
}

/** A member who holds the key and seals whatever plaintext it likes. */
async function sealPlaintext(room: Room, plaintext: Uint8Array, change: Partial<Prefix> = {}) {
  const { conversation, incarnation, epoch, type } = room.place
  const place = { kind: type, conversation, incarnation, epoch, sendId: new Uint8Array(16) }
  const prefix = encode(prefixCodec, { version: 1, ...place, salt: new Uint8Array(32), ...change })
  const { commitment, key, nonce } = messageKeys(room.crypto, room.key, prefix)
  const header = concat(prefix, commitment)
  return concat(header, await room.crypto.aeadSeal(aead, key, nonce, header, plaintext))
}

async function code(room: Room, sending: Sending): Promise<string> {
  const opened = await open(room, await seal(room, sending))
  return opened.ok ? "opened" : opened.code
}

test("S8–S10 a flipped bit anywhere is refused", async () => {
  const room = await makeRoom("flip")
  const bytes = await seal(room)
  const codes = new Set<string>()
  for (let index = 0; index < bytes.length; index++) {
    const opened = await open(room, flip(bytes, index, 1 << (index % 8)))
    expect(opened.ok).toBe(false)
    if (!opened.ok) codes.add(opened.code)
  }
  expect([...codes].sort()).toEqual(["header-malformed", "key-wrong", "place-wrong", "seal-broken"])
})

test("S8 a truncated or lengthened message is refused", async () => {
  const room = await makeRoom("cut")
  const bytes = await seal(room)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), async length => {
      expect((await open(room, bytes.subarray(0, length))).ok).toBe(false)
    }),
    { numRuns: 40 },
  )
  expect((await open(room, concat(bytes, Uint8Array.of(0)))).ok).toBe(false)
})

test("S8 a message moved to another conversation, incarnation, epoch or kind is refused", async () => {
  const room = await makeRoom("moved")
  const bytes = await seal(room)
  const moves: Partial<Extract<Place, { in: "log" }>>[] = [
    { conversation: flip(room.place.conversation, 31) },
    { incarnation: 0 },
    { epoch: 8 },
    { type: kinds.state },
    { type: kinds.commit },
  ]
  for (const move of moves)
    expect(await open(room, bytes, { ...room.place, ...move })).toMatchObject({ code: "place-wrong" })
})

test("S8 a header rewritten for another place does not open there", async () => {
  const room = await makeRoom("rewritten")
  const bytes = await seal(room)
  const titled = flip(bytes, 1, kinds.message ^ kinds.state)
  const moved = await open(room, titled, { ...room.place, type: kinds.state })
  expect(moved).toMatchObject({ code: "key-wrong" })
})

test("S8 a stored entry relayed as typing, and typing stored, are refused", async () => {
  const room = await makeRoom("replayed")
  const { conversation, incarnation, epoch } = room.place
  const relay: Place = { in: "relay", conversation, incarnation, epoch }
  expect(await open(room, await seal(room), relay)).toMatchObject({ code: "place-wrong" })
  const typing = await seal(room, { place: { kind: kinds.typing } })
  expect((await open(room, typing, relay)).ok).toBe(true)
  expect(await open(room, typing, { ...room.place, type: kinds.typing })).toMatchObject({
    code: "place-wrong",
  })
  expect(await open(room, typing, { ...relay, epoch: epoch - 1 })).toMatchObject({ code: "place-wrong" })
})

test("S9 without the key it is arriving; with only wrong claims too; with one's own it is wrong for ever", async () => {
  const room = await makeRoom("keys")
  const bytes = await seal(room)
  const claim = { ...room.key, key: flip(room.key.key, 0), origin: { from: "own" } as const }
  const reader = readerOf(room)
  for (const keys of [[], [claim]])
    expect(await openMessage(room.crypto, room.place, bytes, keys, reader)).toMatchObject({
      code: "key-missing",
      retry: "after-refresh",
    })
  const own = { ...claim, origin: { from: "derived" } as const }
  expect(await openMessage(room.crypto, room.place, bytes, [own], reader)).toMatchObject({
    code: "key-wrong",
  })
  expect((await openMessage(room.crypto, room.place, bytes, [claim, room.key], reader)).ok).toBe(true)
})

test("S9 the right key under another group state is not the epoch's", async () => {
  const room = await makeRoom("context")
  const other = { ...room.key, ctx: flip(room.key.ctx, 5) }
  const opened = await openMessage(room.crypto, room.place, await seal(room), [other], readerOf(room))
  expect(opened).toMatchObject({ code: "key-wrong" })
})

test("S11 padding of another size, or not of zeros, is refused", async () => {
  const room = await makeRoom("padding")
  const signed = { body: encode(bodyCodec, bodyOf(room, personOf(room, 0))), signature: new Uint8Array(64) }
  const plaintext = writePlaintext(signed)
  for (const wrong of [
    concat(plaintext, new Uint8Array(1)),
    concat(plaintext, new Uint8Array(512 - 384)),
    plaintext.subarray(0, 380),
    flip(plaintext, plaintext.length - 1),
  ])
    expect(await open(room, await sealPlaintext(room, wrong))).toMatchObject({ code: "padding-wrong" })
})

test("S11 whatever a member seals, opening ends in a code", async () => {
  const room = await makeRoom("fuzz")
  const codes = ["body-malformed", "padding-wrong", "device-unknown"]
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async plaintext => {
      const opened = await open(room, await sealPlaintext(room, plaintext))
      expect(opened.ok ? "opened" : codes.includes(opened.code)).toBe(true)
    }),
    { numRuns: 60 },
  )
  const huge = new Uint8Array(384)
  huge.set([0xbf, 0xff, 0xff, 0xff])
  expect(await open(room, await sealPlaintext(room, huge))).toMatchObject({ code: "body-malformed" })
})

test("S12 a device that was not in the epoch is refused, its own account's others too", async () => {
  const room = await makeRoom("ghost")
  const ghost = await makePerson(room.crypto)
  expect(await open(room, await seal(room, {}, ghost))).toMatchObject({ code: "device-unknown" })
  const second = { ...ghost, account: personOf(room, 0).account }
  expect(await open(room, await seal(room, {}, second))).toMatchObject({ code: "device-unknown" })
})

test("S12 a roster that names a key which is not on the account's chain proves nothing", async () => {
  const room = await makeRoom("false roster")
  const reader = readerOf(room)
  const rules = reader.epoch(room.key.ctx)
  if (rules === undefined) throw new Error("the room has an epoch")
  const seat: typeof rules.seat = (account, device) => {
    const held = rules.seat(account, device)
    return held && { ...held, onChain: false }
  }
  const opened = await openMessage(room.crypto, room.place, await seal(room), [room.key], {
    ...reader,
    epoch: () => ({ ...rules, seat }),
  })
  expect(opened).toMatchObject({ code: "device-unproven", retry: "after-refresh" })
})

test("S12 by a group state that was not replayed, membership stays vouched for", async () => {
  const room = await makeRoom("vouched")
  const reader = readerOf(room)
  const rules = reader.epoch(room.key.ctx)
  if (rules === undefined) throw new Error("the room has an epoch")
  const opened = await openMessage(room.crypto, room.place, await seal(room), [room.key], {
    ...reader,
    epoch: () => ({ ...rules, proven: false }),
  })
  expect(opened).toMatchObject({ ok: true, value: { standing: "vouched" } })
})

test("S13 a member cannot speak as another", async () => {
  const room = await makeRoom("forged")
  const [victim, forger] = [personOf(room, 0), personOf(room, 1)]
  expect(await code(room, { signer: forger.signer })).toBe("signature-wrong")
  const taken = await seal(room, { body: { account: victim.account } }, forger)
  expect(await open(room, taken)).toMatchObject({ code: "device-unknown" })
})

test("S13 a signature made for another place, or under another label, does not hold", async () => {
  const room = await makeRoom("signature reuse")
  const person = personOf(room, 0)
  const body = encode(bodyCodec, bodyOf(room, person))
  const { conversation, incarnation, epoch, type } = room.place
  const place = { kind: type, conversation, incarnation, epoch, sendId: new Uint8Array(16) }
  const prefix = { version: 1, ...place, salt: new Uint8Array(32) } as const
  const { commitment } = messageKeys(room.crypto, room.key, encode(prefixCodec, prefix))
  const sign = async (label: "message" | "mail", change: Partial<Prefix>) => {
    const header = encode(headerCodec, { prefix: { ...prefix, ...change }, commitment })
    const statement = encode(messageStatement, { header, ctx: room.key.ctx, body })
    const plaintext = writePlaintext({ body, signature: await labelledSign(person.signer, label, statement) })
    const opened = await open(room, await sealPlaintext(room, plaintext))
    return opened.ok ? "opened" : opened.code
  }
  expect(await sign("message", {})).toBe("opened")
  expect(await sign("mail", {})).toBe("signature-wrong")
  expect(await sign("message", { epoch: epoch - 1 })).toBe("signature-wrong")
  expect(await sign("message", { sendId: toUtf8("another send id.") })).toBe("signature-wrong")
})

test("S13 a small-order device key that would accept anything is refused", async () => {
  const room = await makeRoom("small order")
  const identity = Uint8Array.from({ length: 32 }, (_, index) => (index === 0 ? 1 : 0))
  const signature = concat(identity, new Uint8Array(32))
  const signer = { scheme: "Ed25519", publicKey: identity, sign: async () => signature } as const
  const people = room.people.map((person, index) => (index === 0 ? { ...person, signer } : person))
  expect(await code({ ...room, people }, {})).toBe("signature-wrong")
})

test("S14 only directs carry the peer's position, and they always do", async () => {
  const group = await makeRoom("peer in group")
  const position = { generation: 0, seq: 0, hash: new Uint8Array(32) }
  expect(await code(group, { body: { peer: position } })).toBe("peer-position-wrong")
  const direct = await makeRoom("peer in direct", { kind: "direct" })
  expect(await code(direct, { body: { peer: undefined } })).toBe("peer-position-wrong")
  expect(await code(direct, {})).toBe("opened")
})

test("S14 the role in epoch n decides what may be sent", async () => {
  const room = await makeRoom("roles", { place: (await makeRoom("roles")).place })
  const title = { ...room, place: { ...room.place, type: kinds.state } }
  expect((await open(title, await seal(title, {}, personOf(title, 0)))).ok).toBe(true)
  expect(await open(title, await seal(title, {}, personOf(title, 1)))).toMatchObject({ code: "role-forbids" })
  const records = { ...room, place: { ...room.place, type: kinds.keyRecords } }
  expect(await code(records, {})).toBe("role-forbids")
})

test("S15 a ttl is the policy's where 0, its own where shorter, refused where longer", async () => {
  const room = await makeRoom("ttl", { ttlSeconds: 3600 })
  const ttl = async (ttlSeconds: number, policy = room) => {
    const opened = await open(policy, await seal(policy, { body: { ttlSeconds } }))
    return opened.ok ? opened.value.ttlSeconds : opened.code
  }
  expect([await ttl(0), await ttl(60), await ttl(3600), await ttl(3601)]).toEqual([
    3600,
    60,
    3600,
    "ttl-too-long",
  ])
  expect(await ttl(60, { ...room, ttlSeconds: 0 })).toBe(60)
})

test("S16 the same send a second time is refused, wherever the server puts it", async () => {
  const room = await makeRoom("twice")
  const sendId = toUtf8("sixteen bytes ..")
  const bytes = await seal(room, { place: { sendId } })
  const later = { ...room.place, seq: room.place.seq + 1 }
  const opened = await openMessage(room.crypto, later, bytes, [room.key], readerOf(room, [sendId]))
  expect(opened).toMatchObject({ code: "send-id-repeated" })
})

test("S17 a base at or after the message is refused; one that differs is shown as evidence", async () => {
  const room = await makeRoom("base")
  expect(await code(room, { body: { baseSeq: room.place.seq } })).toBe("base-not-before")
  const base = async (change: { baseSeq?: number; base?: Uint8Array }) => {
    const opened = await open(room, await seal(room, { body: change }))
    return opened.ok ? opened.value.base : opened.code
  }
  expect(await base({})).toBe("agrees")
  expect(await base({ base: new Uint8Array(32) })).toBe("contradicts")
  const short = { ...room, log: room.log.slice(0, 3) }
  const opened = await open(short, await seal(room))
  expect(opened).toMatchObject({ ok: true, value: { base: "unknown" } })
})

test("S12 a roster that has not arrived is awaited", async () => {
  const room = await makeRoom("no roster")
  const reader = { ...readerOf(room), epoch: () => undefined }
  const opened = await openMessage(room.crypto, room.place, await seal(room), [room.key], reader)
  expect(opened).toMatchObject({ code: "roster-missing", retry: "after-refresh" })
})
