import {
  assert,
  type Bytes,
  type Codec,
  decode,
  decodePrefix,
  encode,
  fail,
  fixed,
  isZero,
  opaque,
  type Result,
  struct,
  succeed,
  uint32,
  uint64,
} from "@colombe/base"
import { expandWithLabel } from "./key-schedule.ts"
import type { PublicContext } from "./public/context.ts"
import {
  type AuthenticatedContent,
  type ContentAuth,
  contentAuth,
  contentType,
  type FramedBody,
  type FramedContent,
  framedBodies,
  type PrivateMessage,
} from "./public/structs/framing.ts"
import { aeadNonceBytes, type Suite } from "./public/suite.ts"
import { keyAt, type MessageKey, nextKey, type RatchetKind, type SecretTree } from "./secret-tree.ts"

const reuseGuardBytes = 4
const senderData = struct({ leafIndex: uint32, generation: uint32, reuseGuard: fixed(reuseGuardBytes) })
const senderDataAad = struct({ groupId: opaque, epoch: uint64, contentType })
const contentAad = struct({ groupId: opaque, epoch: uint64, contentType, authenticatedData: opaque })

interface PrivateContent {
  readonly body: FramedBody
  readonly auth: ContentAuth
}

/** PrivateMessageContent (RFC 9420 §6.3.1) up to its padding. */
function privateContent(kind: FramedBody["kind"]): Codec<PrivateContent> {
  const body: Codec<object> = framedBodies[kind]
  const auth = contentAuth(kind)
  return {
    write(writer, value) {
      body.write(writer, value.body)
      auth.write(writer, value.auth)
    },
    read: reader => ({ body: { kind, ...body.read(reader) } as FramedBody, auth: auth.read(reader) }),
  }
}

function ratchetOf(kind: FramedBody["kind"]): RatchetKind {
  return kind === "application" ? "application" : "handshake"
}

/** Sender data key and nonce (RFC 9420 §6.3.2), from the start of the ciphertext. */
export function senderDataKey(
  ctx: PublicContext,
  suite: Suite,
  secret: Bytes,
  ciphertext: Bytes,
): MessageKey {
  const sample = ciphertext.subarray(0, suite.secretBytes)
  return {
    key: expandWithLabel(ctx.crypto, suite, secret, "key", sample, suite.aeadKeyBytes),
    nonce: expandWithLabel(ctx.crypto, suite, secret, "nonce", sample, aeadNonceBytes),
  }
}

function guarded(nonce: Bytes, reuseGuard: Bytes): Bytes {
  return nonce.map((byte, index) => byte ^ (reuseGuard[index] ?? 0))
}

export interface PrivateKeys {
  readonly suite: Suite
  readonly senderDataSecret: Bytes
  readonly secretTree: SecretTree
}

/** RFC 9420 §6.3: encrypts content with the next key of the sender's ratchet; `padding` zero bytes are added. */
export async function protectPrivate(
  ctx: PublicContext,
  { suite, senderDataSecret, secretTree }: PrivateKeys,
  { content, auth }: AuthenticatedContent,
  padding: number,
): Promise<{ readonly message: PrivateMessage; readonly secretTree: SecretTree }> {
  const { sender, groupId, epoch, authenticatedData, body } = content
  assert(sender.kind === "member", "only members encrypt")
  const used = nextKey(ctx.crypto, suite, secretTree, sender.leafIndex, ratchetOf(body.kind))
  const reuseGuard = ctx.crypto.random(reuseGuardBytes)
  const inner = encode(privateContent(body.kind), { body, auth })
  const plaintext = new Uint8Array(inner.length + padding)
  plaintext.set(inner)
  const place = { groupId, epoch, contentType: body.kind, authenticatedData }
  const { key, nonce } = used.messageKey
  const ciphertext = await ctx.crypto.aeadSeal(
    suite.aead,
    key,
    guarded(nonce, reuseGuard),
    encode(contentAad, place),
    plaintext,
  )
  const dataKey = senderDataKey(ctx, suite, senderDataSecret, ciphertext)
  const encryptedSenderData = await ctx.crypto.aeadSeal(
    suite.aead,
    dataKey.key,
    dataKey.nonce,
    encode(senderDataAad, place),
    encode(senderData, { leafIndex: sender.leafIndex, generation: used.generation, reuseGuard }),
  )
  return { message: { ...place, encryptedSenderData, ciphertext }, secretTree: used.tree }
}

export type PrivateCode = "malformed" | "undecryptable" | "unknown-sender" | "key-used" | "too-far-ahead"

/** Decrypts; nothing of it is authenticated as its sender's before the signature was checked. */
export async function unprotectPrivate(
  ctx: PublicContext,
  { suite, senderDataSecret, secretTree }: PrivateKeys,
  isMember: (leafIndex: number) => boolean,
  message: PrivateMessage,
): Promise<Result<{ content: AuthenticatedContent; secretTree: SecretTree }, PrivateCode>> {
  const { contentType: kind, ciphertext } = message
  const dataKey = senderDataKey(ctx, suite, senderDataSecret, ciphertext)
  const opened = await ctx.crypto.aeadOpen(
    suite.aead,
    dataKey.key,
    dataKey.nonce,
    encode(senderDataAad, message),
    message.encryptedSenderData,
  )
  if (opened === undefined) return fail("undecryptable")
  const data = decode(senderData, opened)
  if (!data.ok) return data
  const { leafIndex, generation, reuseGuard } = data.value
  if (!isMember(leafIndex)) return fail("unknown-sender")
  const used = keyAt(ctx.crypto, suite, secretTree, leafIndex, ratchetOf(kind), generation)
  if (!used.ok) return used
  const { key, nonce } = used.value.messageKey
  const aad = encode(contentAad, message)
  const plaintext = await ctx.crypto.aeadOpen(suite.aead, key, guarded(nonce, reuseGuard), aad, ciphertext)
  if (plaintext === undefined) return fail("undecryptable")
  const inner = decodePrefix(privateContent(kind), plaintext)
  if (!inner.ok) return inner
  if (!isZero(plaintext.subarray(inner.value.length))) return fail("malformed")
  const { body, auth } = inner.value.value
  const content: FramedContent = {
    groupId: message.groupId,
    epoch: message.epoch,
    sender: { kind: "member", leafIndex },
    authenticatedData: message.authenticatedData,
    body,
  }
  return succeed({ content: { format: "privateMessage", content, auth }, secretTree: used.value.tree })
}
