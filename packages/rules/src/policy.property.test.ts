import { expect, test } from "bun:test"
import fc from "fast-check"
import type { VerifiedChain } from "./chain.ts"
import { supersedes } from "./chain-order.ts"
import type { ColombeGroup, Reason, Role } from "./group.ts"
import { isMemberView, membershipOf, roleIn, viewOf } from "./membership.ts"
import { judgeCommit } from "./policy.ts"
import { caseOf } from "./policy-case.ts"
import type { CommitFacts, GroupFacts } from "./policy-facts.ts"
import { pathsIn, recordedPath } from "./recorded.ts"
import { commitOf, groupOf, leafOf, raiseOf, sortedByAccount } from "./testing/groups.ts"
import { crypto, type Person, person } from "./testing/people.ts"

/** Three people, each with a second device that came in and, at the last position, went. */
async function household(
  name: string,
): Promise<{ who: Person; states: readonly Person[]; later: VerifiedChain }> {
  const first = await person(name)
  const second = await (await person(name)).follow(first.add(2))
  const third = await second.at(second.chain).follow(second.remove(2))
  const later = await third.at(third.chain).follow(third.reset([1]))
  return { who: first, states: [first, second, third], later: later.chain }
}

const people = await Promise.all(["ana", "bob", "eve", "dan"].map(household))
const known = people.flatMap(({ states }) => states.map(({ chain }) => chain))
const roles: readonly Role[] = ["member", "moderator", "admin", "owner", "banned"]
const reasons: readonly Reason[] = ["path", "add", "removePerson", "silent", "join"]

const personAt = fc.record({ who: fc.nat(3), state: fc.nat(2), device: fc.integer({ min: 1, max: 2 }) })
/** Mostly absent: a commit of many random parts is never a valid one. */
const seldom = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

const plan = fc.record({
  committer: fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.constant(undefined) }),
  path: seldom(personAt),
  added: seldom(personAt),
  removed: seldom(
    fc.uniqueArray(fc.record({ index: fc.nat(4), bySelf: fc.boolean() }), {
      minLength: 1,
      maxLength: 2,
      selector: ({ index }) => index,
    }),
  ),
  role: seldom(fc.record({ who: fc.nat(3), role: fc.constantFrom(...roles) })),
  dormant: seldom(personAt),
  chains: seldom(personAt),
  raise: seldom(fc.record({ who: fc.nat(3), from: fc.nat(2), to: fc.nat(2) })),
  reason: fc.constantFrom(...reasons),
})
type Plan = typeof plan extends fc.Arbitrary<infer Value> ? Value : never

function stateOf(who: number, state: number): Person {
  const found = people[who]?.states[state]
  if (found === undefined) throw new Error("one of the household")
  return found
}

const without = <Item extends { account: Uint8Array }>(list: readonly Item[], account: Uint8Array) =>
  list.filter(one => one.account.join() !== account.join())

function extensionOf(group: GroupFacts, { role, dormant, chains }: Plan): ColombeGroup | undefined {
  if (!role && !dormant && !chains) return undefined
  let next = group.extension
  if (role) {
    const { account } = stateOf(role.who, 0)
    const listed = role.role === "member" ? [] : [{ account, role: role.role }]
    next = { ...next, roles: sortedByAccount([...without(next.roles, account), ...listed]) }
  }
  for (const [field, at] of [
    ["dormant", dormant],
    ["chains", chains],
  ] as const) {
    if (!at) continue
    const { account, head } = stateOf(at.who, at.state)
    next = {
      ...next,
      [field]: sortedByAccount([...without(next[field], account), { account, position: head }]),
    }
  }
  return next
}

async function commitFrom(group: GroupFacts, made: Plan): Promise<CommitFacts> {
  const leaf = ({ who, state, device }: { who: number; state: number; device: number }) =>
    leafOf(stateOf(who, state), device)
  const raises = made.raise
    ? [raiseOf(stateOf(made.raise.who, made.raise.to).chain, stateOf(made.raise.who, made.raise.from).head)]
    : []
  return commitOf(made.committer, {
    path: made.path && (await leaf(made.path)),
    added: made.added === undefined ? [] : [await leaf(made.added)],
    removed: made.removed ?? [],
    extension: extensionOf(group, made),
    data: { reason: made.reason, raises },
  })
}

/** Owner, moderator with a stale second device, member; the fourth is outside. */
const group = await groupOf([
  { who: stateOf(0, 0) },
  { who: stateOf(1, 1), devices: [1, 2], role: "moderator" },
  { who: stateOf(2, 0) },
])

function checkWhatHolds(commit: CommitFacts): void {
  const one = caseOf(crypto, group, commit)
  if (one === undefined) throw new Error("a valid commit has its leaves")
  const paths = pathsIn(known)
  const members = [...one.after.values()].filter(isMemberView)
  expect(members.some(view => roleIn(view) === "owner")).toBe(true)
  expect(members.every(view => roleIn(view) !== "banned")).toBe(true)
  for (const { account } of members) {
    const before = recordedPath(viewOf(one.before, account), paths)
    const after = recordedPath(viewOf(one.after, account), paths)
    if (after === undefined || after === "unordered") throw new Error("every member has a recorded position")
    if (before !== undefined && before !== "unordered") expect(supersedes(after, before)).toBe(true)
  }
  const owner = stateOf(0, 0).account
  const wasOwner =
    roleIn(viewOf(membershipOf(group.leaves.values(), group.extension), one.committer.account)) === "owner"
  if (!wasOwner) expect(roleIn(viewOf(one.after, owner))).toBe("owner")
}

test("C12 C14 random commits: who knows more says the same, and what is valid lets nothing fall and leaves an owner", async () => {
  const accepted = new Set<string>()
  await fc.assert(
    fc.asyncProperty(plan, async made => {
      const commit = await commitFrom(group, made)
      const verdict = await judgeCommit(crypto, group, commit, pathsIn(known))
      const more = [...people.map(({ later }) => later), ...known].reverse()
      expect(await judgeCommit(crypto, group, commit, pathsIn(more))).toEqual(verdict)
      expect(verdict.at).not.toBe("stalled")
      if (verdict.at !== "valid") return
      accepted.add(JSON.stringify(made))
      checkWhatHolds(commit)
    }),
    { numRuns: 600, seed: 20 },
  )
  expect(accepted.size).toBeGreaterThan(40)
})
