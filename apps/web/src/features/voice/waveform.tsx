import type { JSX } from "preact"

/** Units of the drawing: a bar, the room between two, and the height. */
const barWide = 2
const step = 3
const high = 24

/** Bars from 0 to 255, and the part of them, from 0 to 1, that was heard. */
export function Waveform({ bars, heard }: { bars: Iterable<number>; heard: number }): JSX.Element {
  const heights = [...bars]
  return (
    <svg
      class="waveform"
      viewBox={`0 0 ${heights.length * step} ${high}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {heights.map((bar, index) => {
        const height = Math.max(barWide, (bar / 255) * high)
        return (
          <rect
            key={index}
            class={index < heard * heights.length ? "heard" : undefined}
            x={index * step}
            y={(high - height) / 2}
            width={barWide}
            height={height}
            rx={1}
          />
        )
      })}
    </svg>
  )
}
