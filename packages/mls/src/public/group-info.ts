import { type Bytes, decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { PublicContext } from "./context.ts"
import type { PublicGroup, PublicGroupState } from "./group.ts"
import { checkSignature, interimTranscriptHash } from "./labels.ts"
import { extensionTypes } from "./registry.ts"
import { externalPub, findExtension, hasMisplaced } from "./structs/extension.ts"
import { type GroupContext, type GroupInfo, groupContext, groupInfoSigned } from "./structs/group-info.ts"
import { decodeMessageAs } from "./structs/message.ts"
import { findSuite, type Suite } from "./suite.ts"
import { checkTree, type TreeCode } from "./tree/check.ts"
import { decodeTree } from "./tree/codec.ts"
import { treeHash } from "./tree/hash.ts"
import { leafAt, type Tree } from "./tree/tree.ts"
import { markVerified } from "./verified.ts"

export type GroupInfoCode =
  | "malformed"
  | "unexpected-message"
  | "unsupported-suite"
  | "no-tree"
  | "wrong-tree"
  | "unknown-sender"
  | "bad-signature"
  | TreeCode

export interface OfferedGroup {
  readonly group: PublicGroup
  /** The signer's word: only a member can check it. Undefined: no external commit is possible. */
  readonly externalPub: Bytes | undefined
  readonly signer: number
}

/**
 * Makes a public group of an MLSMessage(GroupInfo). The tree comes beside it or in its ratchet_tree extension.
 * Everything is checked that a newcomer can check (RFC 9420 §12.4.3.1), but nothing here says that the group is the
 * one the newcomer means: whoever was a member of some epoch can sign such a message for it at any time.
 */
export async function publicGroupFromGroupInfo(
  ctx: PublicContext,
  bytes: Bytes,
  tree?: Bytes,
): Promise<Result<OfferedGroup, GroupInfoCode>> {
  const info = decodeMessageAs(bytes, "groupInfo")
  return info.ok ? openGroupInfo(ctx, info.value, tree) : info
}

/** The same for a GroupInfo that is decoded already. */
export async function openGroupInfo(
  ctx: PublicContext,
  info: GroupInfo,
  treeBeside: Bytes | undefined,
): Promise<Result<OfferedGroup, GroupInfoCode>> {
  const suite = findSuite(info.context.suite, ctx.suites)
  if (suite === undefined) return fail("unsupported-suite")
  if (hasMisplaced(info.extensions, "groupInfo")) return fail("misplaced-extension")
  const encodedTree = treeBeside ?? findExtension(info.extensions, extensionTypes.ratchetTree)
  if (encodedTree === undefined) return fail("no-tree")
  const group = await groupFrom(ctx, suite, info.context, encodedTree, info.confirmationTag)
  if (!group.ok) return group
  const signed = await checkInfoSignature(ctx, suite, info, group.value.tree)
  if (!signed.ok) return signed
  const external = readExternalPub(suite, info)
  if (!external.ok) return external
  return succeed({ group: group.value, externalPub: external.value, signer: info.signer })
}

/** A GroupContext that the caller knows to be right, by its hash, with what belongs to it from an untrusted source. */
export interface KnownContext {
  /** Encoded. */
  readonly context: Bytes
  readonly tree: Bytes
  /** Of the commit that made the epoch. A wrong one shows as soon as a commit follows: its signature fails. */
  readonly confirmationTag: Bytes
}

/**
 * The public state to start a replay from. Unlike a GroupInfo nothing here is signed: the tree is bound by the tree
 * hash in the context, and the context by what the caller knows of it.
 */
export async function publicGroupFromContext(
  ctx: PublicContext,
  known: KnownContext,
): Promise<Result<PublicGroup, GroupInfoCode>> {
  const context = decode(groupContext, known.context)
  if (!context.ok) return context
  const suite = findSuite(context.value.suite, ctx.suites)
  if (suite === undefined) return fail("unsupported-suite")
  return groupFrom(ctx, suite, context.value, known.tree, known.confirmationTag)
}

async function groupFrom(
  ctx: PublicContext,
  suite: Suite,
  context: GroupContext,
  encodedTree: Bytes,
  confirmationTag: Bytes,
): Promise<Result<PublicGroup, GroupInfoCode>> {
  const tree = decodeTree(encodedTree)
  if (!tree.ok) return tree
  if (!equal(treeHash(ctx.crypto, suite.hash, tree.value), context.treeHash)) return fail("wrong-tree")
  const { groupId, extensions, confirmedTranscriptHash } = context
  const checked = await checkTree(ctx, suite, groupId, extensions, tree.value)
  if (!checked.ok) return checked
  const state: PublicGroupState = {
    suite,
    context,
    tree: tree.value,
    confirmationTag,
    interimTranscriptHash: interimTranscriptHash(ctx.crypto, suite, confirmedTranscriptHash, confirmationTag),
    pending: [],
    reInit: undefined,
  }
  return succeed(markVerified(state))
}

export type CheckGroupInfoCode =
  | "malformed"
  | "misplaced-extension"
  | "unexpected-message"
  | "wrong-group-info"
  | "unknown-sender"
  | "bad-signature"
  | "bad-key"
  | "no-external-pub"

/**
 * Checks the MLSMessage(GroupInfo) that a committer uploads against the state which the commit leads to: the same
 * GroupContext byte for byte, the same confirmation tag, a member's signature, and an `external_pub` of the right
 * length. Whether that key is the group's only members can tell.
 */
export async function checkGroupInfo(
  ctx: PublicContext,
  group: PublicGroup,
  bytes: Bytes,
): Promise<Result<{ readonly signer: number; readonly externalPub: Bytes }, CheckGroupInfoCode>> {
  const info = decodeMessageAs(bytes, "groupInfo")
  if (!info.ok) return info
  const { context, confirmationTag, signer } = info.value
  if (hasMisplaced(info.value.extensions, "groupInfo")) return fail("misplaced-extension")
  if (!equal(encode(groupContext, context), encode(groupContext, group.context)))
    return fail("wrong-group-info")
  if (!equal(confirmationTag, group.confirmationTag)) return fail("wrong-group-info")
  const signed = await checkInfoSignature(ctx, group.suite, info.value, group.tree)
  if (!signed.ok) return signed
  const external = readExternalPub(group.suite, info.value)
  if (!external.ok) return external
  return external.value === undefined
    ? fail("no-external-pub")
    : succeed({ signer, externalPub: external.value })
}

async function checkInfoSignature(
  ctx: PublicContext,
  suite: Suite,
  info: GroupInfo,
  tree: Tree,
): Promise<Result<void, "unknown-sender" | "bad-signature">> {
  const leaf = leafAt(tree, info.signer)
  if (leaf === undefined) return fail("unknown-sender")
  const signed = groupInfoSigned(info)
  return checkSignature(ctx.crypto, suite, leaf.signatureKey, "GroupInfoTBS", signed, info.signature)
}

function readExternalPub(suite: Suite, info: GroupInfo): Result<Bytes | undefined, "malformed" | "bad-key"> {
  const data = findExtension(info.extensions, extensionTypes.externalPub)
  if (data === undefined) return succeed(undefined)
  const read = decode(externalPub, data)
  if (!read.ok) return read
  return read.value.key.length === suite.encryptionKeyBytes ? succeed(read.value.key) : fail("bad-key")
}
