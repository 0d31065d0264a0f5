import { expect, test } from "bun:test"
import {
  epochAgeMax,
  firstPathWithin,
  type LeafFacts,
  largeAbove,
  leafAgeMax,
  leafAgeMaxInLarge,
  pathDue,
} from "./schedule.ts"

const start = 1_769_860_800_000
/** A leaf with keys of its own, in a young epoch, and nothing to say. */
const calm: LeafFacts = {
  now: start,
  cameInAt: start,
  keyedAt: start,
  epochAt: start,
  leaves: 3,
  ttlSeconds: 0,
  isSending: false,
  lostRace: false,
  share: 0,
}
const sending = { isSending: true }
const unkeyed = { keyedAt: undefined }
const decade = 3_650 * 86_400_000

const cases: readonly (readonly [string, Partial<LeafFacts>, string])[] = [
  ["a young leaf says something", sending, "never"],
  ["a newcomer waits a while", unkeyed, "at"],
  ["a newcomer after half a day", { ...unkeyed, now: start + firstPathWithin / 2 }, "now"],
  [
    "one whose share is late waits longer",
    { ...unkeyed, share: 0.9, now: start + firstPathWithin / 2 },
    "at",
  ],
  ["whatever its share, within a day", { ...unkeyed, share: 0.999, now: start + firstPathWithin }, "now"],
  ["a newcomer who lost a race lets it be", { ...unkeyed, now: start + decade, lostRace: true }, "never"],
  ["an old leaf that says nothing", { now: start + decade }, "never"],
  ["a leaf at its limit says something", { ...sending, now: start + leafAgeMax }, "never"],
  ["an old leaf says something", { ...sending, now: start + leafAgeMax + 1 }, "now"],
  ["the same after a lost race", { ...sending, now: start + leafAgeMax + 1, lostRace: true }, "never"],
  ["an old leaf among many", { ...sending, now: start + leafAgeMax + 1, leaves: largeAbove + 1 }, "never"],
  ["at the edge of many", { ...sending, now: start + leafAgeMax + 1, leaves: largeAbove }, "now"],
  ["a very old one among many", { ...sending, now: start + leafAgeMaxInLarge + 1, leaves: 2_500 }, "now"],
  ["ttl, an epoch as old as messages live", { ...sending, ttlSeconds: 60, now: start + 60_000 }, "never"],
  ["ttl, an older epoch", { ...sending, ttlSeconds: 60, now: start + 60_001 }, "now"],
  ["ttl, an older epoch, nothing to say", { ttlSeconds: 60, now: start + 60_001 }, "never"],
  [
    "ttl, still old after a lost race",
    { ...sending, ttlSeconds: 60, now: start + 60_001, lostRace: true },
    "now",
  ],
  ["ttl, a race made the epoch young", { ...sending, ttlSeconds: 60, lostRace: true }, "never"],
  ["a long ttl, an epoch of a day", { ...sending, ttlSeconds: 604_800, now: start + epochAgeMax }, "never"],
  ["a long ttl, an older epoch", { ...sending, ttlSeconds: 604_800, now: start + epochAgeMax + 1 }, "now"],
  ["a clock set ten years back, once", { ...sending, now: start - decade }, "now"],
  [
    "a clock set ten years back, ttl",
    { ...sending, ttlSeconds: 60, now: start - decade, lostRace: true },
    "now",
  ],
  ["a clock set ten years ahead", { ...sending, now: start + decade }, "now"],
  ["a newcomer whose clock was set back", { ...unkeyed, now: start - decade }, "now"],
]

for (const [name, change, due] of cases)
  test(`Y64 ${name}: ${due}`, () => {
    expect(pathDue({ ...calm, ...change }).due).toBe(due as "now" | "never" | "at")
  })
