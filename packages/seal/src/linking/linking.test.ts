import { expect, test } from "bun:test"
import {
  type Bytes,
  decode,
  encode,
  fromBase64Url,
  type Result,
  toBase64Url,
  toUtf8,
  unwrap,
} from "@colombe/base"
import fc from "fast-check"
import { readInviteLink, writeInviteLink } from "../invite-link/invite-link.ts"
import { makeHolder } from "../testing/household.ts"
import { flip, seededCrypto } from "../testing/room.ts"
import { readLinkCode, requestDigest, writeLinkCode } from "./code.ts"
import { commitmentHolds, linkCommitment, linkDigits } from "./digits.ts"
import { type FramePlace, type FrameTrust, openLinkFrame, sealLinkFrame } from "./frame.ts"
import { type LinkRequest, linkAnswer, linkFrame, linkOffer, linkRequest, linkSteps } from "./structs.ts"

const crypto = seededCrypto("linking")
const oldDevice = await makeHolder(crypto, "device")
const newDevice = await makeHolder(crypto, "device")
const from = { algorithm: "ed25519", bytes: oldDevice.signer.publicKey } as const
const request: LinkRequest = {
  version: 1,
  dsk: { algorithm: "ed25519", bytes: newDevice.signer.publicKey },
  once: newDevice.seal,
  nonce: crypto.random(32),
  name: toUtf8("Ana’s laptop"),
}
const place: FramePlace = { request: requestDigest(crypto, request), step: linkSteps.offer }
const code = {
  version: 1,
  host: toUtf8("localhost:4000"),
  request: place.request,
  secret: crypto.random(16),
} as const
const reveal = { nonce: crypto.random(32), account: crypto.random(32), key: from }

function codeOf(result: Result<unknown>): string {
  return result.ok ? "ok" : result.code
}

function frame(change = {}) {
  const { secret } = code
  const message = toUtf8("offer")
  return sealLinkFrame(crypto, {
    place,
    from,
    signer: oldDevice.signer,
    once: request.once,
    message,
    secret,
    ...change,
  })
}

function open(bytes: Bytes, trust: FrameTrust = { by: "secret", secret: code.secret }, at = place) {
  return openLinkFrame(crypto, at, trust, newDevice.sealPrivateKey, bytes)
}

test("G1 the code on the screen says where, which request, and a secret; anything else is refused", () => {
  const text = writeLinkCode(code)
  expect(text).toStartWith("colombe:link#")
  expect(unwrap(readLinkCode(text))).toEqual(code)
  for (const wrong of [
    "",
    text.slice(1),
    `${text}A`,
    text.replace("link", "join"),
    `${text}${"A".repeat(600)}`,
  ])
    expect(codeOf(readLinkCode(wrong))).toBe("link-code-malformed")
  expect(codeOf(readLinkCode(writeLinkCode({ ...code, host: new Uint8Array() })))).toBe("link-code-malformed")
  fc.assert(
    fc.property(fc.string(), input =>
      expect(codeOf(readLinkCode(`colombe:link#${input}`))).toBe("link-code-malformed"),
    ),
  )
})

test("G1 another key, name or nonce is another request", () => {
  const others = [
    { once: oldDevice.seal },
    { dsk: from },
    { nonce: flip(request.nonce, 0) },
    { name: toUtf8("x") },
  ]
  const digests = [request, ...others.map(change => ({ ...request, ...change }))].map(one =>
    requestDigest(crypto, one).toHex(),
  )
  expect(new Set(digests).size).toBe(5)
})

test("G2 by QR the new device takes what was made with its secret, and nothing else", async () => {
  const opened = unwrap(await open(unwrap(await frame())))
  expect([opened.from, opened.message]).toEqual([from, toUtf8("offer")])
  const guess = await frame({ secret: flip(code.secret, 0) })
  expect(codeOf(await open(unwrap(guess)))).toBe("link-frame-untrusted")
  expect(codeOf(await open(unwrap(await frame({ secret: undefined }))))).toBe("link-frame-untrusted")
})

test("G2 the sender's key is inside the MAC: the server cannot sign in its place", async () => {
  const server = await makeHolder(crypto, "device")
  const good = unwrap(decode(linkFrame, unwrap(await frame())))
  const other = unwrap(decode(linkFrame, unwrap(await frame({ signer: server.signer, secret: undefined }))))
  const serverKey = { algorithm: "ed25519", bytes: server.signer.publicKey } as const
  for (const change of [{ from: serverKey }, { signature: other.signature }, { payload: other.payload }])
    expect(codeOf(await open(encode(linkFrame, { ...good, ...change })))).toBe("link-frame-untrusted")
})

