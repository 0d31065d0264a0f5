import type { JSX } from "preact"

/** A pen that pauses: three dots, still where less motion is asked for. */
export function WritingDots(): JSX.Element {
  return (
    <span class="writing-dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  )
}
