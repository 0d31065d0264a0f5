import { describe, expect, test } from "bun:test"
import { type Bytes, concat, uint, unwrap } from "@colombe/base"
import fc from "fast-check"
import {
  box,
  filmPictures,
  heicPicture,
  pngChunk,
  secretAnimation,
  secretCamera,
  secretGif,
  secretHeic,
  secretPlace,
  secretPng,
  secretWebp,
  smallGif,
  smallJpeg,
  smallPng,
  withSecretsInFilm,
  withSecretsInJpeg,
} from "../testing/media.ts"
import { joined, withoutHiddenData } from "./clean.ts"
import { orientationOf } from "./orientation.ts"

const read = (bytes: Bytes) => ({
  size: bytes.length,
  read: async (from: number, to: number) => bytes.slice(from, to),
})
const clean = async (bytes: Bytes, claimed = "") => {
  const parts = await withoutHiddenData(read(bytes), claimed)
  return parts.ok ? { ok: true as const, value: joined(bytes, parts.value) } : parts
}
const says = (bytes: Bytes, text: string): boolean => Buffer.from(bytes).includes(Buffer.from(text, "latin1"))

const pictures: readonly (readonly [string, Bytes])[] = [
  ["JPEG", withSecretsInJpeg(smallJpeg)],
  ["PNG", secretPng()],
  ["WebP", secretWebp()],
  ["an animation in WebP", secretAnimation()],
  ["GIF", secretGif()],
]
const boxed: readonly (readonly [string, Bytes])[] = [
  ["MP4", withSecretsInFilm()],
  ["HEIC", secretHeic()],
  ["HEIC with Exif in its box", secretHeic(true)],
]
const secret = [...pictures, ...boxed]

describe("F10 place and camera", () => {
  test.each(secret)("are gone from %s, and a second time changes nothing", async (_, bytes) => {
    expect(says(bytes, secretPlace) || says(bytes, secretCamera)).toBe(true)
    const cleaned = unwrap(await clean(bytes))
    for (const word of [secretPlace, secretCamera, "48,51", "SPYG"]) expect(says(cleaned, word)).toBe(false)
    expect(unwrap(await clean(cleaned))).toEqual(cleaned)
  })

  test.each(boxed)("are written over in %s, where every other byte keeps its place", async (_, bytes) => {
    const cleaned = unwrap(await clean(bytes))
    expect(cleaned.length).toBe(bytes.length)
    for (const seen of [filmPictures, heicPicture])
      expect(Buffer.from(cleaned).indexOf(seen)).toBe(Buffer.from(bytes).indexOf(seen))
  })

  test.each([
    ["JPEG", smallJpeg],
    ["PNG", smallPng],
    ["GIF", smallGif],
  ])("were never in %s: it stays as it is", async (_, bytes) => {
    expect(unwrap(await clean(bytes))).toEqual(bytes)
  })

  test("F10 a picture stays turned as it was, and keeps its colours", async () => {
    for (const orientation of [3, 6, 8]) {
      const jpeg = unwrap(await clean(withSecretsInJpeg(smallJpeg, orientation)))
      expect(says(jpeg, "ICC_PROFILE")).toBe(true)
      expect(orientationOf(jpeg.subarray(Buffer.from(jpeg).indexOf("Exif")))).toBe(orientation)
      const png = unwrap(await clean(secretPng(orientation)))
      const turned = png.subarray(Buffer.from(png).indexOf("eXIf") + 4)
      expect(says(png, "gAMA")).toBe(true)
      expect(orientationOf(turned)).toBe(orientation)
      const tiff = turned.slice(0, 26)
      expect(says(png, Buffer.from(pngChunk("eXIf", tiff)).toString("latin1"))).toBe(true)
      const webp = unwrap(await clean(secretWebp(orientation)))
      expect(orientationOf(webp.subarray(Buffer.from(webp).indexOf("EXIF") + 8))).toBe(orientation)
      expect(webp[20]).toBe(0x08)
    }
    const upright = unwrap(await clean(withSecretsInJpeg(smallJpeg)))
    expect(says(upright, "Exif")).toBe(false)
    expect(unwrap(await clean(secretWebp()))[20]).toBe(0)
  })

  test("a thumbnail in the header of a JPEG is none of what is sent", async () => {
    const header = concat(smallJpeg.subarray(0, 18), Uint8Array.of(1, 1, 7, 7, 7))
    header.set(uint(19, 2), 4)
    expect(unwrap(await clean(concat(header, smallJpeg.subarray(20))))).toEqual(smallJpeg)
  })

  test("an animation keeps how often it runs", async () => {
    expect(unwrap(await clean(secretGif()))).toEqual(smallGif)
  })
})

