import type { Draft } from "@colombe/client"

/** What is written in one view: its draft's id, and whether it was typed there, neither sent nor taken from elsewhere. */
export interface Standing {
  readonly id: string
  readonly isTyped: boolean
  /** A message has gone out under the id. */
  readonly isSent: boolean
}

/**
 * What a view does once something else may be kept (spec Y121): `take` shows what is kept in place of its own, `follow`
 * shows it as what its own draft has become, `stay` leaves both as they are, `keep` keeps its own again, since what was
 * kept in its place is over.
 */
export type Turn = "take" | "follow" | "stay" | "keep"

export function turn({ id, isTyped, isSent }: Standing, kept: Draft | undefined): Turn {
  if (kept?.id === id) return "follow"
  if (!isTyped || isSent) return "take"
  const isOver = kept === undefined || (kept.text === "" && kept.replyTo === undefined)
  return isOver ? "keep" : "stay"
}
