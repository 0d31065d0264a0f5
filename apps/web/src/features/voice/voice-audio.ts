/** Seconds that no recording has: a player that is sent there learns how long a file is that does not say it. */
const beyond = 1e7
/** Milliseconds in which a file says what it is. */
const openMs = 10_000

/** A player for a voice note, which knows its length and finds every place in it; undefined where it cannot be played. */
export async function openVoice(url: string): Promise<HTMLAudioElement | undefined> {
  const audio = new Audio(url)
  if (!(await comes(audio, "loadedmetadata"))) return undefined
  if (audio.duration !== Number.POSITIVE_INFINITY) return audio
  const isThere = comes(audio, "seeked")
  audio.currentTime = beyond
  if (!(await isThere)) return undefined
  const isBack = comes(audio, "seeked")
  audio.currentTime = 0
  return (await isBack) ? audio : undefined
}

function comes(audio: HTMLAudioElement, event: "loadedmetadata" | "seeked"): Promise<boolean> {
  return new Promise(resolve => {
    audio.addEventListener(event, () => resolve(true), { once: true })
    audio.addEventListener("error", () => resolve(false), { once: true })
    setTimeout(resolve, openMs, false)
  })
}

let playing: HTMLAudioElement | undefined

/** One voice at a time. */
export function playAlone(audio: HTMLAudioElement): Promise<void> {
  if (playing !== audio) playing?.pause()
  playing = audio
  return audio.play()
}
