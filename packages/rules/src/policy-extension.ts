import { formFault, sameExtension } from "./extension-form.ts"
import type { ColombeGroup } from "./group.ts"
import { isAtLeast } from "./membership.ts"
import { type Case, committerRole, isDirect } from "./policy-case.ts"
import type { PolicyCode } from "./policy-codes.ts"

/** Fields of the extension that stand for themselves: what each change needs. Lists of accounts are judged by account. */
export function extensionFault(one: Case): PolicyCode | undefined {
  const next = one.commit.extension
  const last = one.group.extension
  if (next === undefined) return undefined
  const form = formFault(next)
  if (form !== undefined) return form
  if (changes(last, next, ["seed", "previous"])) return "field-fixed"
  if (next.suiteRank < last.suiteRank || next.sealRank < last.sealRank) return "rank-falls"
  if (changes(last, next, ["host", "suiteRank", "sealRank", "history", "historyDays", "links"])) {
    if (isDirect(one)) return "direct-fixed"
    if (!isAtLeast(committerRole(one), "admin")) return "role-too-low"
  }
  if (changes(last, next, ["ttlSeconds"]) && !isDirect(one) && !isAtLeast(committerRole(one), "admin"))
    return "role-too-low"
  return undefined
}

/** Whether any of these fields differs, byte for byte. */
function changes(last: ColombeGroup, next: ColombeGroup, fields: readonly (keyof ColombeGroup)[]): boolean {
  return fields.some(field => !sameExtension(last, { ...last, [field]: next[field] }))
}
