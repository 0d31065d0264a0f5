import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import type { Group } from "./group.ts"
import { protectPrivate } from "./private-message.ts"
import { contentSigned } from "./public/content.ts"
import type { PublicContext } from "./public/context.ts"
import { checkOpen, memberAt } from "./public/group.ts"
import { signWithLabel } from "./public/labels.ts"
import type { AuthenticatedContent, FramedContent } from "./public/structs/framing.ts"
import { encodeMessage } from "./public/structs/message.ts"

export interface ProtectInput {
  readonly signer: Signer
  readonly data: Bytes
  /** Seen by whoever carries the message. */
  readonly authenticatedData?: Bytes
  /** Zero bytes added to the plaintext. Default none. */
  readonly padding?: number
}

/**
 * An MLSMessage(PrivateMessage) with application data (RFC 9420 §15). `next` has used up the key: keep it before the
 * message leaves.
 */
export async function protectApplication(
  ctx: PublicContext,
  group: Group,
  input: ProtectInput,
): Promise<Result<{ readonly message: Bytes; readonly next: Group }, "group-closed" | "wrong-signer">> {
  const open = checkOpen(group.public)
  if (!open.ok) return open
  const { suite, context } = group.public
  const { leafIndex, epoch, secretTree } = group.secrets
  const own = memberAt(group.public, leafIndex)
  if (own === undefined || !equal(own.signatureKey, input.signer.publicKey)) return fail("wrong-signer")
  const content: FramedContent = {
    groupId: context.groupId,
    epoch: context.epoch,
    sender: { kind: "member", leafIndex },
    authenticatedData: input.authenticatedData ?? new Uint8Array(0),
    body: { kind: "application", data: input.data },
  }
  const signed = contentSigned("privateMessage", content, context)
  const signature = await signWithLabel(input.signer, "FramedContentTBS", signed)
  const made: AuthenticatedContent = {
    format: "privateMessage",
    content,
    auth: { signature, confirmationTag: undefined },
  }
  const keys = { suite, senderDataSecret: epoch.senderData, secretTree }
  const sealed = await protectPrivate(ctx, keys, made, input.padding ?? 0)
  return succeed({
    message: encodeMessage({ format: "privateMessage", message: sealed.message }),
    next: { ...group, secrets: { ...group.secrets, secretTree: sealed.secretTree } },
  })
}