test("G2 a flipped bit, another step or another request is refused", async () => {
  const bytes = unwrap(await frame())
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (index, bit) => {
      expect((await open(flip(bytes, index, 1 << bit))).ok).toBe(false)
    }),
    { numRuns: 60 },
  )
  const answer = { ...place, step: linkSteps.answer }
  expect(codeOf(await open(bytes, undefined, answer))).toBe("link-frame-misplaced")
  const elsewhere = { ...place, request: flip(place.request, 0) }
  expect(codeOf(await open(bytes, undefined, elsewhere))).toBe("link-frame-misplaced")
  expect(codeOf(await open(bytes.subarray(1)))).toBe("link-frame-malformed")
})

test("G3 by typed code the new device takes the key that is in the digits, without a MAC", async () => {
  const bytes = unwrap(await frame({ secret: undefined }))
  expect((await open(bytes, { by: "digits", from })).ok).toBe(true)
  const other = { algorithm: "ed25519", bytes: newDevice.signer.publicKey } as const
  expect(codeOf(await open(bytes, { by: "digits", from: other }))).toBe("link-frame-untrusted")
  expect(codeOf(await open(unwrap(await frame()), { by: "digits", from }))).toBe("link-frame-untrusted")
})

test("G3 a server that has seen the request cannot choose the reveal: nonce, account and key are committed to", () => {
  const commitment = linkCommitment(crypto, reveal)
  expect(commitmentHolds(crypto, commitment, reveal)).toBe(true)
  for (const change of [
    { nonce: flip(reveal.nonce, 0) },
    { account: flip(reveal.account, 0) },
    { key: { algorithm: "ed25519", bytes: newDevice.signer.publicKey } as const },
  ])
    expect(commitmentHolds(crypto, commitment, { ...reveal, ...change })).toBe(false)
})

test("G3 digits depend on both sides, and a server between them that reveals its own matches by luck alone", () => {
  const digits = linkDigits(crypto, place.request, reveal)
  expect(digits).toMatch(/^\d{6}$/)
  let matches = 0
  for (let attempt = 0; attempt < 500; attempt++) {
    const other = { ...reveal, nonce: crypto.random(32) }
    if (linkDigits(crypto, place.request, other) === digits) matches++
  }
  expect(matches).toBeLessThanOrEqual(1)
  expect(linkDigits(crypto, flip(place.request, 0), reveal)).not.toBe(digits)
})

const invite = {
  version: 1,
  host: toUtf8("chat.example.org"),
  conversation: crypto.random(32),
  linkSeed: crypto.random(32),
  floor: { incarnation: 0, epoch: 12, ctx: crypto.random(32) },
  title: toUtf8("Les colombes"),
} as const

test("G4 an invite link stands in the fragment of a URL, and is read whole or not at all", () => {
  const fragment = writeInviteLink(invite)
  expect(new URL(`https://chat.example.org/join#${fragment}`).hash).toBe(`#${fragment}`)
  expect(unwrap(readInviteLink(fragment))).toEqual(invite)
  expect(unwrap(readInviteLink(`#${fragment}`))).toEqual(invite)
  const bad = [
    writeInviteLink({ ...invite, host: toUtf8("chat.example.org evil") }),
    writeInviteLink({ ...invite, host: new Uint8Array() }),
    writeInviteLink({ ...invite, title: toUtf8("a\u202eb") }),
    fragment.slice(4),
    `${fragment}AAAA`,
    "",
  ]
  for (const text of bad) expect(codeOf(readInviteLink(text))).toBe("invite-link-malformed")
  const bytes = fromBase64Url(fragment) ?? new Uint8Array()
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(7), (index, bit) => {
      const read = readInviteLink(toBase64Url(flip(bytes, index, 1 << bit)))
      expect(read.ok || read.code === "invite-link-malformed").toBe(true)
    }),
  )
})

test("G5 offers, answers and requests from anybody end in a value or a code", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      for (const codec of [linkRequest, linkOffer, linkAnswer, linkFrame]) {
        const read = decode<unknown>(codec, bytes)
        expect(read.ok || read.code === "malformed").toBe(true)
      }
    }),
  )
})

test("G5 an answer comes back as it was written", () => {
  const floor = { incarnation: 1, epoch: 2, ctx: crypto.random(32) }
  const answer = {
    add: { content: crypto.random(40), signature: crypto.random(64), added: [] },
    generation: 4,
    vault: crypto.random(32),
    secret: { sk: crypto.random(32), hk: new Uint8Array() },
    heads: [{ conversation: crypto.random(32), floor, seq: 9, log: crypto.random(32) }],
    live: [
      { conversation: crypto.random(32), state: floor, roster: crypto.random(32), key: crypto.random(32) },
    ],
  }
  expect(unwrap(decode(linkAnswer, encode(linkAnswer, answer)))).toEqual(answer)
})
