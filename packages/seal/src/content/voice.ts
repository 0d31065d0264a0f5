import type { Bytes } from "@colombe/base"
import type { CborValue } from "./cbor.ts"

/** What is shown of a voice note before its bytes are there, as its sender says (spec F15). */
export interface Voice {
  /** Milliseconds. */
  readonly duration: number
  /** How loud each equal part of it is, from 0 to 255. */
  readonly bars: Bytes
}

/** Milliseconds: an hour. */
export const voiceDurationMax = 3_600_000
export const voiceBars = { least: 8, most: 128 }

/** Undefined for what no reader would take. */
export function voiceValue({ duration, bars }: Voice): CborValue | undefined {
  const value = [Math.round(duration), bars]
  return readVoice(value) === undefined ? undefined : value
}

/** What is no voice note is none. */
export function readVoice(value: CborValue | undefined): Voice | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined
  const [duration, bars] = value as readonly CborValue[]
  const isDuration =
    typeof duration === "number" &&
    Number.isInteger(duration) &&
    duration >= 1 &&
    duration <= voiceDurationMax
  const isBars = bars instanceof Uint8Array && bars.length >= voiceBars.least && bars.length <= voiceBars.most
  return isDuration && isBars ? { duration, bars } : undefined
}
