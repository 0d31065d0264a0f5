import { compare, equal } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { headOf } from "./chain.ts"
import { sameExtension } from "./extension-form.ts"
import type { AccountPosition, ColombeGroup } from "./group.ts"
import type { Floor } from "./ids.ts"
import { isAtLeast, isMemberView, membershipOf, roleIn, viewOf } from "./membership.ts"
import { invalid, type Verdict } from "./policy-codes.ts"
import type { GroupFacts, LeafFact, PathOf } from "./policy-facts.ts"
import { judgeOpener, type OpeningFacts, onlyLeaf, openingForm } from "./policy-open.ts"
import { missingPaths, recordedPath } from "./recorded.ts"

/**
 * Incarnation + 1 of a conversation, from `previous`, the newest epoch of the incarnation before: publicly valid, its
 * secrets are not needed. `state` names it. Nobody is dropped, no role or policy changes.
 */
export function judgeReopening(
  crypto: Pick<Crypto, "hash">,
  previous: GroupFacts,
  state: Floor,
  opening: OpeningFacts,
  pathOf: PathOf,
): Verdict {
  const { extension, id } = opening
  const form = openingForm(opening)
  if (form !== undefined) return invalid(form)
  const leaf = onlyLeaf(opening)
  if (leaf === undefined) return invalid("opening-invalid")
  // An incarnation that was judged invalid is skipped, but its number is used.
  if (!equal(id.conversation, previous.id.conversation) || id.incarnation <= previous.id.incarnation)
    return invalid("conversation-mismatch")
  if (!extension.previous || !sameFloor(extension.previous.state, state)) return invalid("previous-mismatch")
  const members = membershipOf(previous.leaves.values(), previous.extension)
  const opener = viewOf(members, leaf.account)
  const wasLeaf = opener.leaves.some(one => equal(one.dsk, leaf.dsk) && equal(one.device, leaf.device))
  const isDirect = previous.extension.seed.kind === "direct"
  if (!wasLeaf || !(isDirect || isAtLeast(roleIn(opener), "admin"))) return invalid("opener-not-allowed")
  const carried = carriedOver(previous, leaf, pathOf)
  if ("at" in carried) return carried
  const { suiteRank, sealRank } = extension
  if (suiteRank < previous.extension.suiteRank || sealRank < previous.extension.sealRank)
    return invalid("rank-falls")
  const expected = { ...previous.extension, ...carried, previous: extension.previous, suiteRank, sealRank }
  if (!sameExtension(extension, expected)) return invalid("reopen-changed")
  return judgeOpener(crypto, opening, leaf, pathOf)
}

/** What `dormant` and `chains` of the next incarnation must be: everybody but the opener, and the opener, as recorded. */
export function carriedOver(
  previous: GroupFacts,
  opener: Pick<LeafFact, "account">,
  pathOf: PathOf,
): Pick<ColombeGroup, "dormant" | "chains"> | Exclude<Verdict, { at: "valid" }> {
  const dormant: AccountPosition[] = []
  const chains: AccountPosition[] = []
  const missing: AccountPosition[] = []
  for (const view of membershipOf(previous.leaves.values(), previous.extension).values()) {
    if (!isMemberView(view)) continue
    const lacking = missingPaths(view, pathOf)
    const recorded = recordedPath(view, pathOf)
    if (lacking.length > 0) missing.push(...lacking)
    else if (recorded === undefined || recorded === "unordered")
      return { at: "invalid", code: "position-unordered" }
    else
      (equal(view.account, opener.account) ? chains : dormant).push({
        account: view.account,
        position: headOf(recorded),
      })
  }
  if (missing.length > 0) return { at: "stalled", missing }
  return { dormant: dormant.sort((left, right) => compare(left.account, right.account)), chains }
}

function sameFloor(left: Floor, right: Floor): boolean {
  return left.incarnation === right.incarnation && left.epoch === right.epoch && equal(left.ctx, right.ctx)
}
