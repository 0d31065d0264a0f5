import type { Milliseconds } from "@colombe/base"
import { type JoinPace, newJoinPace } from "../devices/join-everywhere.ts"
import type { HistoryPace } from "../history/post-records.ts"
import type { Paces as OutboxPaces } from "../outbox/flush.ts"
import type { ReadsPace } from "../relay/reads.ts"
import type { SharePace } from "../self/share.ts"

/** When what waits comes next, as far as this process knows: a new one tries at once. */
export interface Paces {
  readonly outbox: OutboxPaces
  readonly joins: JoinPace
  readonly history: HistoryPace
  readonly sharing: SharePace
  readonly reads: ReadsPace
  /** The latest moment at which any of these was looked at. */
  lookedAt: Milliseconds
}

export function newPaces(): Paces {
  return {
    outbox: new Map(),
    joins: newJoinPace(),
    history: { lastBatch: undefined },
    sharing: { lastPost: undefined },
    reads: { next: 0 },
    lookedAt: 0,
  }
}

/** The same ones, or new ones where the clock was set back: nothing waits for a moment that a wrong clock named (Y75). */
export function pacesAt(paces: Paces, now: Milliseconds): Paces {
  const current = now < paces.lookedAt ? newPaces() : paces
  current.lookedAt = now
  return current
}
