/** Parts in which the loudness of a voice note is shown. */
export const barsShown = 64

/**
 * Loudness of so many equal parts, each from 0 to 255 by the loudest of all: of levels from 0 to 1 that were measured at
 * equal distances in time.
 */
export function barsOf(levels: readonly number[], count = barsShown): Uint8Array<ArrayBuffer> {
  const peaks = Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / count)
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / count))
    return Math.max(0, ...levels.slice(from, to).map(level => (Number.isFinite(level) ? level : 0)))
  })
  const loudest = Math.max(...peaks)
  // What is hardly more than the noise of a microphone is not blown up.
  const scale = Math.max(loudest, quiet)
  return Uint8Array.from(peaks, peak => Math.round((255 * Math.min(peak, scale)) / scale))
}

const quiet = 0.02

/** `1:04`; hours where there are some. */
export function clockOf(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000)
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (value: number) => String(value).padStart(2, "0")
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`
}
