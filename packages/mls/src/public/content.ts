import { type Bytes, concat, encode, equal, fail, type Result, struct, succeed, uint16 } from "@colombe/base"
import type { PublicContext } from "./context.ts"
import type { PublicGroupState } from "./group.ts"
import { checkSignature } from "./labels.ts"
import { mls10 } from "./registry.ts"
import { readExternalSenders } from "./structs/extension.ts"
import {
  type AuthenticatedContent,
  type FramedContent,
  framedContent,
  wireFormats,
} from "./structs/framing.ts"
import { type GroupContext, groupContext } from "./structs/group-info.ts"
import type { Proposal } from "./structs/proposal.ts"
import { leafAt } from "./tree/tree.ts"
import { markVerified, type Verified } from "./verified.ts"

/** Content of this group and epoch whose signature holds. Whether it may do what it says is judged next. */
export type VerifiedContent = Verified<AuthenticatedContent, "content">

export type ContentCode =
  | "wrong-group"
  | "wrong-epoch"
  | "unknown-sender"
  | "unexpected-message"
  | "malformed"
  | "bad-signature"

const signedHead = struct({ version: uint16, format: uint16, content: framedContent })

/** FramedContentTBS (RFC 9420 §6.1). */
export function contentSigned(
  format: AuthenticatedContent["format"],
  content: FramedContent,
  context: GroupContext,
): Bytes {
  const head = encode(signedHead, { version: mls10, format: wireFormats[format], content })
  const bound = content.sender.kind === "member" || content.sender.kind === "newMemberCommit"
  return bound ? concat(head, encode(groupContext, context)) : head
}

/** Right group, right epoch, a sender who may send such content, and the sender's signature (RFC 9420 §6.1). */
export async function verifyContent(
  ctx: PublicContext,
  group: PublicGroupState,
  received: AuthenticatedContent,
): Promise<Result<VerifiedContent, ContentCode>> {
  const { content, auth, format } = received
  const { suite, context } = group
  const placed = checkPlace(group, content)
  if (!placed.ok) return placed
  if (content.body.kind === "application" && format === "publicMessage") return fail("unexpected-message")
  const key = senderKey(group, content)
  if (!key.ok) return key
  const signed = contentSigned(format, content, context)
  const checked = await checkSignature(
    ctx.crypto,
    suite,
    key.value,
    "FramedContentTBS",
    signed,
    auth.signature,
  )
  return checked.ok ? succeed(markVerified(received)) : checked
}

/** A message of another epoch is no error of its sender: whoever has it is behind or ahead. */
export function checkPlace(
  group: PublicGroupState,
  place: { readonly groupId: Bytes; readonly epoch: number },
): Result<void, "wrong-group" | "wrong-epoch"> {
  if (!equal(place.groupId, group.context.groupId)) return fail("wrong-group")
  return place.epoch === group.context.epoch ? succeed() : fail("wrong-epoch", "after-refresh")
}

function senderKey(
  group: PublicGroupState,
  { sender, body }: FramedContent,
): Result<Bytes, "unknown-sender" | "unexpected-message" | "malformed"> {
  switch (sender.kind) {
    case "member": {
      const leaf = leafAt(group.tree, sender.leafIndex)
      return leaf === undefined ? fail("unknown-sender") : succeed(leaf.signatureKey)
    }
    case "external": {
      if (body.kind !== "proposal" || !mayBeExternal(body.proposal)) return fail("unexpected-message")
      const senders = readExternalSenders(group.context.extensions)
      if (!senders.ok) return senders
      const found = senders.value[sender.senderIndex]
      return found === undefined ? fail("unknown-sender") : succeed(found.signatureKey)
    }
    case "newMemberProposal":
      if (body.kind !== "proposal" || body.proposal.kind !== "add") return fail("unexpected-message")
      return succeed(body.proposal.keyPackage.leaf.signatureKey)
    case "newMemberCommit":
      if (body.kind !== "commit" || body.commit.path === undefined) return fail("unexpected-message")
      return succeed(body.commit.path.leaf.signatureKey)
  }
}

/** RFC 9420 §12.1.8. */
function mayBeExternal(proposal: Proposal): boolean {
  return ["add", "remove", "preSharedKey", "reInit", "groupContextExtensions"].includes(proposal.kind)
}
