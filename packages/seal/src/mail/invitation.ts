import {
  type Bytes,
  type Decoded,
  decode,
  encode,
  equal,
  fail,
  opaque,
  type Result,
  struct,
  succeed,
  vector,
} from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type ConversationId, conversationSeed, floor, labelledHash } from "@colombe/rules"
import { readLine, titleBytesMax } from "../content/text.ts"
import { type KeyRecord, keyRecord } from "../epoch-key/key-record.ts"

/** Body of purpose invitation: enough to read without joining. `title` is empty in a direct. */
export const invitation = struct({ seed: conversationSeed, floor, title: opaque, keys: vector(keyRecord) })
export type Invitation = Decoded<typeof invitation>

/** An invitation gives the current epoch; a few more may have passed while it was written. */
export const invitationKeysMax = 8

export interface ReadInvitation {
  readonly conversation: ConversationId
  readonly invitation: Invitation
  readonly title: string
  readonly keys: readonly KeyRecord[]
}

/** Every key must be of the conversation that the seed makes: an invitation brings nothing of another. */
export function readInvitation(
  crypto: Pick<Crypto, "hash">,
  body: Bytes,
): Result<ReadInvitation, "mail-body-wrong"> {
  const read = decode(invitation, body)
  if (!read.ok) return fail("mail-body-wrong", "never", read.cause)
  const { seed, title, keys } = read.value
  const conversation = labelledHash(crypto, "conversation", encode(conversationSeed, seed))
  if (keys.length > invitationKeysMax) return fail("mail-body-wrong")
  if (!keys.every(record => equal(record.conversation, conversation))) return fail("mail-body-wrong")
  const line = title.length === 0 ? succeed("") : readLine(title, titleBytesMax)
  if (!line.ok) return fail("mail-body-wrong", "never", line.code)
  return succeed({ conversation, invitation: read.value, title: line.value, keys })
}
