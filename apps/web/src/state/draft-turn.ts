import type { Draft } from "@colombe/client"

/** What is written in one view: its draft's id, and whether it was typed there, neither sent nor taken from elsewhere. */
export interface Standing {
  readonly id: string
  readonly isTyped: boolean
  /** A message has gone out under the id. */
  readonly isSent: boolean
}

/**
 * What a view does once something else may be kept (spec Y121): `take` shows what is kept in place of its own, `stay`
 * leaves both as they are, `keep` keeps its own again, since what was kept in its place is over.
 */
export function turn({ id, isTyped, isSent }: Standing, kept: Draft | undefined): "take" | "stay" | "keep" {
  if (!isTyped || isSent || kept?.id === id) return "take"
  const isOver = kept === undefined || (kept.text === "" && kept.replyTo === undefined)
  return isOver ? "keep" : "stay"
}
