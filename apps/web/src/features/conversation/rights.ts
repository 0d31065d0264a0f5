import type { ConversationDetails } from "@colombe/client"

type Details = ConversationDetails | undefined

/** Whether this person may say something here; answering a request accepts it. */
export function mayWrite(details: Details): boolean {
  const { membership } = details ?? {}
  return membership === "member" || membership === "planned" || membership === "request"
}

/** Whether this person may delete what others said. */
export function keepsOrder(details: Details): boolean {
  return details?.kind === "group" && details.ownRole !== "member"
}

export function maySetTimer(details: Details): boolean {
  if (details?.membership !== "member") return false
  return details.kind === "direct" || details.ownRole === "admin" || details.ownRole === "owner"
}

/** Seconds that one may choose from; 0: for good. */
const choices = [0, 300, 3_600, 86_400, 604_800, 2_592_000]

/** With what holds now, whatever it is. */
export function timerChoices(now: number): readonly number[] {
  return [...new Set([...choices, now])].toSorted((left, right) => left - right)
}
