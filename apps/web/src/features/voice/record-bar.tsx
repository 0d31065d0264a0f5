import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { Icon } from "../../ui/icons.tsx"
import { barsShown, clockOf } from "./bars.ts"
import type { Recording } from "./recorder.ts"
import { giveUp, pauseIn } from "./voices.ts"
import { Waveform } from "./waveform.tsx"

interface RecordBarProps {
  readonly conversation: string
  readonly recording: Recording
  readonly code: string | undefined
  readonly onSend: () => void
}

/** In the composer's place while somebody speaks: how long, how loud, and what to do with it. */
export function RecordBar({ conversation, recording, code, onSend }: RecordBarProps): JSX.Element {
  const { at, duration, levels } = recording.heard.value
  const sendButton = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    sendButton.current?.focus()
    return () => pauseIn(conversation)
  }, [conversation])
  const failure = code ?? (at === "ended" ? "microphone-lost" : undefined)
  return (
    <form
      class="composer recording"
      aria-label={text("voice.recording")}
      onSubmit={event => {
        event.preventDefault()
        onSend()
      }}
      onKeyDown={event => {
        if (event.key !== "Escape") return
        // It gives up what is said, and leaves no conversation.
        event.preventDefault()
        giveUp()
      }}
    >
      {failure === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(failure, locale.value)}
        </p>
      )}
      {at === "recording" ? null : <Listen recording={recording} />}
      <button type="button" class="quiet square" aria-label={text("voice.discard")} onClick={giveUp}>
        <Icon name="bin" size={22} />
      </button>
      <div class="recorded">
        <span class={at === "recording" ? "voice-dot is-recording" : "voice-dot"} />
        <span class="voice-time" role="timer">
          {clockOf(duration)}
        </span>
        <Waveform bars={shown(levels)} heard={1} />
        {at === "ended" ? null : <PauseButton recording={recording} isPaused={at === "paused"} />}
      </div>
      <div class="sending">
        <button ref={sendButton} type="submit" class="send" aria-label={text("composer.send")}>
          <Icon name="send" size={22} />
        </button>
      </div>
    </form>
  )
}

function PauseButton({ recording, isPaused }: { recording: Recording; isPaused: boolean }): JSX.Element {
  return (
    <button
      type="button"
      class="quiet square"
      aria-label={text(isPaused ? "voice.resume" : "voice.pause")}
      onClick={isPaused ? recording.resume : recording.pause}
    >
      <Icon name={isPaused ? "microphone" : "pause"} size={20} />
    </button>
  )
}

/** Speech is seldom louder than a quarter of what a microphone can take. */
const gain = 4 * 255

/** The last that fit, the newest at the end. */
function shown(levels: readonly number[]): number[] {
  const last = levels.slice(-barsShown).map(level => Math.min(255, level * gain))
  return [...new Array<number>(barsShown - last.length).fill(0), ...last]
}

/** What there is so far, before it is sent or spoken on. */
function Listen({ recording }: { recording: Recording }): JSX.Element | null {
  const [url, setUrl] = useState<string | undefined>(undefined)
  useEffect(() => {
    let made: string | undefined
    let isGone = false
    void recording.soFar().then(blob => {
      if (isGone) return
      made = URL.createObjectURL(blob)
      setUrl(made)
    })
    return () => {
      isGone = true
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [recording])
  if (url === undefined) return null
  // biome-ignore lint/a11y/useMediaCaption: what somebody has just said has none
  return <audio class="so-far" src={url} controls aria-label={text("voice.soFar")} />
}
