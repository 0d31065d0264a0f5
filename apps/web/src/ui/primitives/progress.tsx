import type { JSX } from "preact"

/** How much of something is there; without a `value`, that it goes on. */
export function Progress({ label, value }: { label: string; value: number | undefined }): JSX.Element {
  return <progress class="progress" aria-label={label} max={1} value={value} />
}
