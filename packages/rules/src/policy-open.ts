import { compare, equal } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { headOf, samePosition, stateOf } from "./chain.ts"
import { conversationIdOf } from "./conversation-id.ts"
import { formFault, suiteRanks } from "./extension-form.ts"
import type { AccountPosition, ColombeGroup } from "./group.ts"
import { isMemberView, membershipOf, roleIn, viewOf } from "./membership.ts"
import { isActiveLeaf, isLeafOf } from "./policy-case.ts"
import { invalid, type PolicyCode, type Verdict, valid } from "./policy-codes.ts"
import type { GroupFacts, LeafFact, PathOf } from "./policy-facts.ts"
import { recordedPath } from "./recorded.ts"

/** A group as it is opened: epoch 0, one leaf, and the number of its suite. */
export interface OpeningFacts extends GroupFacts {
  readonly suite: number
}

/** The first incarnation of a conversation. */
export function judgeOpening(crypto: Pick<Crypto, "hash">, opening: OpeningFacts, pathOf: PathOf): Verdict {
  const { extension, id } = opening
  const leaf = onlyLeaf(opening)
  const form = openingForm(opening)
  if (form !== undefined) return invalid(form)
  if (leaf === undefined || id.incarnation !== 0 || extension.previous !== undefined)
    return invalid("opening-invalid")
  if (!equal(conversationIdOf(crypto, extension.seed), id.conversation))
    return invalid("conversation-mismatch")
  const fault = foundersFault(extension, leaf)
  return fault === undefined ? judgeOpener(crypto, opening, leaf, pathOf) : invalid(fault)
}

export function onlyLeaf({ leaves, epoch }: GroupFacts): LeafFact | undefined {
  return epoch === 0 && leaves.size === 1 ? leaves.get(0) : undefined
}

export function openingForm({ extension, suite }: OpeningFacts): PolicyCode | undefined {
  const rank = suiteRanks.get(suite)
  if (rank === undefined || rank < extension.suiteRank) return "opening-invalid"
  return formFault(extension)
}

/** In a direct one of the two, with the other dormant; in a group its creator, who is owner and invites whom they like. */
function foundersFault(extension: ColombeGroup, leaf: LeafFact): PolicyCode | undefined {
  const { seed, dormant, roles, chains } = extension
  const members = membershipOf([leaf], extension)
  if (chains.some(({ account }) => !equal(account, leaf.account))) return "chains-of-stranger"
  if (dormant.some(({ account }) => equal(account, leaf.account))) return "dormant-with-leaf"
  if (seed.kind === "self") return "opening-invalid"
  if (seed.kind === "direct") {
    const pair = [leaf.account, ...dormant.map(({ account }) => account)].sort(compare)
    const [low, high, ...more] = pair
    const both = low && high && equal(low, seed.low) && equal(high, seed.high) && more.length === 0
    return both ? undefined : "direct-fixed"
  }
  if (!equal(seed.creator, leaf.account)) return "opener-not-allowed"
  if (roleIn(viewOf(members, leaf.account)) !== "owner") return "last-owner"
  for (const { account, role } of roles) {
    const isMember = isMemberView(viewOf(members, account))
    if (role === "banned" ? isMember : !isMember) return role === "banned" ? "banned" : "role-of-stranger"
  }
  return undefined
}

/** The opener's device, active at what its own leaf and its `chains` entry say; everybody else's position is known. */
export function judgeOpener(
  crypto: Pick<Crypto, "hash">,
  { extension, leaves }: GroupFacts,
  leaf: LeafFact,
  pathOf: PathOf,
): Verdict {
  const named: AccountPosition[] = [...extension.dormant, ...extension.chains, leaf]
  const missing = named.filter(({ account, position }) => pathOf(account, position) === undefined)
  if (missing.length > 0)
    return { at: "stalled", missing: missing.map(({ account, position }) => ({ account, position })) }
  for (const { account, position } of named) {
    const path = pathOf(account, position)
    if (path && stateOf(path).status === "update-needed") return invalid("position-needs-update")
  }
  const path = pathOf(leaf.account, leaf.position)
  const own = recordedPath(viewOf(membershipOf(leaves.values(), extension), leaf.account), pathOf)
  if (path === undefined || !isLeafOf(crypto, leaf, path)) return invalid("leaf-malformed")
  if (own === undefined || own === "unordered") return invalid("position-unordered")
  if (!samePosition(leaf.position, headOf(own))) return invalid("position-falls")
  return isActiveLeaf(leaf, path) ? valid : invalid("device-not-active")
}