describe("F11 what cannot be cleaned", () => {
  test.each([
    ["a raw picture", concat(Buffer.from("II*\0"), new Uint8Array(64)), ""],
    ["WebM", Buffer.from("1a45dfa30000000000000000", "hex"), ""],
    ["what is said to be a picture and is none", Buffer.from("<!doctype html>"), "image/png"],
    ["a raw picture in boxes", box("ftyp", "crx ", uint(0, 4)), ""],
    ["boxes without anything to see", box("ftyp", "isom", uint(0, 4)), ""],
    [
      "fragments beside a track of notes",
      withSecretsInFilm(box("moof", box("mfhd", uint(0, 8)))),
      "video/mp4",
    ],
  ])("%s is said to be unknown", async (_, bytes, claimed) => {
    expect(await clean(bytes, claimed)).toMatchObject({ ok: false, code: "hidden-data-unknown" })
  })

  test("what is neither picture nor film goes as it is", async () => {
    for (const text of ["Get free stuff", "%PDF-1.7", ""])
      expect(unwrap(await clean(Buffer.from(text), "application/pdf"))).toEqual(
        new Uint8Array(Buffer.from(text)),
      )
    const song = concat(box("ftyp", "M4A ", uint(0, 4)), box("udta", secretCamera))
    expect(unwrap(await clean(song, "audio/mp4"))).toEqual(song)
  })

  test("a picture larger than what is read at once is refused before it is read", async () => {
    const reads: number[] = []
    const huge = {
      size: 2 ** 31,
      read: async (from: number, to: number) => {
        reads.push(to - from)
        return smallJpeg.slice(0, to - from)
      },
    }
    expect(await withoutHiddenData(huge, "")).toMatchObject({ ok: false, code: "hidden-data-too-large" })
    expect(Math.max(...reads)).toBeLessThan(100)
  })

  test("F10 of a long film only what describes it is read", async () => {
    const film = withSecretsInFilm()
    const data = 2 ** 31 - 1 - film.length
    const long = concat(film, uint(data, 4), Buffer.from("mdat"))
    let most = 0
    const file = {
      size: film.length + data,
      read: async (from: number, to: number) => {
        most = Math.max(most, to - from)
        return concat(long.slice(from, to), new Uint8Array(Math.max(0, to - Math.max(from, long.length))))
      },
    }
    const parts = unwrap(await withoutHiddenData(file, ""))
    expect(most).toBeLessThan(film.length)
    expect(parts.at(-1)).toMatchObject({ to: film.length + data })
  })
})

describe("F11 whatever the bytes", () => {
  const known = ["hidden-data-damaged", "hidden-data-unknown", "hidden-data-too-large"]
  const isAnswered = async (bytes: Bytes) => {
    const result = await clean(bytes)
    if (!result.ok) expect(known).toContain(result.code)
    else expect(result.value.length).toBeLessThanOrEqual(bytes.length + 64)
  }

  test.each(secret)("%s, cut anywhere, is cleaned or refused", async (_, bytes) => {
    for (let length = 0; length < bytes.length; length++) {
      const result = await clean(bytes.slice(0, length))
      if (!result.ok) expect(known).toContain(result.code)
      else if (length > 12) expect(says(result.value, secretPlace)).toBe(false)
    }
  })

  test.each(secret)("%s, changed anywhere, is cleaned or refused", async (_, bytes) => {
    const change = fc.record({
      at: fc.nat(bytes.length - 1),
      with: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.constant(new Uint8Array(8).fill(255))),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async changes => {
        const changed = bytes.slice()
        for (const { at, with: written } of changes) changed.set(written.subarray(0, changed.length - at), at)
        await isAnswered(changed)
      }),
      { numRuns: 200 },
    )
  })

  test("noise behind a known beginning is cleaned or refused", async () => {
    const starts = secret.map(([, bytes]) => bytes.slice(0, 40))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.uint8Array({ maxLength: 600 }),
        async (start, noise) => {
          await isAnswered(concat(start, noise))
        },
      ),
      { numRuns: 500 },
    )
  })

  test("boxes in boxes and lists without an end cost no more than their bytes", async () => {
    let nested: Bytes = new Uint8Array()
    for (let depth = 0; depth < 20_000; depth++) {
      nested = depth % 1000 === 0 ? box("moov", nested) : box("trak", nested.subarray(0, 4096))
    }
    const start = box("ftyp", "isom", uint(0, 4))
    await isAnswered(concat(start, box("moov", nested)))
    const endless = box("stsz", uint(0, 4), uint(1, 4), uint(0xffffffff, 4))
    const table = box(
      "stbl",
      endless,
      box("stsc", uint(0, 4), uint(0xffffffff, 4)),
      box("stco", uint(0, 4), uint(0xffffffff, 4)),
    )
    const notes = box("trak", box("mdia", box("hdlr", new Uint8Array(8), "meta"), box("minf", table)))
    expect(await clean(concat(start, box("moov", notes)))).toMatchObject({ code: "hidden-data-damaged" })
    expect(await clean(concat(start, new Uint8Array(8)))).toMatchObject({ code: "hidden-data-unknown" })
    await isAnswered(concat(start, ...Array.from({ length: 70_000 }, () => box("free", ""))))
  })
})
