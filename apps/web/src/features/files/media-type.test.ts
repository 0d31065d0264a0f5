import { expect, test } from "bun:test"
import { toUtf8 } from "@colombe/base"
import fc from "fast-check"
import { playableOf } from "./media-type.ts"

const latin = (text: string) => Uint8Array.from(text, letter => letter.charCodeAt(0))
const ebml = "\u001aE\u00df\u00a3\u009fB\u0086\u0081\u0001B\u0082\u0084"

test("sound and film are what their bytes say", () => {
  const kinds: readonly (readonly [string, string])[] = [
    ["\0\0\0\u0020ftypisom", "video/mp4"],
    ["\0\0\0\u0020ftypM4A ", "audio/mp4"],
    [`${ebml}webm...V_VP8...A_OPUS`, "video/webm"],
    [`${ebml}webm...A_OPUS`, "audio/webm"],
    [`${ebml}${"\0".repeat(80)}webm...V_VP8`, "video/webm"],
    ["OggS\0", "audio/ogg"],
    ["RIFF\0\0\0\0WAVEfmt ", "audio/wav"],
    ["fLaC", "audio/flac"],
    ["ID3\u0004", "audio/mpeg"],
    ["\u00ff\u00fb\u0090", "audio/mpeg"],
    ["\u00ff\u00f1P", "audio/aac"],
  ]
  for (const [bytes, mediaType] of kinds) expect(playableOf(latin(bytes))?.mediaType).toBe(mediaType)
})

test("a page, a drawing or noise under such a name is none, and nothing makes a type of its own", () => {
  for (const text of [
    "<!doctype html><script>",
    "<svg xmlns",
    `${ebml}matroska`,
    "RIFF\0\0\0\0AVI ",
    "",
    "\u00ff",
  ])
    expect(playableOf(latin(text))).toBeUndefined()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (noise, text) => {
      for (const bytes of [noise, toUtf8(text)]) {
        const { mediaType = "audio/x" } = playableOf(bytes) ?? {}
        expect(mediaType).toMatch(/^(audio|video)\/[a-z0-9]+$/)
      }
    }),
  )
})
