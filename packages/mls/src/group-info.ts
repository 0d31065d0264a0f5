import { type Bytes, encode } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import type { Group } from "./group.ts"
import { externalKeyPair } from "./key-schedule.ts"
import type { PublicContext } from "./public/context.ts"
import { signWithLabel } from "./public/labels.ts"
import { extensionTypes } from "./public/registry.ts"
import { type Extension, externalPub } from "./public/structs/extension.ts"
import { type GroupInfo, groupInfoSigned } from "./public/structs/group-info.ts"
import { encodeMessage } from "./public/structs/message.ts"
import { encodeTree } from "./public/tree/codec.ts"

export interface GroupInfoInput {
  /** Of the member's leaf in this epoch. */
  readonly signer: Signer
  /** Puts the tree into the message (ratchet_tree); without it, newcomers get the tree beside it. Default false. */
  readonly includeTree?: boolean
  readonly extensions?: readonly Extension[]
}

/** A GroupInfo of the current epoch, signed by this member, with the key for external joiners. */
export async function signGroupInfo(
  ctx: PublicContext,
  group: Group,
  input: GroupInfoInput,
): Promise<GroupInfo> {
  const { suite, context, tree, confirmationTag } = group.public
  const { publicKey } = await externalKeyPair(ctx.crypto, suite, group.secrets.epoch.external)
  const external = { type: extensionTypes.externalPub, data: encode(externalPub, { key: publicKey }) }
  const withTree = input.includeTree ? [{ type: extensionTypes.ratchetTree, data: encodeTree(tree) }] : []
  const content = {
    context,
    extensions: [external, ...withTree, ...(input.extensions ?? [])],
    confirmationTag,
    signer: group.secrets.leafIndex,
  }
  const signature = await signWithLabel(input.signer, "GroupInfoTBS", groupInfoSigned(content))
  return { ...content, signature }
}

/** The same as an MLSMessage, to publish. */
export async function createGroupInfo(
  ctx: PublicContext,
  group: Group,
  input: GroupInfoInput,
): Promise<Bytes> {
  return encodeMessage({ format: "groupInfo", message: await signGroupInfo(ctx, group, input) })
}

/** What a published GroupInfo of this epoch has to carry: members compare, others cannot. */
export async function externalPublicKey(ctx: PublicContext, group: Group): Promise<Bytes> {
  return (await externalKeyPair(ctx.crypto, group.public.suite, group.secrets.epoch.external)).publicKey
}
