import type { ChangeItem, OneChange } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import { isolated, peopleList, spanOf, text } from "../../i18n/index.ts"

/** A change of the group as one sentence in plain words; several at once one after the other. */
export function changeSentence({ by, change }: Pick<ChangeItem, "by" | "change">): string {
  return change.type === "several" ? change.changes.map(sentenceOf).join(" · ") : sentenceOf({ by, change })
}

function sentenceOf({ by, change }: OneChange): string {
  const history = change.type === "history" ? change.history : "none"
  return text(messageOf(by.account, change), {
    by: isolated(by.displayName),
    people: peopleList("people" in change ? change.people : []),
    ...(typeof history === "string" ? { policy: history, days: 0 } : { policy: "days", days: history.days }),
    ...(change.type === "timer" ? timerValues(change.seconds) : {}),
    ...(change.type === "role" ? { role: change.role, count: change.people.length } : {}),
    said: "said" in change ? isolated(plainText(change.said)) || "none" : "none",
    removed: change.type === "picture" && change.removed ? "yes" : "no",
    title: change.type === "title" ? isolated(change.title) : "",
  })
}

function timerValues(seconds: number): { readonly policy: string; readonly span: string } {
  return { policy: seconds === 0 ? "off" : "on", span: spanOf(seconds) }
}

/** What people do to themselves is said in other words. */
function messageOf(by: string, change: OneChange["change"]) {
  const isOwn = change.type === "role" && change.people.every(({ account }) => account === by)
  return isOwn ? "change.own-role" : (`change.${change.type}` as const)
}
