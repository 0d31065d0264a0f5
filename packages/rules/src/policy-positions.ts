import { compare, equal, fail, keyOf, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { chainAt, headOf, samePosition, stateOf, stepAt, type VerifiedChain } from "./chain.ts"
import { supersedes } from "./chain-order.ts"
import { growChain } from "./chain-verify.ts"
import type { AccountPosition } from "./group.ts"
import type { AccountId, Position } from "./ids.ts"
import { type AccountView, isMemberView, viewOf } from "./membership.ts"
import type { Case } from "./policy-case.ts"
import { invalid, type PolicyCode, type Verdict } from "./policy-codes.ts"
import type { PathOf } from "./policy-facts.ts"
import { missingPaths, recordedPath } from "./recorded.ts"

/** What the two states record of one account, as paths. */
export interface RecordedPaths {
  readonly view: AccountView
  readonly before: VerifiedChain | undefined
  readonly after: VerifiedChain | undefined
  /** The path that ends at a position which the commit writes or keeps. */
  readonly pathOf: (position: Position) => VerifiedChain | undefined
}

/** By `keyOf(account)`, for every account that the commit touches. */
export type Positions = ReadonlyMap<string, RecordedPaths>

export type Settled =
  | { readonly at: "settled"; readonly positions: Positions }
  | Exclude<Verdict, { readonly at: "valid" }>

/**
 * Finds what is recorded before and after, and checks that nothing falls: each position that the commit writes
 * supersedes or equals the recorded one, and what rises for a member comes with its links.
 */
export async function settlePositions(crypto: Crypto, one: Case, pathOf: PathOf): Promise<Settled> {
  const missing = one.touched.flatMap(account => missingPaths(viewOf(one.before, account), pathOf))
  if (missing.length > 0) return { at: "stalled", missing }
  const raised = await raisedPaths(crypto, one, pathOf)
  if (!raised.ok) return { at: "invalid", code: raised.code }
  const positions = new Map<string, RecordedPaths>()
  const lacking: AccountPosition[] = []
  for (const account of one.touched) {
    const settled = settleAccount(one, account, raised.value.get(keyOf(account)), pathOf)
    if ("code" in settled) return invalidSettled(settled.code)
    if ("missing" in settled) lacking.push(...settled.missing)
    else positions.set(keyOf(account), settled)
  }
  return lacking.length > 0 ? { at: "stalled", missing: lacking } : { at: "settled", positions }
}

const invalidSettled = (code: PolicyCode): Settled => invalid(code) as Settled

/** The raises of the commit data, checked: one for an account, in order, each of a member and each really higher. */
async function raisedPaths(
  crypto: Crypto,
  one: Case,
  pathOf: PathOf,
): Promise<Result<ReadonlyMap<string, VerifiedChain>, PolicyCode>> {
  const raised = new Map<string, VerifiedChain>()
  let last: AccountId | undefined
  for (const { account, to, links } of one.commit.data.raises) {
    if (last !== undefined && compare(last, account) >= 0) return fail("raise-idle")
    last = account
    const view = viewOf(one.before, account)
    const recorded = recordedPath(view, pathOf)
    if (!isMemberView(view) || recorded === undefined || recorded === "unordered") return fail("raise-idle")
    const path = await growChain(crypto, recorded, links)
    if (!path.ok || !samePosition(headOf(path.value), to)) return fail("raise-broken")
    if (samePosition(to, headOf(recorded))) return fail("raise-idle")
    if (!supersedes(path.value, recorded)) return fail("position-falls")
    raised.set(keyOf(account), path.value)
  }
  return succeed(raised)
}

function settleAccount(
  one: Case,
  account: AccountId,
  raised: VerifiedChain | undefined,
  pathOf: PathOf,
): RecordedPaths | { readonly code: PolicyCode } | { readonly missing: readonly AccountPosition[] } {
  const view = viewOf(one.before, account)
  const next = viewOf(one.after, account)
  const before = recordedPath(view, pathOf)
  if (before === "unordered") return { code: "position-unordered" }
  // Members know each other's recorded links, so what is new must be in the commit; of newcomers they are fetched.
  const found = (position: Position) =>
    (raised && chainAt(raised, position)) ??
    (isMemberView(view) && !isRecorded(before, position) ? undefined : pathOf(account, position))
  const missing: AccountPosition[] = []
  for (const position of writtenPositions(one, account)) {
    const path = found(position)
    if (path === undefined && isMemberView(view)) return { code: "raise-missing" }
    if (path === undefined) missing.push({ account, position })
    else if (before !== undefined && !supersedes(path, before)) return { code: "position-falls" }
    else if (stateOf(path).status === "update-needed") return { code: "position-needs-update" }
  }
  if (missing.length > 0) return { missing }
  const anyPath = (position: Position) => found(position) ?? pathOf(account, position)
  const after = recordedPath(next, (_, position) => anyPath(position))
  if (after === "unordered") return { code: "position-unordered" }
  const falls = before && isMemberView(view) && isMemberView(next) && !(after && supersedes(after, before))
  if (falls) return { code: "position-falls" }
  if (raised && !(after && samePosition(headOf(raised), headOf(after)))) return { code: "raise-idle" }
  return { view: next, before, after, pathOf: anyPath }
}

const isRecorded = (recorded: VerifiedChain | undefined, position: Position): boolean =>
  recorded !== undefined && stepAt(recorded, position) !== undefined

/** New leaves, and entries of `dormant` and `chains` that are new or changed. */
function writtenPositions(one: Case, account: AccountId): readonly Position[] {
  const before = viewOf(one.before, account)
  const after = viewOf(one.after, account)
  const { path, added } = one.commit
  const leaves = [...(path === undefined ? [] : [path]), ...added].filter(leaf =>
    equal(leaf.account, account),
  )
  const written = leaves.map(({ position }) => position)
  for (const field of ["dormant", "chains"] as const) {
    const next = after[field]
    const last = before[field]
    if (next !== undefined && !(last && samePosition(last, next))) written.push(next)
  }
  return written
}
