import type { FileItem, VoiceNote as Voice } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { Icon } from "../../ui/icons.tsx"
import { type FilePlace, fetchFile } from "../files/fetch.ts"
import { FileRow } from "../files/file-row.tsx"
import { headBytes, playableOf } from "../files/media-type.ts"
import { clockOf } from "./bars.ts"
import { noteHeard, wasHeard } from "./heard.ts"
import { openVoice, playAlone } from "./voice-audio.ts"
import { Waveform } from "./waveform.tsx"

interface VoiceNoteProps {
  readonly file: FileItem
  readonly voice: Voice
  readonly at: FilePlace
  readonly isMine: boolean
}

const speeds = [1, 1.5, 2] as const

/** A voice note as it is heard; as any file where its bytes are no sound. */
export function VoiceNote({ file, voice, at, isMine }: VoiceNoteProps): JSX.Element {
  const player = usePlayer(file, at)
  const [speed, setSpeed] = useState<(typeof speeds)[number]>(1)
  if (player.isNone) return <FileRow file={file} at={at} />
  const { position, isPlaying } = player
  const turnSpeed = () => {
    const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1
    setSpeed(next)
    player.setSpeed(next)
  }
  const isNew = !isMine && !wasHeard(file.file)
  return (
    <div class="voice-note">
      <button
        type="button"
        class="quiet square"
        aria-label={text(isPlaying ? "voice.pausePlaying" : "voice.play")}
        aria-busy={player.isOpening}
        onClick={() => void player.toggle(speed)}
      >
        <Icon name={isPlaying ? "pause" : "play"} />
      </button>
      <div class="voice-scrub">
        <Waveform bars={voice.bars} heard={position / voice.duration} />
        <input
          type="range"
          min={0}
          max={voice.duration}
          step={100}
          value={position}
          aria-label={text("voice.position")}
          aria-valuetext={`${clockOf(position)} / ${clockOf(voice.duration)}`}
          onInput={event => void player.seek(Number(event.currentTarget.value), speed)}
        />
      </div>
      <p class="voice-time">
        {clockOf(position > 0 ? position : voice.duration)}
        {isNew ? <span class="voice-new" role="img" aria-label={text("voice.new")} /> : null}
      </p>
      <button
        type="button"
        class="quiet voice-speed"
        aria-label={text("voice.speed", { speed: `${speed}×` })}
        onClick={turnSpeed}
      >
        {speed}×
      </button>
      {player.code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(player.code, locale.value)}
        </p>
      )}
    </div>
  )
}

/** Fetched when it is played first: it is short, and is found through at once. */
function usePlayer(file: FileItem, at: FilePlace) {
  const [position, setPosition] = useState(0)
  const [isPlaying, setPlaying] = useState(false)
  const [opening, setOpening] = useState<"no" | "yes" | "none" | { readonly code: string }>("no")
  const opened = useRef<HTMLAudioElement | undefined>(undefined)
  useEffect(
    () => () => {
      opened.current?.pause()
      if (opened.current !== undefined) URL.revokeObjectURL(opened.current.src)
      opened.current = undefined
    },
    [file.file],
  )
  const open = async (): Promise<HTMLAudioElement | undefined> => {
    if (opened.current !== undefined) return opened.current
    setOpening("yes")
    const audio = await fetchVoice(at, file)
    if (typeof audio === "string") {
      setOpening(audio === "file-not-playable" ? "none" : { code: audio })
      return undefined
    }
    setOpening("no")
    audio.addEventListener("timeupdate", () => setPosition(audio.currentTime * 1000))
    audio.addEventListener("play", () => setPlaying(true))
    audio.addEventListener("pause", () => setPlaying(false))
    audio.addEventListener("ended", () => setPosition(0))
    opened.current = audio
    return audio
  }
  const play = async (audio: HTMLAudioElement, speed: number) => {
    audio.playbackRate = speed
    noteHeard(file.file)
    // Paused again before it began.
    await playAlone(audio).catch(() => {})
  }
  return {
    position,
    isPlaying,
    isOpening: opening === "yes",
    isNone: opening === "none",
    code: typeof opening === "object" ? opening.code : undefined,
    setSpeed(speed: number) {
      if (opened.current !== undefined) opened.current.playbackRate = speed
    },
    async toggle(speed: number) {
      if (isPlaying) return opened.current?.pause()
      const audio = await open()
      if (audio !== undefined) await play(audio, speed)
    },
    async seek(milliseconds: number, speed: number) {
      setPosition(milliseconds)
      const isFirst = opened.current === undefined
      const audio = await open()
      if (audio === undefined) return
      audio.currentTime = milliseconds / 1000
      if (isFirst) await play(audio, speed)
    },
  }
}

/** A player, or the code of why there is none. */
async function fetchVoice(at: FilePlace, file: FileItem): Promise<HTMLAudioElement | string> {
  const blob = await fetchFile(at, file, () => {})
  if (typeof blob === "string") return blob
  const playable = playableOf(new Uint8Array(await blob.slice(0, headBytes).arrayBuffer()))
  if (playable === undefined) return "file-not-playable"
  const url = URL.createObjectURL(new Blob([blob], { type: playable.mediaType }))
  const audio = await openVoice(url)
  if (audio === undefined) URL.revokeObjectURL(url)
  return audio ?? "file-not-playable"
}
