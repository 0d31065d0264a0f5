import { expect } from "bun:test"
import { encode, toUtf8, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import { labelledOpen, labelledSeal, sealedBox } from "../../box/labelled-seal.ts"
import { readInviteLink, writeInviteLink } from "../../invite-link/invite-link.ts"
import { readLinkCode, requestDigest, writeLinkCode } from "../../linking/code.ts"
import { commitmentHolds, linkCommitment, linkDigits } from "../../linking/digits.ts"
import { openLinkFrame, sealLinkFrame } from "../../linking/frame.ts"
import { pickMembers } from "../../mail/key-mail.ts"
import { openMail, verifyMail } from "../../mail/open-mail.ts"
import { sealMail } from "../../mail/seal-mail.ts"
import { makeHolder } from "../household.ts"
import { seededCrypto } from "../room.ts"
import { bytesIn, type Json, listIn, textIn, toJson } from "./json.ts"

export async function makeMailVectors(): Promise<Json> {
  const crypto = seededCrypto("mail vectors")
  const holder = await makeHolder(crypto, "device")
  const content = crypto.random(33)
  const plaintext = toUtf8("what is sealed")
  const randomness = crypto.random(64)
  const box = unwrap(await labelledSeal(crypto, holder.seal, "mail", content, plaintext, randomness))
  const signer = await signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))
  const [from, fromDevice, to] = [crypto.random(32), crypto.random(16), crypto.random(32)]
  const position = { generation: 0, seq: 0, hash: crypto.random(32) }
  const toDevice = holder.id.id
  const mailBody = toUtf8("mail body")
  const mail = unwrap(
    await sealMail(crypto, {
      from,
      fromDevice,
      position,
      to,
      toDevice,
      purpose: 1,
      body: mailBody,
      key: holder.seal,
      signer,
    }),
  )
  const accounts = Array.from({ length: 6 }, () => crypto.random(32))
  return toJson({
    recipient: { privateKey: holder.sealPrivateKey, publicKey: holder.seal.bytes },
    seal: { label: "mail", content, plaintext, randomness, box: encode(sealedBox, box) },
    mail: { from, fromDevice, senderPublicKey: signer.publicKey, to, toDevice, body: mailBody, ...mail },
    pick: { id: mail.id, accounts, picked: pickMembers(crypto, mail.id, accounts) },
  })
}

export async function checkMailVectors(file: Json): Promise<void> {
  const crypto = seededCrypto("check")
  const at = (...path: string[]) => bytesIn(file, ...path)
  const privateKey = at("recipient", "privateKey")
  const publicKey = { algorithm: "xwing", bytes: at("recipient", "publicKey") } as const
  const sealed = [at("seal", "content"), at("seal", "plaintext"), at("seal", "randomness")] as const
  const box = unwrap(await labelledSeal(crypto, publicKey, "mail", ...sealed))
  expect(encode(sealedBox, box)).toEqual(at("seal", "box"))
  expect(await labelledOpen(crypto, privateKey, "mail", sealed[0], box)).toEqual(sealed[1])
  const own = { to: at("mail", "to"), toDevice: at("mail", "toDevice") }
  const opened = unwrap(await openMail(crypto, own, [{ publicKey, privateKey }], at("mail", "bytes")))
  const verified = unwrap(
    await verifyMail(crypto, opened, {
      deviceKey: () => ({ algorithm: "ed25519", bytes: at("mail", "senderPublicKey") }),
      isNew: () => true,
    }),
  )
  expect([verified.body, verified.id, verified.from]).toEqual([
    at("mail", "body"),
    at("mail", "id"),
    at("mail", "from"),
  ])
  const accounts = listIn(file, "pick", "accounts").map((_, index) =>
    bytesIn(file, "pick", "accounts", index),
  )
  expect(toJson(pickMembers(crypto, at("pick", "id"), accounts))).toEqual(listIn(file, "pick", "picked"))
}

export async function makeLinkingVectors(): Promise<Json> {
  const crypto = seededCrypto("linking vectors")
  const [oldDevice, newDevice] = [await makeHolder(crypto, "device"), await makeHolder(crypto, "device")]
  const from = { algorithm: "ed25519", bytes: oldDevice.signer.publicKey } as const
  const dsk = { algorithm: "ed25519", bytes: newDevice.signer.publicKey } as const
  const name = toUtf8("laptop")
  const request = requestDigest(crypto, {
    version: 1,
    dsk,
    once: newDevice.seal,
    nonce: crypto.random(32),
    name,
  })
  const code = { version: 1, host: toUtf8("localhost:4000"), request, secret: crypto.random(16) } as const
  const message = toUtf8("offer")
  const frame = unwrap(
    await sealLinkFrame(crypto, {
      place: { request, step: 1 },
      from,
      signer: oldDevice.signer,
      once: newDevice.seal,
      message,
      secret: code.secret,
    }),
  )
  const reveal = { nonce: crypto.random(32), account: crypto.random(32), key: from }
  const floor = { incarnation: 0, epoch: 4, ctx: crypto.random(32) }
  const invite = writeInviteLink({
    version: 1,
    host: toUtf8("chat.example.org"),
    conversation: crypto.random(32),
    linkSeed: crypto.random(32),
    floor,
    title: toUtf8("Les colombes"),
  })
  return toJson({
    code: writeLinkCode(code),
    oncePrivateKey: newDevice.sealPrivateKey,
    message,
    frame,
    typed: {
      request,
      reveal,
      commitment: linkCommitment(crypto, reveal),
      digits: linkDigits(crypto, request, reveal),
    },
    invite,
  })
}

export async function checkLinkingVectors(file: Json): Promise<void> {
  const crypto = seededCrypto("check")
  const { request, secret } = unwrap(readLinkCode(textIn(file, "code")))
  const place = { request, step: 1 }
  const oncePrivateKey = bytesIn(file, "oncePrivateKey")
  const opened = await openLinkFrame(
    crypto,
    place,
    { by: "secret", secret },
    oncePrivateKey,
    bytesIn(file, "frame"),
  )
  expect(unwrap(opened).message).toEqual(bytesIn(file, "message"))
  const reveal = {
    nonce: bytesIn(file, "typed", "reveal", "nonce"),
    account: bytesIn(file, "typed", "reveal", "account"),
    key: { algorithm: "ed25519", bytes: bytesIn(file, "typed", "reveal", "key", "bytes") },
  } as const
  expect(commitmentHolds(crypto, bytesIn(file, "typed", "commitment"), reveal)).toBe(true)
  expect(linkDigits(crypto, request, reveal)).toBe(textIn(file, "typed", "digits"))
  const invite = textIn(file, "invite")
  expect(writeInviteLink(unwrap(readInviteLink(invite)))).toBe(invite)
}
