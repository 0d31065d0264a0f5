import type { Crypto } from "@colombe/base/crypto"
import { type Case, caseOf, keepsDevice } from "./policy-case.ts"
import { invalid, type PolicyCode, type Verdict, valid } from "./policy-codes.ts"
import { devicesFault } from "./policy-devices.ts"
import { extensionFault } from "./policy-extension.ts"
import { externalFault } from "./policy-external.ts"
import type { CommitFacts, GroupFacts, PathOf } from "./policy-facts.ts"
import { membersFault } from "./policy-members.ts"
import { settlePositions } from "./policy-positions.ts"
import { rolesFault } from "./policy-roles.ts"

/**
 * Whether `commit` may follow `group`: the same for server and members. The group, the commit and the paths that
 * they name by hash decide; no clock, no later link, nothing else that somebody happens to know. Anything but these
 * would split a group.
 */
export async function judgeCommit(
  crypto: Crypto,
  group: GroupFacts,
  commit: CommitFacts,
  pathOf: PathOf,
): Promise<Verdict> {
  if (commit.foreign) return invalid("proposal-forbidden")
  const one = caseOf(crypto, group, commit)
  if (one === undefined) return invalid("leaf-unknown")
  if (!keepsDevice(one)) return invalid("leaf-changed")
  const fault = (await externalFault(crypto, one)) ?? faultWithoutChains(one)
  if (fault !== undefined) return invalid(fault)
  const settled = await settlePositions(crypto, one, pathOf)
  if (settled.at !== "settled") return settled
  const devices = devicesFault(one, settled.positions)
  return devices === undefined ? valid : invalid(devices)
}

function faultWithoutChains(one: Case): PolicyCode | undefined {
  return extensionFault(one) ?? membersFault(one) ?? rolesFault(one)
}
