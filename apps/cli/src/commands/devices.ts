import { fail, type Result, succeed } from "@colombe/base"
import type { DeviceSummary, RemoveDeviceOptions } from "@colombe/client"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import { printable } from "../output/lines.ts"

/** One object a line, for programs. */
export function deviceJson({ device, name, current, kind, firstSeen, isUnseen }: DeviceSummary): string {
  const seen = firstSeen === undefined ? null : new Date(firstSeen).toISOString()
  return JSON.stringify({ device, name, current, kind, first_seen: seen, unseen: isUnseen })
}

export function deviceLine(
  { device, name, current, kind, firstSeen, isUnseen }: DeviceSummary,
  locale: Locale,
): string {
  const seen = firstSeen === undefined ? "" : `  ${new Date(firstSeen).toISOString().slice(0, 10)}`
  const called = printable(name) || phrase(kind === "words" ? "device-words" : "device-unnamed", locale)
  const mark = current ? "mark-this-device" : isUnseen ? "mark-unseen-device" : undefined
  return `${device}${seen}  ${called}${mark === undefined ? "" : `  ${phrase(mark, locale)}`}`
}

/** Characters of an id that are enough to name a device. */
const idPrefixLength = 4

/** By its id, or the start of it, or the name that it goes by, if that is one device's. */
export async function removeDevice(
  client: HomeClient,
  target: string,
  options: RemoveDeviceOptions,
): Promise<Result<void>> {
  const devices = await client.devices()
  const byId = devices.filter(({ device }) => target.length >= idPrefixLength && device.startsWith(target))
  const named = byId.length > 0 ? byId : devices.filter(({ name }) => name === target)
  const [only] = named
  if (only === undefined || named.length > 1) return fail("device-not-yours")
  const removed = await client.removeDevice(only.device, options)
  return removed.ok ? succeed() : removed
}
