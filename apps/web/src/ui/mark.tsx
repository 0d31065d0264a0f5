import type { JSX } from "preact"

/** Drawn on a grid of 48 units: the uneven edge of pressed wax, and a dove that rises from it. */
const wax =
  "M45.3 27.4C44.8 31.1 43.8 35.4 41.6 38.2C39.3 41.1 35.4 43 31.8 44.4C28.3 45.8 24 47.2 20.4 46.6C16.9 46 13.3 43.1 10.5 40.7C7.6 38.3 4.7 35.4 3.2 32C1.7 28.6 0.8 24 1.5 20.4C2.1 16.8 4.7 13.2 7.1 10.3C9.6 7.5 12.6 4.3 16 3.1C19.3 1.8 23.6 2.3 27.3 2.9C31.1 3.4 35.4 4.2 38.3 6.4C41.2 8.6 43.4 12.6 44.5 16.1C45.7 19.6 45.8 23.7 45.3 27.4z"
const dove =
  "M9.6 21.6 13 19.7C13.9 16.9 17.6 16.2 19.9 18.4c1.2 1.2 2.5 1.7 3.8 1.4C24.6 14.6 28.8 10.2 36 8.6c-.2 3-.8 5.2-1.7 7.2 1.1-.1 2-.4 3-.8-.9 3.4-2.5 5.9-4.8 8 .8.1 1.6.1 2.3 0-1.2 2.3-2.7 3.8-4.4 4.8 3 .7 5.9 2 8.8 4.3-3.7.8-7.2 1-10.7.2-2.7 2.6-7.6 2.7-10.9-.7-2.8-2.9-3.9-6.1-3.9-9z"

/** The mark: a dove in a seal of wax. */
export function Mark({ size = 40 }: { size?: number }): JSX.Element {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 48 48" aria-hidden="true">
      <path class="mark-wax" d={wax} />
      <circle class="mark-rim" cx="24" cy="24" r="18.2" />
      <path class="mark-dove" transform="translate(1.9 3) scale(0.92)" d={dove} />
    </svg>
  )
}

/** A letter under its seal, for where nothing has been written yet. */
export function Letter(): JSX.Element {
  return (
    <svg class="letter" width="152" height="112" viewBox="0 0 152 112" aria-hidden="true">
      <path
        class="letter-paper"
        d="M14 20.5h124a4 4 0 0 1 4 4v72a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4v-72a4 4 0 0 1 4-4z"
      />
      <path
        class="letter-fold"
        d="M11.5 98.5 60 57M140.5 98.5 92 57M11 22.5l58.5 46a10.5 10.5 0 0 0 13 0L141 22.5"
      />
      <g transform="translate(54 40) scale(0.92)">
        <path class="mark-wax" d={wax} />
        <circle class="mark-rim" cx="24" cy="24" r="18.2" />
        <path class="mark-dove" transform="translate(1.9 3) scale(0.92)" d={dove} />
      </g>
    </svg>
  )
}
