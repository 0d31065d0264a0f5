import { expect, test } from "bun:test"
import { fail, toUtf8, unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import fc from "fast-check"
import { composeFiles } from "./compose.ts"
import { boxIn, type FileReference, fileName, filePart, filesMax, mediaType, readPreviews } from "./files.ts"
import { readContent } from "./interpret.ts"
import { dispositions, type MimiContent, type Part } from "./mimi.ts"
import { encodeMimi } from "./mimi-encode.ts"
import { readVoice, type Voice, voiceBars, voiceDurationMax } from "./voice.ts"

const crypto = deterministicCrypto(toUtf8("files"))
const sender = crypto.random(32)
const room = crypto.random(32)

function reference(change: Partial<FileReference> = {}): FileReference {
  return {
    blob: crypto.random(32),
    size: 12_345,
    key: crypto.random(32),
    hash: crypto.random(32),
    name: "rapport final.pdf",
    mediaType: "application/pdf",
    box: undefined,
    ...change,
  }
}

function saidBy(part: Part) {
  const content: MimiContent = {
    salt: new Uint8Array(16),
    replaces: undefined,
    topicId: new Uint8Array(),
    expires: undefined,
    inReplyTo: undefined,
    extensions: new Map(),
    part,
  }
  const read = readContent(encodeMimi(content), sender, room)
  return read.ok ? read.value.says : read.code
}

const external = (change: object): Part => ({ ...filePart(reference()), ...change }) as Part

test("F5 files come back with their order and what is said of them", () => {
  const files = [
    reference(),
    reference({ name: "b.jpg", mediaType: "image/jpeg", size: 1, box: { width: 3, height: 65_535 } }),
  ]
  const caption = { text: "**voilà**", format: "markdown" } as const
  const composed = unwrap(composeFiles(crypto, files, caption))
  const read = unwrap(readContent(composed.bytes, sender, room))
  expect(read.says).toEqual({ type: "files", files, format: "markdown", caption: "**voilà**" })
})

test("F5 one file alone needs nothing around it", () => {
  const file = reference()
  const read = unwrap(readContent(unwrap(composeFiles(crypto, [file], undefined)).bytes, sender, room))
  expect(read.says).toEqual({ type: "files", files: [file], format: "plain", caption: "" })
})

test.each([[[[0, 5]]], [[[5, 65_536]]], [[[5]]], [[[5, 5, 5]]], [[["5", 5]]], [[5, 5]], ["box"]])(
  "F5 what is no box is none: %j",
  boxes => {
    expect(boxIn(boxes, 0)).toBeUndefined()
  },
)

test("F14 previews come back in the order of the files, and a message without any says nothing of them", () => {
  const files = [reference(), reference(), reference()]
  const previews = [crypto.random(32), new Uint8Array(), crypto.random(5)]
  const read = (made: readonly Uint8Array[]) =>
    unwrap(
      readContent(unwrap(composeFiles(crypto, files, undefined, { previews: made })).bytes, sender, room),
    ).previews
  expect(read(previews)).toEqual(previews)
  expect(read([])).toEqual([])
  expect(read([new Uint8Array(), new Uint8Array(4), new Uint8Array(33)])).toEqual([])
})

test("F14 what is no preview is none", () => {
  const none = new Uint8Array()
  expect(readPreviews("preview")).toEqual([])
  expect(readPreviews([new Uint8Array(33), "five!", new Uint8Array(4), 7])).toEqual([none, none, none, none])
  expect(readPreviews(Array.from({ length: filesMax + 1 }, () => new Uint8Array(9)))).toEqual([])
})

test("F15 a voice note comes back as it was said, of one file that stands alone and of nothing else", () => {
  const voice = { duration: 61_250, bars: crypto.random(64) }
  const read = (files: number, said: string | undefined, made: Voice) => {
    const text = said === undefined ? undefined : ({ text: said, format: "plain" } as const)
    const all = Array.from({ length: files }, () => reference())
    return unwrap(readContent(unwrap(composeFiles(crypto, all, text, { voice: made })).bytes, sender, room))
      .voice
  }
  expect(read(1, undefined, voice)).toEqual(voice)
  expect(read(2, undefined, voice)).toBeUndefined()
  expect(read(1, "listen", voice)).toBeUndefined()
  expect(read(1, undefined, { ...voice, duration: 0 })).toBeUndefined()
  expect(read(1, undefined, { ...voice, bars: new Uint8Array(voiceBars.most + 1) })).toBeUndefined()
})

test("F15 what is no voice note is none", () => {
  const bars = new Uint8Array(64)
  expect(readVoice([1, bars])).toEqual({ duration: 1, bars })
  for (const value of [
    ...["voice", 7, [], [1000], [1000, bars, 1], [bars, 1000], [1000, "bars"]],
    ...[
      [0, bars],
      [-1, bars],
      [1.5, bars],
      [voiceDurationMax + 1, bars],
    ],
    ...[
      [1000, new Uint8Array(voiceBars.least - 1)],
      [1000, new Uint8Array(voiceBars.most + 1)],
    ],
  ])
    expect(readVoice(value)).toBeUndefined()
})

test("F5 at least one file and at most 32", () => {
  expect(composeFiles(crypto, [], undefined)).toMatchObject(fail("too-many-files"))
  const many = Array.from({ length: filesMax + 1 }, () => reference())
  expect(composeFiles(crypto, many, undefined)).toMatchObject(fail("too-many-files"))
})

test.each([
  ["a short key", { key: new Uint8Array(31) }],
  ["a nonce", { nonce: new Uint8Array(12) }],
  ["a short hash", { contentHash: new Uint8Array(20) }],
  ["no size", { size: 0 }],
  ["more than 2 GiB", { size: 2 ** 31 + 1 }],
  ["another place", { url: "colombe:blob/AAAA" }],
])("F5 a file of ours with %s is refused", (_, change) => {
  expect(saidBy(external(change))).toBe("content-malformed")
})

test.each([
  ["another cipher", { encAlg: 1 }],
  ["another hash", { hashAlg: 1 }],
  ["a web address: nothing is fetched from elsewhere", { url: "https://example.org/x" }],
])("F5 a file with %s is of a newer version", (_, change) => {
  expect(saidBy(external(change))).toMatchObject({ type: "newer" })
})

test("F5 text between files is of a newer version, and its text is the fallback", () => {
  const text: Part = {
    disposition: dispositions.render,
    language: "",
    cardinality: "single",
    contentType: "text/plain;charset=utf-8",
    content: toUtf8("between"),
  }
  const parts = [external({}), text, external({})]
  const whole = {
    disposition: 1,
    language: "",
    cardinality: "multi",
    semantics: "single-unit",
    parts,
  } as const
  expect(saidBy(whole)).toEqual({ type: "newer", fallback: "between" })
})

test.each([
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\ana\\photo.jpg", "photo.jpg"],
  ["invoice\u202Egpj.exe", "invoicegpj.exe"],
  ["a\nb\u0000.txt", "ab.txt"],
  ["..", "file"],
  ["", "file"],
  ["folder/", "file"],
  [`${"é".repeat(300)}.docx`, `${"é".repeat(125)}.docx`],
  ["\ud800.txt", "\ufffd.txt"],
  ["家族写真 👨‍👩‍👧.heic", "家族写真 👨‍👩‍👧.heic"],
])("F6 the name %j becomes %j", (said, name) => {
  expect(fileName(said)).toBe(name)
})

/** Any code units, unpaired surrogates and all, and often those that make names dangerous. */
const unit = fc.oneof(
  fc.nat(0xffff),
  fc.constantFrom(...[..."/\\.\0\n\u202e\u2066\u200f é"].map(one => one.charCodeAt(0))),
)
const anyText = fc.array(unit, { maxLength: 400 }).map(units => String.fromCharCode(...units))

test("F6 whatever a sender says, the name is one safe line of at most 255 bytes, and stays as it is", () => {
  fc.assert(
    fc.property(anyText, said => {
      const name = fileName(said)
      expect(toUtf8(name).length).toBeLessThanOrEqual(255)
      expect(name).not.toMatch(/[/\\\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      expect(name).not.toBe("")
      expect(fileName(name)).toBe(name)
    }),
  )
})

test.each([
  ["image/PNG; charset=x", "image/png"],
  ["text/html<script>", "application/octet-stream"],
  ["", "application/octet-stream"],
  ["image", "application/octet-stream"],
  [`image/${"x".repeat(65)}`, "application/octet-stream"],
])("F6 the media type %j is read as %j", (said, type) => {
  expect(mediaType(said)).toBe(type)
})
