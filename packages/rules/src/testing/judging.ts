import type { VerifiedChain } from "../chain.ts"
import type { ColombeGroup, Role } from "../group.ts"
import { judgeCommit } from "../policy.ts"
import type { CommitFacts, GroupFacts } from "../policy-facts.ts"
import { pathsIn } from "../recorded.ts"
import { groupOf, sortedByAccount } from "./groups.ts"
import { crypto, type Person, person } from "./people.ts"

const [first, second, third, fourth] = await Promise.all(
  ["ana", "bob", "eve", "dan"].map(name => person(name)),
)
if (!first || !second || !third || !fourth) throw new Error("four people")
export const ana = first
export const bob = second
export const eve = third
export const dan = fourth
export const everybody = [ana, bob, eve, dan]

/** The code where a commit is refused, else how it was judged. */
export async function verdict(
  group: GroupFacts,
  commit: CommitFacts,
  chains: readonly VerifiedChain[] = everybody.map(({ chain }) => chain),
): Promise<string> {
  const judged = await judgeCommit(crypto, group, commit, pathsIn(chains))
  return judged.at === "invalid" ? judged.code : judged.at
}

export const change = (group: GroupFacts, next: Partial<ColombeGroup>): ColombeGroup => ({
  ...group.extension,
  ...next,
})
export const removal = (index: number) => ({ index, bySelf: false })
export const leaving = (index: number) => ({ index, bySelf: true })
export const role = (who: Person, given: Role) => ({ account: who.account, role: given })
export const rolesWith = (group: GroupFacts, ...entries: { account: Uint8Array; role: Role }[]) =>
  sortedByAccount([
    ...group.extension.roles.filter(one => !entries.some(({ account }) => account === one.account)),
    ...entries.filter(({ role: given }) => given !== "member"),
  ])
export const dormantWith = (group: GroupFacts, ...who: Person[]) =>
  sortedByAccount([
    ...group.extension.dormant,
    ...who.map(({ account, head }) => ({ account, position: head })),
  ])

/** Owner 0, admin 1, moderator 2, member 3. */
export const ladder = () =>
  groupOf([{ who: ana }, { who: bob, role: "admin" }, { who: eve, role: "moderator" }, { who: dan }])
