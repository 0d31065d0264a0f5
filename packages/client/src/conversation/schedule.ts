import type { Milliseconds } from "@colombe/base"

const hour: Milliseconds = 3_600_000
const day: Milliseconds = 24 * hour

/** A leaf that came in by a key package gets keys of its own making within this time. */
export const firstPathWithin: Milliseconds = day
/** Nothing is said from a leaf older than this, in a group of few leaves and of many. */
export const leafAgeMax: Milliseconds = 7 * day
export const leafAgeMaxInLarge: Milliseconds = 30 * day
/** Above so many leaves a group is large. */
export const largeAbove = 128
/** With disappearing messages nothing is said in an epoch older than this, or than the messages live. */
export const epochAgeMax: Milliseconds = day

/** What decides whether this device owes a conversation a path commit; times by its own clock. */
export interface LeafFacts {
  readonly now: Milliseconds
  readonly cameInAt: Milliseconds
  /** When its leaf last got keys of its own making; undefined: never. */
  readonly keyedAt: Milliseconds | undefined
  readonly epochAt: Milliseconds
  readonly leaves: number
  /** 0: messages stay. */
  readonly ttlSeconds: number
  /** Something is about to be said. */
  readonly isSending: boolean
  /** Somebody else's commit came first: for this once, an old leaf is nobody's worry. */
  readonly lostRace: boolean
  /** Uniform in [0, 1), and always the same for this device and conversation: newcomers do not all commit at once. */
  readonly share: number
}

export type PathDue =
  | { readonly due: "now" }
  | { readonly due: "never" }
  | { readonly due: "at"; readonly at: Milliseconds }

const now: PathDue = { due: "now" }

/**
 * Spec Y64. A clock that was set, forward or back, makes one commit too many and never one too few. An epoch that is too
 * old for messages that disappear is left also after a lost race, unless the race itself made it young.
 */
export function pathDue(facts: LeafFacts): PathDue {
  const { isSending, ttlSeconds, lostRace, keyedAt } = facts
  const epochAge = Math.abs(facts.now - facts.epochAt)
  if (isSending && ttlSeconds > 0 && epochAge > Math.min(ttlSeconds * 1000, epochAgeMax)) return now
  if (lostRace) return { due: "never" }
  if (keyedAt === undefined) {
    const wait = (firstPathWithin * (1 + facts.share)) / 2
    const isOver = Math.abs(facts.now - facts.cameInAt) >= wait
    return isOver ? now : { due: "at", at: facts.now + wait - Math.abs(facts.now - facts.cameInAt) }
  }
  const ageMax = facts.leaves > largeAbove ? leafAgeMaxInLarge : leafAgeMax
  return isSending && Math.abs(facts.now - keyedAt) > ageMax ? now : { due: "never" }
}
