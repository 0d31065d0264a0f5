/** How a press on the microphone goes on: what it would be if it ended now. */
export type Held = "locked" | "sending" | "cancelling"

/** Milliseconds up to which a press is a click, after which it goes on by itself. */
const clickMs = 400
/** Pixels up that lock it, and towards the beginning of the line that give it up. */
const lockPixels = 60
const cancelPixels = 90

/** `x` from where it began, towards the end of the line; `y` downwards; `milliseconds` since. */
export function heldAs(x: number, y: number, milliseconds: number): Held {
  if (y <= -lockPixels) return "locked"
  if (x <= -cancelPixels) return "cancelling"
  return milliseconds < clickMs ? "locked" : "sending"
}
