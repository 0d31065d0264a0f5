import { fail, type Result, succeed } from "@colombe/base"
import { signal } from "@preact/signals"
import { beginWork } from "../../state/at-work.ts"
import { sendFiles } from "../files/upload.ts"
import { type MicrophoneCode, type Recorded, type Recording, startRecording } from "./recorder.ts"

export interface Speaking {
  readonly conversation: string
  readonly recording: Recording
}

/** What is being recorded: one at a time, and it is there, paused, when its person comes back to the conversation. */
export const speaking = signal<Speaking | undefined>(undefined)

let workDone = () => {}
/** What was recorded and could not be queued yet. */
let recorded: Recorded | undefined

export async function speak(conversation: string): Promise<Result<void, MicrophoneCode>> {
  if (speaking.peek() !== undefined) return fail("microphone-busy")
  const started = await startRecording()
  if (!started.ok) return started
  workDone = beginWork()
  speaking.value = { conversation, recording: started.value }
  return succeed()
}

/** Whoever looks elsewhere does not speak on unheard. */
export function pauseIn(conversation: string): void {
  const now = speaking.peek()
  if (now?.conversation === conversation) now.recording.pause()
}

export function giveUp(): void {
  speaking.peek()?.recording.cancel()
  rest()
}

function rest(): void {
  recorded = undefined
  speaking.value = undefined
  workDone()
}

/** The code of why it is not queued: it stays, and can be sent again. */
export async function sendSpoken(replyTo: string | undefined): Promise<string | undefined> {
  const now = speaking.peek()
  if (now === undefined) return undefined
  recorded ??= await now.recording.finish()
  const { blob, duration, bars } = recorded
  if (blob.size === 0) {
    rest()
    return "voice-empty"
  }
  const name = `voice.${endingOf(blob.type)}`
  const file = { name, blob, box: undefined, preview: undefined, hidden: undefined }
  const code = await sendFiles(now.conversation, {
    files: [file],
    caption: "",
    replyTo,
    voice: { duration, bars },
  })
  if (code === undefined) rest()
  return code
}

function endingOf(type: string): string {
  if (type.startsWith("audio/mp4")) return "m4a"
  return type.startsWith("audio/ogg") ? "ogg" : "webm"
}
