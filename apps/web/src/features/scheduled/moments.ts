const minuteMs = 60_000
const morningHour = 9

/** Times that one is likely to choose, from now on. */
export function likelyTimes(
  now: number,
): readonly { readonly name: "hour" | "tomorrow" | "monday"; readonly at: number }[] {
  const morning = (days: number): number => {
    const day = new Date(now)
    day.setDate(day.getDate() + days)
    return day.setHours(morningHour, 0, 0, 0)
  }
  const weekday = new Date(now).getDay()
  const toMonday = (8 - weekday) % 7 || 7
  return [
    { name: "hour", at: now + 60 * minuteMs },
    { name: "tomorrow", at: morning(1) },
    // On a Sunday both are one.
    ...(toMonday > 1 ? [{ name: "monday", at: morning(toMonday) } as const] : []),
  ]
}

/** As a field of date and time has it, by the calendar of this device. */
export function fieldOf(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * minuteMs)
  return local.toISOString().slice(0, "2026-01-01T00:00".length)
}

/** Undefined where nothing whole was chosen. */
export function momentIn(field: string): number | undefined {
  const at = new Date(field).getTime()
  return Number.isFinite(at) ? at : undefined
}
