import { type Bytes, concat, toUtf8, uint } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { AccountId, ConversationId } from "@colombe/rules"
import { accountUri, conversationUri } from "./uri.ts"

/** SHA-256 in the IANA registry of named information hash algorithms. */
const sha256 = 1

/** MessageId, 32 bytes, by which replies, edits and reactions name a message (draft-ietf-mimi-content-08, §3.3). */
export function messageId(
  crypto: Pick<Crypto, "hash">,
  sender: AccountId,
  conversation: ConversationId,
  content: Bytes,
  salt: Bytes,
): Bytes {
  return mimiMessageId(crypto, accountUri(sender), conversationUri(conversation), content, salt)
}

/** The same over any URIs, for whoever checks it against the draft's examples. */
export function mimiMessageId(
  crypto: Pick<Crypto, "hash">,
  senderUri: string,
  roomUri: string,
  content: Bytes,
  salt: Bytes,
): Bytes {
  const [sender, room] = [toUtf8(senderUri), toUtf8(roomUri)]
  const input = concat(uint(sender.length, 2), sender, uint(room.length, 2), room, content, salt)
  return concat(Uint8Array.of(sha256), crypto.hash("SHA-256", input).subarray(0, 31))
}
