import type { ChangeItem } from "@colombe/client"
import { plainText } from "@colombe/client/markup"
import { isolated, peopleList, spanOf, text } from "../../i18n/index.ts"

/** A change of the group as one sentence in plain words. */
export function changeSentence(item: ChangeItem): string {
  const by = isolated(item.by.displayName)
  const history = item.change.type === "history" ? item.change.history : "none"
  return text(`change.${item.change.type}`, {
    by,
    people: peopleList("people" in item.change ? item.change.people : []),
    ...(typeof history === "string" ? { policy: history, days: 0 } : { policy: "days", days: history.days }),
    ...(item.change.type === "timer" ? timerValues(item.change.seconds) : {}),
    said: "said" in item.change ? isolated(plainText(item.change.said)) || "none" : "none",
    title: item.change.type === "title" ? isolated(item.change.title) : "",
  })
}

function timerValues(seconds: number): { readonly policy: string; readonly span: string } {
  return { policy: seconds === 0 ? "off" : "on", span: spanOf(seconds) }
}
