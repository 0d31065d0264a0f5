import type { Bytes } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import type { FramedContent, Group, MlsContext, PublicGroup } from "../index.ts"
import { contentSigned } from "../public/content.ts"
import { signWithLabel } from "../public/labels.ts"
import type { FramedBody, Sender } from "../public/structs/framing.ts"
import type { Commit } from "../public/structs/index.ts"
import { type KeyPackage, keyPackageSigned } from "../public/structs/key-package.ts"
import { type LeafNode, type LeafPlace, leafNodeSigned } from "../public/structs/leaf-node.ts"
import { encodeMessage } from "../public/structs/message.ts"
import { membershipTagOf } from "../public-message.ts"

/** What an insider who writes his own client can send: any content at all, rightly signed and tagged. */
export async function forge(
  ctx: MlsContext,
  group: Group,
  signer: Signer,
  body: FramedBody,
  change: Partial<FramedContent> = {},
): Promise<Bytes> {
  const { suite, context } = group.public
  const content: FramedContent = {
    groupId: context.groupId,
    epoch: context.epoch,
    sender: { kind: "member", leafIndex: group.secrets.leafIndex },
    authenticatedData: new Uint8Array(),
    body,
    ...change,
  }
  const signature = await signWithLabel(
    signer,
    "FramedContentTBS",
    contentSigned("publicMessage", content, context),
  )
  const confirmationTag = body.kind === "commit" ? new Uint8Array(suite.secretBytes) : undefined
  const auth = { signature, confirmationTag }
  const membershipKey = group.secrets.epoch.membership
  const isMember = content.sender.kind === "member"
  const tag = membershipTagOf(ctx.crypto, { suite, context, membershipKey }, { content, auth })
  return encodeMessage({
    format: "publicMessage",
    message: { content, auth, membershipTag: isMember ? tag : undefined },
  })
}

export function forgeCommit(ctx: MlsContext, group: Group, signer: Signer, commit: Commit): Promise<Bytes> {
  return forge(ctx, group, signer, { kind: "commit", commit })
}

/** A commit from outside, signed by whoever stands in its path. */
export async function forgeExternal(
  group: PublicGroup,
  signer: Signer,
  commit: Commit,
  sender: Sender = { kind: "newMemberCommit" },
): Promise<Bytes> {
  const { suite, context } = group
  const content: FramedContent = {
    groupId: context.groupId,
    epoch: context.epoch,
    sender,
    authenticatedData: new Uint8Array(),
    body: { kind: "commit", commit },
  }
  const signed = contentSigned("publicMessage", content, context)
  const signature = await signWithLabel(signer, "FramedContentTBS", signed)
  const auth = { signature, confirmationTag: new Uint8Array(suite.secretBytes) }
  return encodeMessage({ format: "publicMessage", message: { content, auth, membershipTag: undefined } })
}

/** A key package with something else in its leaf, signed anew by its owner. */
export async function resign(
  signer: Signer,
  keyPackage: KeyPackage,
  change: { readonly leaf?: Partial<LeafNode>; readonly outer?: Partial<KeyPackage> },
): Promise<KeyPackage> {
  const content = { ...keyPackage.leaf, ...change.leaf }
  const leaf = {
    ...content,
    signature: await signWithLabel(signer, "LeafNodeTBS", leafNodeSigned(content, undefined)),
  }
  const outer = { ...keyPackage, leaf, ...change.outer }
  return { ...outer, signature: await signWithLabel(signer, "KeyPackageTBS", keyPackageSigned(outer)) }
}

/** A leaf with anything in it, signed for a place in a group. */
export async function signedLeaf(signer: Signer, content: LeafNode, place: LeafPlace): Promise<LeafNode> {
  return { ...content, signature: await signWithLabel(signer, "LeafNodeTBS", leafNodeSigned(content, place)) }
}
