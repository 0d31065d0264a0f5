/** After how many minutes without a sign of a person the app locks; `closed` when its last tab is closed, as with all others. */
export const lockTimeouts = ["1", "5", "15", "60", "closed"] as const
export type LockTimeout = (typeof lockTimeouts)[number]

/** How often the passcode was wrong since it was right, and until when the next try waits. */
export interface Attempts {
  readonly failures: number
  /** In milliseconds since 1970, by this device's clock. */
  readonly waitUntil: number
}

export const noAttempts: Attempts = { failures: 0, waitUntil: 0 }

const freeFailures = 4
const firstWaitMs = 30_000
const longestWaitMs = 3_600_000
const minuteMs = 60_000

/** Spec Y263: four are free, then half a minute, twice as long after each, at most an hour. */
function waitMs(failures: number): number {
  if (failures <= freeFailures) return 0
  return Math.min(firstWaitMs * 2 ** (failures - freeFailures - 1), longestWaitMs)
}

export function afterFailure({ failures }: Attempts, now: number): Attempts {
  return { failures: failures + 1, waitUntil: now + waitMs(failures + 1) }
}

/** Milliseconds. A clock that was set back makes no wait longer than its step. */
export function waitLeft({ failures, waitUntil }: Attempts, now: number): number {
  return Math.max(0, Math.min(waitUntil - now, waitMs(failures)))
}

/** Spec Y262. A clock that was set back says nothing about how long nobody was there: it is due. */
export function isLockDue(timeout: LockTimeout, lastActive: number, now: number): boolean {
  if (timeout === "closed") return false
  return now < lastActive || now - lastActive >= Number(timeout) * minuteMs
}

const charactersMin = 8
const differentMin = 4
const digitsMin = 12

/** Spec Y261: what a computer does not guess within days from a copy of this profile. */
export function isStrongEnough(passcode: string): boolean {
  const characters = [...passcode.normalize("NFKC")]
  if (characters.length < charactersMin || new Set(characters).size < differentMin) return false
  return characters.length >= digitsMin || !/^\p{Nd}+$/u.test(passcode)
}
