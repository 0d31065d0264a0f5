import { expect } from "bun:test"
import { concat, encode, toUtf8, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import { logHash, logStart, prefix } from "@colombe/rules"
import { body as bodyCodec } from "../../message/body.ts"
import { messageKeys, messageSalt } from "../../message/message-keys.ts"
import { openMessage } from "../../message/open-message.ts"
import { paddedLength } from "../../message/padding.ts"
import { sealMessage } from "../../message/seal.ts"
import type { ReaderState } from "../../message/verify.ts"
import { seededCrypto } from "../room.ts"
import { bytesIn, type Json, listIn, toJson, valueIn } from "./json.ts"

const place = { kind: 1, incarnation: 2, epoch: 7 }

export async function makeSealVectors(): Promise<Json> {
  const crypto = seededCrypto("seal vectors")
  const [key, ctx, random, conversation, sendId] = [32, 32, 32, 32, 16].map(length =>
    crypto.random(length),
  ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  const devicePrivateKey = crypto.random(32)
  const signer = await signerFromPrivateKey(crypto, "Ed25519", devicePrivateKey)
  const body = {
    account: crypto.random(32),
    device: crypto.random(16),
    position: { generation: 0, seq: 1, hash: crypto.random(32) },
    peer: undefined,
    baseSeq: 12,
    base: crypto.random(32),
    sentAtMs: 1_767_225_600_000,
    ttlSeconds: 0,
    content: toUtf8("any content"),
  }
  const sealPlace = { ...place, conversation, sendId }
  const bodyBytes = encode(bodyCodec, body)
  const salt = messageSalt(crypto, key, random, bodyBytes)
  const keys = messageKeys(crypto, { key, ctx }, encode(prefix, { version: 1, ...sealPlace, salt }))
  const scripted = { ...crypto, random: () => random }
  const sealed = unwrap(await sealMessage(scripted, { key, ctx }, { place: sealPlace, body, signer }))
  const start = logStart(crypto, conversation)
  const input = { previous: start, seq: 1, atMs: 1_767_225_600_000, type: 1, incarnation: 2, epoch: 7 }
  return {
    message: toJson({
      epochKey: key,
      ctx,
      ...sealPlace,
      devicePrivateKey,
      devicePublicKey: signer.publicKey,
      random,
      body,
      bodyBytes,
      salt,
      ...{ commitment: keys.commitment, messageKey: keys.key, nonce: keys.nonce },
      sealed,
    }),
    padding: [0, 1, 384, 385, 512, 513, 768, 769, 262_144].map(length => ({
      length,
      padded: paddedLength(length),
    })),
    log: toJson({
      conversation,
      start,
      entry: crypto.hash("SHA-256", sealed),
      ...input,
      hash: logHash(crypto, { ...input, entry: crypto.hash("SHA-256", sealed) }),
    }),
  }
}

/** From the file alone: the sealed bytes open to the body, by the keys that stand there. */
export async function checkSealVectors(file: Json): Promise<void> {
  const crypto = seededCrypto("check")
  const at = (...path: string[]) => bytesIn(file, "message", ...path)
  const conversation = at("conversation")
  const reader: ReaderState = {
    isNew: () => true,
    logHash: () => undefined,
    epoch: () => ({
      conversation: "group",
      ttlSeconds: 0,
      proven: true,
      seat: () => ({
        dsk: { algorithm: "ed25519", bytes: at("devicePublicKey") },
        onChain: true,
        role: "member",
      }),
    }),
  }
  const candidate = { key: at("epochKey"), ctx: at("ctx"), origin: { from: "derived" } } as const
  const logPlace = { in: "log", type: place.kind, conversation, incarnation: 2, epoch: 7, seq: 13 } as const
  const opened = unwrap(await openMessage(crypto, logPlace, at("sealed"), [candidate], reader))
  const { account, device, content, position } = opened
  expect(valueIn(file, "message", "body")).toMatchObject(
    toJson({ account, device, content, position }) as object,
  )
  expect(at("sealed").subarray(62, 126)).toEqual(concat(at("salt"), at("commitment")))
  const opaqueBody = await crypto.aeadOpen(
    "AES-256-GCM",
    at("messageKey"),
    at("nonce"),
    at("sealed").subarray(0, 126),
    at("sealed").subarray(126),
  )
  expect(opaqueBody?.subarray(2, 2 + at("bodyBytes").length)).toEqual(at("bodyBytes"))
  for (const step of listIn(file, "padding"))
    expect(paddedLength(Number(valueIn(step, "length")))).toBe(Number(valueIn(step, "padded")))
  expect(logStart(crypto, conversation)).toEqual(bytesIn(file, "log", "start"))
}
