import { decode, equal, fail, type Result, succeed } from "@colombe/base"
import {
  type CommitEffects,
  type CommittedProposal,
  type Extension,
  extensionTypes,
  findExtension,
  type LeafNode,
  members,
  type PublicGroup,
  proposalTypes,
  readRequiredCapabilities,
} from "@colombe/mls/public"
import { decodeGroupId } from "./conversation-id.ts"
import {
  type ColombeGroup,
  colombeGroup,
  colombeGroupExtension,
  commitData,
  leafIdentity,
  positionExtension,
} from "./group.ts"
import { position } from "./ids.ts"
import type { CommitFacts, GroupFacts, LeafFact } from "./policy-facts.ts"
import type { OpeningFacts } from "./policy-open.ts"

/** Why a group or a commit of MLS is none of this protocol. */
export type FactsCode = "group-malformed" | "leaf-malformed" | "commit-data-malformed"

export function leafFactOf(leaf: LeafNode): LeafFact | undefined {
  if (leaf.credential.type !== "basic") return undefined
  const identity = decode(leafIdentity, leaf.credential.identity)
  const data = findExtension(leaf.extensions, positionExtension)
  const at = data === undefined ? undefined : decode(position, data)
  if (!identity.ok || !at?.ok) return undefined
  return { ...identity.value, dsk: leaf.signatureKey, position: at.value }
}

/** The GroupContext holds the protocol's own extension and what every client has to be capable of, and no other. */
export function readColombeGroup(extensions: readonly Extension[]): Result<ColombeGroup, "group-malformed"> {
  const data = findExtension(extensions, colombeGroupExtension)
  const required = readRequiredCapabilities(extensions)
  const known = [colombeGroupExtension, extensionTypes.requiredCapabilities] as readonly number[]
  if (data === undefined || !required.ok || !extensions.every(({ type }) => known.includes(type)))
    return fail("group-malformed")
  const all =
    [colombeGroupExtension, positionExtension].every(type => required.value.extensions.includes(type)) &&
    required.value.proposals.includes(proposalTypes.selfRemove)
  const read = all ? decode(colombeGroup, data) : undefined
  return read?.ok ? read : fail("group-malformed", "never", read)
}

/** A group of MLS in the terms of the rules. */
export function groupFactsOf(group: PublicGroup): Result<GroupFacts, FactsCode> {
  const id = decodeGroupId(group.context.groupId)
  const extension = readColombeGroup(group.context.extensions)
  if (!id.ok || !extension.ok) return fail("group-malformed", "never", extension)
  const leaves = new Map<number, LeafFact>()
  for (const { leafIndex, leaf } of members(group)) {
    const fact = leafFactOf(leaf)
    if (fact === undefined) return fail("leaf-malformed")
    leaves.set(leafIndex, fact)
  }
  return succeed({ id: id.value, epoch: group.context.epoch, extension: extension.value, leaves })
}

export function openingFactsOf(group: PublicGroup): Result<OpeningFacts, FactsCode> {
  const facts = groupFactsOf(group)
  return facts.ok ? succeed({ ...facts.value, suite: group.suite.id }) : facts
}

/** What a commit does, in the terms of the rules. */
export function commitFactsOf(effects: CommitEffects): Result<CommitFacts, FactsCode> {
  const { committer, extensions } = effects
  const data = decode(commitData, effects.authenticatedData)
  if (!data.ok) return fail("commit-data-malformed", "never", data)
  const changed = extensions.before === extensions.after ? undefined : readColombeGroup(extensions.after)
  if (changed && !changed.ok) return changed
  const path = committer.after && leafFactOf(committer.after)
  const added = effects.added.flatMap(({ leaf }) => leafFactOf(leaf) ?? [])
  if (added.length < effects.added.length || (committer.after && !path)) return fail("leaf-malformed")
  return succeed({
    committer: committer.external ? undefined : committer.leafIndex,
    path,
    added,
    removed: effects.removed.map(({ leafIndex, bySelf }) => ({ index: leafIndex, bySelf })),
    extension: changed?.value,
    foreign: isForeign(effects),
    data: data.value,
  })
}

function isForeign({ proposals, updated, preSharedKeys, reInit, extensions }: CommitEffects): boolean {
  const others = ({ type }: Extension) => type !== colombeGroupExtension
  const [before, after] = [extensions.before.filter(others), extensions.after.filter(others)]
  const same =
    before.length === after.length &&
    before.every(({ type, data }, index) => after[index]?.type === type && equal(after[index].data, data))
  const unused = updated.length > 0 || preSharedKeys.length > 0 || reInit !== undefined
  return unused || !same || !proposals.every(isUsed)
}

const usedByValue: readonly CommittedProposal["proposal"]["kind"][] = [
  "add",
  "remove",
  "groupContextExtensions",
  "externalInit",
]

/** Proposals come by value, but for SelfRemove, which comes by reference. */
function isUsed({ proposal, byReference }: CommittedProposal): boolean {
  return byReference ? proposal.kind === "selfRemove" : usedByValue.includes(proposal.kind)
}
