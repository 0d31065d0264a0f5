import { type Bytes, concat, encode, equal } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { contentSigned } from "./public/content.ts"
import { type AuthenticatedContent, contentAuth, type PublicMessage } from "./public/structs/framing.ts"
import type { GroupContext } from "./public/structs/group-info.ts"
import { encodeMessage } from "./public/structs/message.ts"
import type { Suite } from "./public/suite.ts"

/** Who may see a PublicMessage's tag made or checked: the suite, the epoch's context and its membership key. */
export interface MembershipInput {
  readonly suite: Suite
  readonly context: GroupContext
  readonly membershipKey: Bytes
}

/** RFC 9420 §6.2. */
export function membershipTagOf(
  crypto: Pick<Crypto, "hmac">,
  input: MembershipInput,
  { content, auth }: Pick<AuthenticatedContent, "content" | "auth">,
): Bytes {
  const signed = contentSigned("publicMessage", content, input.context)
  const tagged = concat(signed, encode(contentAuth(content.body.kind), auth))
  return crypto.hmac(input.suite.hash, input.membershipKey, tagged)
}

/** True where the tag is right, or where the sender is no member and has none. */
export function membershipTagFits(
  crypto: Pick<Crypto, "hmac">,
  input: MembershipInput,
  message: PublicMessage,
): boolean {
  if (message.content.sender.kind !== "member") return message.membershipTag === undefined
  if (message.membershipTag === undefined) return false
  return equal(message.membershipTag, membershipTagOf(crypto, input, message))
}

/** The MLSMessage of a member's content. */
export function protectPublic(
  crypto: Pick<Crypto, "hmac">,
  input: MembershipInput,
  { content, auth }: AuthenticatedContent,
): Bytes {
  const isMember = content.sender.kind === "member"
  const membershipTag = isMember ? membershipTagOf(crypto, input, { content, auth }) : undefined
  return encodeMessage({ format: "publicMessage", message: { content, auth, membershipTag } })
}
