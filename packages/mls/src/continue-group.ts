import { type Bytes, encode, equal, fail, keyOf, type Result, succeed } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import { type CreateCommitCode, type CreatedCommit, createCommit } from "./create-commit.ts"
import { type CreateGroupInput, createGroup } from "./create-group.ts"
import { resumptionKey } from "./exporter.ts"
import type { Group } from "./group.ts"
import type { LeafInput } from "./key-package.ts"
import type { MlsContext } from "./public/context.ts"
import { members, type PublicGroup } from "./public/group.ts"
import { credential } from "./public/structs/credential.ts"
import { type Extension, extensions } from "./public/structs/extension.ts"
import type { KeyPackage } from "./public/structs/key-package.ts"
import type { LeafNode, Lifetime } from "./public/structs/leaf-node.ts"
import type { PreSharedKeyId } from "./public/structs/pre-shared-key.ts"
import { findSuite } from "./public/suite.ts"
import type { TreeCode } from "./public/tree/check.ts"
import { enterByWelcome, type JoinCode, type Joined, type JoinInput } from "./welcome.ts"

/** Names a leaf's member in the application's eyes: two leaves of one member get equal bytes. */
export type MemberName = (leaf: LeafNode) => Bytes

const byCredential: MemberName = leaf => encode(credential, leaf.credential)

export interface ContinueInput extends LeafInput {
  readonly signer: Signer
  readonly lifetime: Lifetime
  /** One of each other member, fresh, in the suite of the new group. */
  readonly keyPackages: readonly KeyPackage[]
  /** Default: the whole credential. */
  readonly memberName?: MemberName
  /** Puts the tree into Welcome and GroupInfo. Default false. */
  readonly includeTree?: boolean
}

export type ContinueCode = CreateCommitCode | TreeCode | "not-reinitialised" | "wrong-membership"

/**
 * RFC 9420 §11.2: the group that a committed ReInit asks for, with the same members, bound to the old one by its
 * resumption key. Any member may do it; the application settles who does.
 */
export function reinitialise(
  ctx: MlsContext,
  old: Group,
  input: ContinueInput,
): Promise<Result<CreatedCommit, ContinueCode>> {
  const { reInit } = old.public
  if (reInit === undefined) return Promise.resolve(fail("not-reinitialised"))
  const { groupId, suite, extensions: groupExtensions } = reInit
  return found(ctx, old, "reInit", { ...input, groupId, suite, groupExtensions })
}

/** RFC 9420 §11.3: a new group of some of the members, in the same suite, bound to the old one. */
export function branch(
  ctx: MlsContext,
  old: Group,
  input: ContinueInput & { readonly groupId: Bytes; readonly groupExtensions: readonly Extension[] },
): Promise<Result<CreatedCommit, ContinueCode>> {
  return found(ctx, old, "branch", { ...input, suite: old.public.suite.id })
}

type Usage = "reInit" | "branch"

async function found(
  ctx: MlsContext,
  old: Group,
  usage: Usage,
  input: CreateGroupInput & ContinueInput,
): Promise<Result<CreatedCommit, ContinueCode>> {
  const suite = findSuite(input.suite, ctx.suites)
  if (suite === undefined) return fail("unsupported-suite")
  const alone = await createGroup(ctx, input)
  if (!alone.ok) return alone
  const { groupId, epoch } = old.public.context
  const id: PreSharedKeyId = {
    key: { kind: "resumption", usage, groupId, epoch },
    nonce: ctx.crypto.random(suite.secretBytes),
  }
  const made = await createCommit(knowing(ctx, old), alone.value, {
    signer: input.signer,
    proposals: [
      ...input.keyPackages.map(keyPackage => ({ kind: "add", keyPackage }) as const),
      { kind: "preSharedKey", id },
    ],
    includeTree: input.includeTree ?? false,
  })
  if (!made.ok) return made
  const nameOf = input.memberName ?? byCredential
  return membershipFits(usage, old.public, made.value.next.public, nameOf) ? made : fail("wrong-membership")
}

/** The context of somebody who was a member of `old`, whose own key store need not keep that group's key. */
function knowing(ctx: MlsContext, old: Group): MlsContext {
  return {
    ...ctx,
    preSharedKey: id => (isKeyOf(old.public, id) ? resumptionKey(old) : ctx.preSharedKey?.(id)),
  }
}

function isKeyOf({ context }: PublicGroup, { key }: PreSharedKeyId): boolean {
  if (key.kind !== "resumption") return false
  return key.epoch === context.epoch && equal(key.groupId, context.groupId)
}

/** A branch has nobody new; a group that starts again has everybody, too. */
function membershipFits(usage: Usage, old: PublicGroup, fresh: PublicGroup, nameOf: MemberName): boolean {
  const namesIn = (group: PublicGroup) =>
    new Set(Array.from(members(group), ({ leaf }) => keyOf(nameOf(leaf))))
  const [before, after] = [namesIn(old), namesIn(fresh)]
  const isWithin = (inner: Set<string>, outer: Set<string>) => [...inner].every(name => outer.has(name))
  return isWithin(after, before) && (usage === "branch" || isWithin(before, after))
}

export interface JoinContinuationInput extends JoinInput {
  /** The group that is continued, in the epoch in which it was left: after the ReInit, or at the branch. */
  readonly old: Group
  /** Default: the whole credential. */
  readonly memberName?: MemberName
}

export type JoinContinuationCode = JoinCode | "wrong-continuation" | "wrong-membership"

/** Joins a group that continues `old`, by ReInit or as a branch, and checks that it does (RFC 9420 §11.2, §11.3). */
export async function joinContinuation(
  ctx: MlsContext,
  input: JoinContinuationInput,
): Promise<Result<Joined, JoinContinuationCode>> {
  const { old } = input
  const entered = await enterByWelcome(knowing(ctx, old), input)
  if (!entered.ok) return entered
  const { group, signer, founding } = entered.value
  if (founding?.key.kind !== "resumption" || !isKeyOf(old.public, founding)) return fail("bad-psk-id")
  const { usage } = founding.key
  if (usage === "application") return fail("bad-psk-id")
  if (!continues(usage, old.public, group.public)) return fail("wrong-continuation")
  const nameOf = input.memberName ?? byCredential
  if (!membershipFits(usage, old.public, group.public, nameOf)) return fail("wrong-membership")
  return succeed({ group, signer })
}

function continues(usage: Usage, old: PublicGroup, { context }: PublicGroup): boolean {
  if (usage === "branch")
    return context.suite === old.context.suite && context.version === old.context.version
  const { reInit } = old
  if (reInit === undefined) return false
  return (
    context.version === reInit.version &&
    context.suite === reInit.suite &&
    equal(context.groupId, reInit.groupId) &&
    equal(encode(extensions, context.extensions), encode(extensions, reInit.extensions))
  )
}
