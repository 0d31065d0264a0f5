import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { AccountId, Digest } from "@colombe/rules"

/** Keys kept for one (conversation, incarnation, epoch): a giver of false ones cannot fill a device. */
export const candidatesMax = 8

/**
 * Where a key came from. `derived`: this device's own group state. `own`: another device of this account, by record
 * or mail. `given`: another account, which stands for it.
 */
export type KeyOrigin =
  | { readonly from: "derived" }
  | { readonly from: "own" }
  | { readonly from: "given"; readonly giver: AccountId }

export interface Candidate {
  readonly key: Bytes
  readonly ctx: Digest
  /** Hash("roster", Roster); checked where derived, else a claim. */
  readonly roster: Digest
  readonly origin: KeyOrigin
  /** True once a valid message of somebody other than the giver has opened with it. */
  readonly confirmed: boolean
}

/** Spec K3 and K4. All keys of one (conversation, incarnation, epoch), in order of arrival. */
export type Candidates = readonly Candidate[]

const certainty: Readonly<Record<KeyOrigin["from"], number>> = { given: 0, own: 1, derived: 2 }

/** Never overwrites: what is there stays. A pair that is there already only rises to a better origin. */
export function addCandidate(
  candidates: Candidates,
  candidate: Omit<Candidate, "confirmed">,
): Result<Candidates, "too-many-candidates"> {
  const added: Candidate = { ...candidate, confirmed: candidate.origin.from === "derived" }
  const index = candidates.findIndex(one => samePair(one, added))
  const known = candidates[index]
  if (known !== undefined) return succeed(rises(known, added) ? candidates.with(index, added) : candidates)
  if (candidates.length < candidatesMax) return succeed([...candidates, added])
  // What a device derives itself is certain: it takes the place of the last claim.
  const claim = candidates.findLastIndex(one => !one.confirmed)
  return added.confirmed && claim >= 0 ? succeed(candidates.with(claim, added)) : fail("too-many-candidates")
}

function rises(known: Candidate, added: Candidate): boolean {
  return certainty[added.origin.from] > certainty[known.origin.from]
}

function samePair(left: Pick<Candidate, "key" | "ctx">, right: Pick<Candidate, "key" | "ctx">): boolean {
  return equal(left.key, right.key) && equal(left.ctx, right.ctx)
}

/** After a message opened and was verified with this pair. The giver's own word confirms nothing. */
export function confirmCandidate(
  candidates: Candidates,
  opened: Pick<Candidate, "key" | "ctx">,
  sender: AccountId,
): Candidates {
  return candidates.map(one => {
    const byGiver = one.origin.from === "given" && equal(one.origin.giver, sender)
    return samePair(one, opened) && !byGiver ? { ...one, confirmed: true } : one
  })
}

/** Only what a device knows by itself or by its own account is handed to others: a claim never spreads. */
export function mayPassOn(candidate: Candidate): boolean {
  return candidate.origin.from !== "given"
}
