import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, type Codec, decode, encode, fromUtf8, toUtf8, unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { hostileBytes } from "@colombe/base/testing"
import {
  colombeGroup,
  commitData,
  groupId,
  handleStatement,
  header,
  link,
  linkContent,
  linkTypes,
  sessionStatement,
  vaultContent,
  vaultEntry,
  vaultHeader,
} from "@colombe/rules"
import {
  commitReport,
  composeBallot,
  composePins,
  composePoll,
  composeReaction,
  composeText,
  composeTitle,
  deletion,
  invitation,
  inviteLink,
  keyGrant,
  keyRequest,
  linkAnswer,
  linkCode,
  linkFrame,
  linkOffer,
  linkRequest,
  readContent,
  readInvitation,
  readInviteLink,
  readKeyRecords,
  readKeyRequest,
  readLinkCode,
  readPins,
  readSealed,
  readTitle,
  writeInviteLink,
  writeKeyRecords,
  writeLinkCode,
} from "@colombe/seal"

// Seconds of one processor in all, on machines that do other things besides.
setDefaultTimeout(120_000)

/** Changed samples for each decoder, from a seed of its name. */
const count = 1_000
const crypto = deterministicCrypto(toUtf8("decoders"))
const bytes = (length: number): Bytes => crypto.random(length)

const key = { algorithm: "ed25519", bytes: bytes(32) } as const
const sealKey = { algorithm: "xwing", bytes: bytes(1_216) } as const
const position = { generation: 0, seq: 5, hash: bytes(32) }
const floor = { incarnation: 0, epoch: 7, ctx: bytes(32) }
const device = { kind: "device", id: bytes(16) } as const
const seed = { kind: "group", creator: bytes(32), nonce: bytes(32) } as const
const signed = { content: bytes(90), signature: bytes(64), added: [{ id: bytes(16), signature: bytes(64) }] }
const record = { conversation: bytes(32), state: floor, roster: bytes(32), key: bytes(32) }
const prefix = {
  version: 1 as const,
  kind: 1,
  conversation: bytes(32),
  incarnation: 0,
  epoch: 7,
  sendId: bytes(16),
  salt: bytes(32),
}
const group = {
  version: 1 as const,
  seed,
  previous: { state: floor, seq: 9, log: bytes(32) },
  host: toUtf8("localhost"),
  suiteRank: 1,
  sealRank: 1,
  history: "days" as const,
  historyDays: 3,
  ttlSeconds: 3_600,
  roles: [{ account: bytes(32), role: "owner" as const }],
  dormant: [{ account: bytes(32), position }],
  chains: [{ account: bytes(32), position }],
  links: [{ key, flags: 0, expiresMs: 1_000 }],
}
const recipient = {
  to: device,
  full: 1,
  key: bytes(32),
  keyPackage: bytes(32),
  enc: bytes(60),
  ct: bytes(80),
}
const vault = {
  version: 1 as const,
  account: bytes(32),
  generation: 2,
  prev: bytes(32),
  wraps: 1,
  position,
  signer: device,
  to: [recipient, recipient],
  back: bytes(70),
}
const code = { version: 1 as const, host: toUtf8("localhost"), request: bytes(32), secret: bytes(16) }
const invite = {
  version: 1 as const,
  host: toUtf8("localhost"),
  conversation: bytes(32),
  linkSeed: bytes(32),
  floor,
  title: toUtf8("Jardin"),
}

interface Decoder {
  readonly name: string
  readonly samples: readonly Bytes[]
  /** What came of it, to be compared with the bytes where one form alone is right; undefined where it was refused. */
  readonly read: (bytes: Bytes) => { readonly again?: Bytes } | undefined
}

function codec<Value>(name: string, of: Codec<Value>, ...values: readonly Value[]): Decoder {
  return {
    name,
    samples: values.map(value => encode(of, value)),
    read: bytes => {
      const read = decode(of, bytes)
      return read.ok ? { again: encode(of, read.value) } : undefined
    },
  }
}

function reader(
  name: string,
  read: (bytes: Bytes) => { readonly ok: boolean; readonly code?: string },
  ...samples: readonly Bytes[]
): Decoder {
  return {
    name,
    samples,
    read: bytes => {
      const result = read(bytes)
      if (!result.ok) expect(result.code).toMatch(/^[a-z-]+$/)
      return result.ok ? {} : undefined
    },
  }
}

const text = (read: (text: string) => { readonly ok: boolean; readonly code?: string }) => (bytes: Bytes) =>
  read(fromUtf8(bytes) ?? String.fromCharCode(...bytes))

const [sender, conversation, target] = [bytes(32), bytes(32), bytes(32)]
const contents = [
  composeText(crypto, "bonjour **toi**", "markdown", { inReplyTo: target }),
  composeReaction(crypto, "👍", { inReplyTo: target }),
  composePoll(crypto, { question: "Où ?", options: ["ici", "là"], choice: "single" }),
  composeBallot(crypto, { does: "vote", options: [1] }, "là", { inReplyTo: target }),
].map(composed => unwrap(composed).bytes)

