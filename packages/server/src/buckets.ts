import type { Clock, Milliseconds } from "@colombe/base"
import { type Refused, refuse } from "@colombe/wire"
import type { Rate, ServerLimits } from "./limits.ts"

interface Bucket {
  tokens: number
  at: Milliseconds
  readonly rate: Rate
}

/** Rates are kept in memory alone: after a restart everybody starts with a full bucket. */
export type Buckets = Map<string, Bucket>

export type RateName = {
  [Name in keyof ServerLimits]: ServerLimits[Name] extends Rate ? Name : never
}[keyof ServerLimits]

/** Buckets kept at one time; full ones are forgotten first. */
const bucketsMax = 100_000

export interface Metered {
  readonly clock: Clock
  readonly limits: ServerLimits
  readonly buckets: Buckets
}

/** Takes one token of `whom`; the refusal says after how long there will be one. */
export function takeToken(
  { clock, limits, buckets }: Metered,
  name: RateName,
  whom: string,
): Refused<"rate-limited"> | undefined {
  const now = clock.now()
  const rate = limits[name]
  const key = `${name} ${whom}`
  const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now, rate }
  refill(bucket, now)
  if (bucket.tokens < 1)
    return refuse("rate-limited", { retryAfter: Math.ceil(((1 - bucket.tokens) * 1000) / rate.perSecond) })
  bucket.tokens -= 1
  if (buckets.size >= bucketsMax && !buckets.has(key)) forgetFull(buckets, now)
  buckets.set(key, bucket)
  return undefined
}

function refill(bucket: Bucket, now: Milliseconds): void {
  // A clock that was set back gives nothing and takes nothing.
  const seconds = Math.max(0, now - bucket.at) / 1000
  bucket.tokens = Math.min(bucket.rate.burst, bucket.tokens + seconds * bucket.rate.perSecond)
  bucket.at = now
}

/** A full bucket says no more than none; where all are in use the oldest goes, so that memory stays bounded. */
export function forgetFull(buckets: Buckets, now: Milliseconds): void {
  for (const [key, bucket] of buckets) {
    refill(bucket, now)
    if (bucket.tokens >= bucket.rate.burst) buckets.delete(key)
  }
  for (const key of buckets.keys()) {
    if (buckets.size < bucketsMax) return
    buckets.delete(key)
  }
}
