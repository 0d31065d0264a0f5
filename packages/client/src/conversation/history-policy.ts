import { fail, type Result, succeed } from "@colombe/base"
import { type ColombeGroup, historyDaysMax, historyDaysMin } from "@colombe/rules"
import type { HistoryPolicy } from "../api/index.ts"

/** What the group's extension says of it. */
export type HistoryRule = Pick<ColombeGroup, "history" | "historyDays">

export function historyRule(policy: HistoryPolicy): Result<HistoryRule> {
  if (policy === "none" || policy === "all") return succeed({ history: policy, historyDays: 0 })
  const { days } = policy
  const fits = Number.isInteger(days) && days >= historyDaysMin && days <= historyDaysMax
  return fits ? succeed({ history: "days", historyDays: days }) : fail("history-invalid")
}

export function historyPolicyOf({ history, historyDays }: HistoryRule): HistoryPolicy {
  return history === "days" ? { days: historyDays } : history
}

export function sameHistory(left: HistoryRule, right: HistoryRule): boolean {
  return left.history === right.history && left.historyDays === right.historyDays
}
