import type { JSX } from "preact"
import { useMemo } from "preact/hooks"
import { qrMatrix } from "./qr-matrix.ts"

/** Modules of blank around it. */
const quiet = 4

/** Drawn here, so that no picture service learns of the code. Nothing is drawn for a text that no code holds. */
export function QrCode({ text, label }: { text: string; label: string }): JSX.Element | null {
  const matrix = useMemo(() => qrMatrix(text), [text])
  if (matrix === undefined) return null
  const size = matrix.length + 2 * quiet
  const path = matrix
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : [])))
    .join("")
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path d={path} fill="currentColor" />
    </svg>
  )
}
