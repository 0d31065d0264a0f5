import { type AnyCodec, type Bytes, encode, toUtf8 } from "@colombe/base"
import { header, logInput, prefix, vaultContent, vaultHeader, vaultRecipient } from "@colombe/rules"
import { sealedBox } from "../../box/labelled-seal.ts"
import { commitReport, deletion, readPosition, typing } from "../../content/entries.ts"
import { keyRecord } from "../../epoch-key/key-record.ts"
import { inviteLink } from "../../invite-link/invite-link.ts"
import {
  frameContext,
  linkAnswer,
  linkCode,
  linkFrame,
  linkOffer,
  linkRequest,
} from "../../linking/structs.ts"
import { invitation } from "../../mail/invitation.ts"
import { keyGrant, keyRequest } from "../../mail/key-mail.ts"
import { mailAddress, mailStatement, signedMail } from "../../mail/mail.ts"
import { body, messageStatement } from "../../message/body.ts"
import { vaultSealInfo, vaultSecret } from "../../vault/secret.ts"
import { type Json, toJson } from "./json.ts"

/** Bytes that show where they stand: `first`, `first + 1`, … */
function run(first: number, length: number): Bytes {
  return Uint8Array.from({ length }, (_, index) => (first + index) & 255)
}

const account = run(0x10, 32)
const other = run(0x30, 32)
const conversation = run(0x50, 32)
const device = run(0x70, 16)
const hash = run(0x80, 32)
const key = run(0xa0, 32)
const position = { generation: 1, seq: 2, hash }
const floor = { incarnation: 3, epoch: 1_099_511_627_776, ctx: run(0xc0, 32) }
const ed25519 = { algorithm: "ed25519", bytes: key } as const
const xwing = { algorithm: "xwing", bytes: run(0, 1216) } as const
const signature = run(0xe0, 64)
const link = { content: run(1, 70), signature, added: [{ id: device, signature }] }
const record = { conversation, state: floor, roster: hash, key }
const prefixValue = {
  version: 1,
  kind: 1,
  conversation,
  incarnation: 3,
  epoch: 9,
  sendId: device,
  salt: hash,
} as const
const headerValue = { prefix: prefixValue, commitment: key }
const bodyValue = {
  account,
  device,
  position,
  peer: undefined,
  baseSeq: 41,
  base: hash,
  sentAtMs: 1_767_225_600_000,
  ttlSeconds: 86_400,
  content: toUtf8("content"),
}
const recipient = {
  to: { kind: "device", id: device },
  full: 1,
  key: hash,
  keyPackage: key,
  enc: run(2, 9),
  ct: run(3, 8),
} as const
const secret = { sk: run(1, 32), hk: run(2, 32) }
const address = { to: other, toDevice: device }
const seed = { kind: "direct", low: account, high: other } as const
const vaultValue = {
  version: 1,
  account,
  generation: 2,
  prev: hash,
  wraps: 1,
  position,
  signer: { kind: "recovery", id: new Uint8Array(16) },
  to: [recipient],
  back: run(4, 81),
} as const

/** One value of every struct, so that an implementation finds a field in the wrong place at once. */
export const structs: readonly (readonly [name: string, codec: AnyCodec, value: unknown])[] = [
  ["Prefix", prefix, prefixValue],
  ["Header", header, headerValue],
  ["Body", body, bodyValue],
  ["Body, in a direct", body, { ...bodyValue, peer: position }],
  [
    "MessageTBS",
    messageStatement,
    { header: encode(header, headerValue), ctx: key, body: encode(body, bodyValue) },
  ],
  [
    "LogInput",
    logInput,
    {
      label: toUtf8("Colombe 1.0 log"),
      previous: hash,
      seq: 42,
      atMs: 1_767_225_600_000,
      type: 0xc1,
      incarnation: 3,
      epoch: 10,
      entry: key,
    },
  ],
  ["Deletion", deletion, { entries: [{ seq: 41, entry: hash }] }],
  ["CommitReport", commitReport, { incarnation: 3, epoch: 10, code: toUtf8("confirmation-wrong") }],
  ["ReadPosition", readPosition, { seq: 41 }],
  ["Typing", typing, { state: "typing" }],
  ["KeyRecord", keyRecord, record],
  ["Recipient", vaultRecipient, recipient],
  ["VaultContent", vaultContent, vaultValue],
  ["VaultHeader", vaultHeader, { content: encode(vaultContent, vaultValue), signature }],
  ["VaultSecret", vaultSecret, secret],
  ["VaultSecret, self key alone", vaultSecret, { ...secret, hk: new Uint8Array() }],
  ["VaultSealInfo", vaultSealInfo, { account, generation: 2, position, to: recipient.to, key: xwing }],
  ["SealedBox", sealedBox, { enc: run(5, 70), ct: run(6, 20) }],
  [
    "MailTBS",
    mailStatement,
    {
      id: run(7, 16),
      from: account,
      fromDevice: device,
      position,
      ...address,
      toKey: hash,
      purpose: 1,
      body: run(8, 12),
    },
  ],
  ["Mail", signedMail, { tbs: run(9, 200), signature }],
  ["MailAddress", mailAddress, address],
  ["Invitation", invitation, { seed, floor, title: new Uint8Array(), keys: [record] }],
  ["KeyRequest", keyRequest, { conversation, once: xwing, wanted: [{ incarnation: 3, first: 4, last: 9 }] }],
  ["KeyGrant", keyGrant, { request: device, keys: [record, record] }],
  [
    "LinkRequest",
    linkRequest,
    { version: 1, dsk: ed25519, once: xwing, nonce: hash, name: toUtf8("Ana’s laptop") },
  ],
  ["LinkCode", linkCode, { version: 1, host: toUtf8("chat.example.org"), request: hash, secret: device }],
  ["LinkOffer", linkOffer, { content: run(10, 60), chain: [link, link] }],
  [
    "LinkAnswer",
    linkAnswer,
    {
      add: link,
      generation: 2,
      vault: hash,
      secret,
      heads: [{ conversation, floor, seq: 41, log: hash }],
      live: [record],
    },
  ],
  [
    "LinkFrame",
    linkFrame,
    { request: hash, step: 1, from: ed25519, payload: run(11, 90), signature, mac: key },
  ],
  ["FrameContext", frameContext, { request: hash, step: 2 }],
  [
    "InviteLink",
    inviteLink,
    {
      version: 1,
      host: toUtf8("chat.example.org"),
      conversation,
      linkSeed: key,
      floor,
      title: toUtf8("Les colombes"),
    },
  ],
]

export function makeStructVectors(): Json {
  return structs.map(([name, codec, value]) => ({
    name,
    value: toJson(value),
    bytes: toJson(encode(codec, value)),
  }))
}
