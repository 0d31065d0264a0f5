import { locale } from "../../i18n/index.ts"

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const

/** Three digits and a unit, in the words of the language: 1.25 MB, 1,25 Mo. */
export function readableSize(bytes: number): string {
  let value = bytes
  let unit = 0
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000
  return new Intl.NumberFormat(locale.value, {
    style: "unit",
    unit: units[unit] ?? "byte",
    unitDisplay: unit === 0 ? "long" : "short",
    maximumSignificantDigits: 3,
  }).format(value)
}