const decoders: readonly Decoder[] = [
  codec("link", link, signed),
  codec("link content", linkContent, {
    version: 1,
    account: bytes(32),
    generation: 0,
    seq: 3,
    prev: bytes(32),
    type: linkTypes.add,
    critical: 1,
    signer: device,
    body: bytes(80),
  }),
  codec("handle statement", handleStatement, {
    account: bytes(32),
    handle: toUtf8("ana"),
    host: toUtf8("localhost"),
    number: 1,
    position,
    withdrawn: 0,
  }),
  codec("session statement", sessionStatement, {
    wire: 1,
    host: toUtf8("localhost"),
    account: bytes(32),
    signer: device,
    serverNonce: bytes(32),
    clientNonce: bytes(32),
  }),
  codec("entry header", header, { prefix, commitment: bytes(32) }),
  codec("group id", groupId, { conversation: bytes(32), incarnation: 1 }),
  codec("group extension", colombeGroup, group, {
    ...group,
    seed: { kind: "direct", low: bytes(32).fill(1), high: bytes(32).fill(2) },
  }),
  codec("commit data", commitData, {
    version: 1,
    reason: "removeDevice",
    seq: 7,
    log: bytes(32),
    raises: [{ account: bytes(32), to: position, links: [signed] }],
    invite: { key, signature: bytes(64) },
  }),
  codec("vault content", vaultContent, vault),
  codec("vault header", vaultHeader, { content: encode(vaultContent, vault), signature: bytes(64) }),
  codec("vault entry", vaultEntry, { header: bytes(200), keyPackages: [bytes(90), bytes(90)] }),
  codec("deletion", deletion, { entries: [{ seq: 3, entry: bytes(32) }] }),
  codec("commit report", commitReport, { incarnation: 0, epoch: 4, code: toUtf8("state-mismatch") }),
  codec("invitation", invitation, { seed, floor, title: toUtf8("Jardin"), keys: [record] }),
  codec("key request", keyRequest, {
    conversation,
    once: sealKey,
    wanted: [{ incarnation: 0, first: 1, last: 4 }],
  }),
  codec("key grant", keyGrant, { request: bytes(16), keys: [record, record] }),
  codec("link request", linkRequest, {
    version: 1,
    dsk: key,
    once: sealKey,
    nonce: bytes(32),
    name: toUtf8("phone"),
  }),
  codec("link code", linkCode, code),
  codec("link offer", linkOffer, { content: bytes(90), chain: [signed, signed] }),
  codec("link answer", linkAnswer, {
    add: signed,
    generation: 2,
    vault: bytes(32),
    secret: { sk: bytes(32), hk: bytes(32) },
    heads: [{ conversation, floor, seq: 4, log: bytes(32) }],
    live: [record],
  }),
  codec("link frame", linkFrame, {
    request: bytes(32),
    step: 1,
    from: key,
    payload: bytes(300),
    signature: bytes(64),
    mac: bytes(32),
  }),
  codec("invite link", inviteLink, invite),
  reader("message content", one => readContent(one, sender, conversation), ...contents),
  reader("title", readTitle, unwrap(composeTitle(crypto, "Jardin")).bytes),
  reader("pins", readPins, unwrap(composePins(crypto, { changed: target, pins: [target, bytes(32)] })).bytes),
  reader("key records", readKeyRecords, unwrap(writeKeyRecords([record, record]))),
  reader(
    "invitation mail",
    one => readInvitation(crypto, one),
    encode(invitation, { seed, floor, title: toUtf8("Jardin"), keys: [] }),
  ),
  reader(
    "key request mail",
    readKeyRequest,
    encode(keyRequest, { conversation, once: sealKey, wanted: [{ incarnation: 0, first: 1, last: 4 }] }),
  ),
  reader(
    "sealed entry",
    one => readSealed({ in: "log", ...prefix, type: prefix.kind, seq: 3 }, one),
    Uint8Array.of(...encode(header, { prefix, commitment: bytes(32) }), ...bytes(60)),
  ),
  reader("QR code of a linking", text(readLinkCode), toUtf8(writeLinkCode(code))),
  reader("address of an invite link", text(readInviteLink), toUtf8(writeInviteLink(invite))),
]

for (const { name, samples, read } of decoders)
  test(`${name}: whatever it is given, it answers; what it takes has one form`, () => {
    for (const sample of samples) expect(read(sample)).toBeDefined()
    for (const hostile of hostileBytes(name, samples, count)) {
      const taken = read(hostile)
      if (taken?.again !== undefined) expect(taken.again).toEqual(hostile)
    }
  })
