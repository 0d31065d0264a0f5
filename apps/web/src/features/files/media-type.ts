/** Sound and film that browsers play, known by their first bytes: what a sender calls it decides nothing. */
export type Playable = { readonly kind: "audio" | "video"; readonly mediaType: string }

/** Undefined for anything else. */
export function playableOf(bytes: Uint8Array): Playable | undefined {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (text(4, 8) === "ftyp")
    return /^M4[AB]/.test(text(8, 12)) ? playable("audio", "mp4") : playable("video", "mp4")
  // EBML (RFC 8794): its kind of document says which.
  if (text(0, 4) === "\u001aE\u00df\u00a3" && text(0, ebmlBytes).includes("webm"))
    return webm(text(0, headBytes))
  if (text(0, 4) === "OggS") return playable("audio", "ogg")
  if (text(0, 4) === "RIFF" && text(8, 12) === "WAVE") return playable("audio", "wav")
  if (text(0, 4) === "fLaC") return playable("audio", "flac")
  if (text(0, 3) === "ID3") return playable("audio", "mpeg")
  // A frame of MPEG audio begins with eleven ones; a layer of 0 is ADTS, which holds AAC.
  const isFrame = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0
  if (!isFrame) return undefined
  return ((bytes[1] ?? 0) & 0x06) === 0 ? playable("audio", "aac") : playable("audio", "mpeg")
}

/** Bytes of what every document begins with, where each size is written as long as it may be; and of the names of its tracks' codecs. */
const ebmlBytes = 256
export const headBytes = 4096

const playable = (kind: Playable["kind"], name: string): Playable => ({ kind, mediaType: `${kind}/${name}` })

function webm(head: string): Playable {
  return playable(head.includes("V_") || !head.includes("A_") ? "video" : "audio", "webm")
}

/** Whether a file is said to be sound or film, until its bytes show what it is. */
export const isSaidPlayable = ({ mediaType, name }: { mediaType: string; name: string }): boolean =>
  /^(audio|video)\//.test(mediaType) || /\.(aac|flac|m4a|m4v|mov|mp3|mp4|oga|ogg|opus|wav|webm)$/i.test(name)
