import { fail, type Result, succeed } from "@colombe/base"
import { signal } from "@preact/signals"
import { capture } from "../capture.ts"
import { barsOf, barsShown } from "./bars.ts"

export type MicrophoneCode = "microphone-denied" | "microphone-missing" | "microphone-busy"

/** The first that the browser can make; each plays in all browsers of today, the first in older ones too. */
const types = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"]
const bitsPerSecond = 32_000
/** Milliseconds between two looks at how loud it is. */
const levelMs = 50
/** Milliseconds of a voice note (spec F15). */
const durationMax = 3_600_000

export interface Recorded {
  readonly blob: Blob
  /** Milliseconds. */
  readonly duration: number
  readonly bars: Uint8Array<ArrayBuffer>
}

export interface Heard {
  /** `ended`: by the microphone or the browser. What was said until then is there. */
  readonly at: "recording" | "paused" | "ended"
  /** Milliseconds so far. */
  readonly duration: number
  /** How loud it was at the last looks, from 0 to 1. */
  readonly levels: readonly number[]
}

export interface Recording {
  readonly heard: { readonly value: Heard }
  pause(): void
  resume(): void
  /** What there is so far, to listen to. It has to be paused or ended. */
  soFar(): Promise<Blob>
  /** Ends it, and lets go of the microphone. */
  finish(): Promise<Recorded>
  /** Ends it, and nothing is kept. */
  cancel(): void
}

/** Asks the person where they were not asked yet. What becomes as long as it may be is paused. */
export async function startRecording(): Promise<Result<Recording, MicrophoneCode>> {
  if (!("MediaRecorder" in globalThis)) return fail("microphone-missing")
  const captured = await capture(
    { audio: { channelCount: 1 }, video: false },
    { denied: "microphone-denied", missing: "microphone-missing", busy: "microphone-busy" },
  )
  if (!captured.ok) return captured
  try {
    return succeed(record(captured.value))
  } catch (error) {
    release(captured.value)
    return fail("microphone-missing", "never", error)
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

function record(stream: MediaStream): Recording {
  const type = types.find(one => MediaRecorder.isTypeSupported(one))
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: bitsPerSecond,
    ...(type === undefined ? {} : { mimeType: type }),
  })
  const parts: Blob[] = []
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data))
  const measured = measure(stream)
  const { heard } = measured
  const isFull = () => heard.peek().duration >= durationMax
  const pause = () => {
    if (recorder.state !== "recording") return
    recorder.pause()
    measured.stop("paused")
  }
  const unwatch = heard.subscribe(() => isFull() && pause())
  let isAsked = false
  const stopped = next(recorder, "stop").then(() => {
    unwatch()
    measured.stop(isAsked ? "paused" : "ended")
    measured.end()
    release(stream)
  })
  const stop = () => {
    isAsked = true
    if (recorder.state !== "inactive") recorder.stop()
  }
  const whole = () => new Blob(parts, { type: recorder.mimeType })
  recorder.start()
  measured.go()
  return {
    heard,
    pause,
    resume() {
      if (recorder.state !== "paused" || isFull()) return
      recorder.resume()
      measured.go()
    },
    async soFar() {
      if (recorder.state === "inactive") return whole()
      const there = next(recorder, "dataavailable")
      recorder.requestData()
      await there
      return whole()
    },
    async finish() {
      stop()
      await stopped
      return {
        blob: whole(),
        duration: Math.max(1, Math.round(heard.peek().duration)),
        bars: barsOf(measured.levels),
      }
    },
    cancel: stop,
  }
}

const next = (recorder: MediaRecorder, event: "dataavailable" | "stop") =>
  new Promise(resolve => recorder.addEventListener(event, resolve, { once: true }))

/** How long, and how loud, as long as it goes. */
function measure(stream: MediaStream) {
  const meter = meterOf(stream)
  const levels: number[] = []
  const heard = signal<Heard>({ at: "recording", duration: 0, levels })
  let timer: ReturnType<typeof setInterval> | undefined
  return {
    heard,
    /** All of them. */
    levels,
    go() {
      let since = performance.now()
      const tell = () => {
        const now = performance.now()
        const duration = Math.min(durationMax, heard.peek().duration + now - since)
        since = now
        heard.value = { at: "recording", duration, levels: levels.slice(-barsShown) }
      }
      tell()
      timer = setInterval(() => {
        levels.push(meter.level())
        tell()
      }, levelMs)
    },
    stop(at: "paused" | "ended") {
      clearInterval(timer)
      heard.value = { ...heard.peek(), at }
    },
    end: () => meter.close(),
  }
}

/** How loud a stream is: the root of the mean square of what was heard last. */
function meterOf(stream: MediaStream): { level(): number; close(): void } {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    level() {
      analyser.getFloatTimeDomainData(samples)
      return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length)
    },
    close: () => void context.close(),
  }
}
