import type { Locale } from "./phrase.ts"

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const

/** A number of seconds in the largest unit that leaves no rest. */
export function spanOf(seconds: number, locale: Locale): string {
  const [unit, size] = units.find(([, size]) => seconds % size === 0) ?? ["second", 1]
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(seconds / size)
}
