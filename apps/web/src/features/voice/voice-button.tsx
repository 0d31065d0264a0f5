import type { JSX } from "preact"
import { text } from "../../i18n/index.ts"
import { Icon } from "../../ui/icons.tsx"
import { heldAs } from "./holding.ts"
import { giveUp, speak } from "./voices.ts"

/**
 * Pressed, it records until told otherwise. Held, it sends when it is let go; slid up it goes on by itself, slid towards
 * the beginning of the line it is given up.
 */
export function VoiceButton(props: {
  readonly conversation: string
  /** Nothing where what was in the way is gone. */
  readonly onFailed: (code: string | undefined) => void
  readonly onSend: () => void
}): JSX.Element {
  const { conversation, onFailed, onSend } = props
  const start = async (): Promise<boolean> => {
    const started = await speak(conversation)
    onFailed(started.ok ? undefined : started.code)
    return started.ok
  }
  const hold = (down: PointerEvent) => {
    if (down.button !== 0) return
    // Whoever is asked for the microphone first lets go to answer, and has said nothing yet.
    let isHeard = false
    const started = start().then(isStarted => {
      isHeard = isStarted
      return isStarted
    })
    const towardsEnd = getComputedStyle(down.currentTarget as Element).direction === "rtl" ? -1 : 1
    const watching = new AbortController()
    const letGo = async (up: PointerEvent) => {
      if (up.pointerId !== down.pointerId) return
      watching.abort()
      const x = (up.clientX - down.clientX) * towardsEnd
      const held = heldAs(x, up.clientY - down.clientY, up.timeStamp - down.timeStamp)
      if (held === "sending" && isHeard) onSend()
      if (held === "cancelling" && (await started)) giveUp()
    }
    // The button gives way to what is recorded: the finger is followed without it.
    addEventListener("pointerup", up => void letGo(up), { signal: watching.signal })
    addEventListener("pointercancel", () => watching.abort(), { signal: watching.signal })
  }
  return (
    <button
      type="button"
      class="quiet square voice-button"
      aria-label={text("voice.record")}
      title={text("voice.hint")}
      onPointerDown={hold}
      onClick={event => {
        // Of a key or a screen reader: no pointer was pressed before it.
        if (event.detail === 0) void start()
      }}
    >
      <Icon name="microphone" size={22} />
    </button>
  )
}
