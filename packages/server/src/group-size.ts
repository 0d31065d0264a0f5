import { keyOf } from "@colombe/base"
import { devicesMax, type GroupFacts, leavesMax, membersMax } from "@colombe/rules"
import { type Refused, refuse } from "@colombe/wire"
import { accountsOf } from "./groups.ts"

/** Limits that no member judges: a server may raise them without splitting a group. */
export function sizeFault(facts: GroupFacts): Refused | undefined {
  const leaves = new Map<string, number>()
  for (const { account } of facts.leaves.values())
    leaves.set(keyOf(account), (leaves.get(keyOf(account)) ?? 0) + 1)
  const fits =
    facts.leaves.size <= leavesMax &&
    accountsOf(facts).length <= membersMax &&
    [...leaves.values()].every(count => count <= devicesMax)
  return fits ? undefined : refuse("group-too-large")
}
