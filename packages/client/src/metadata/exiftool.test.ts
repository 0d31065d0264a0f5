import { afterAll, expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Bytes, unwrap } from "@colombe/base"
import {
  secretCamera,
  secretGif,
  secretHeic,
  secretPng,
  secretWebp,
  smallJpeg,
  withSecretsInFilm,
  withSecretsInJpeg,
} from "../testing/media.ts"
import { joined, withoutHiddenData } from "./clean.ts"

const folder = mkdtempSync(join(tmpdir(), "colombe-metadata-"))
afterAll(() => rmSync(folder, { recursive: true }))

const reader = Bun.which("exiftool")
if (reader === null)
  console.warn(
    "skipped: no exiftool compares what is left in pictures (Debian: apt install libimage-exiftool-perl)",
  )

/** Every tag that an independent reader finds, embedded ones and unknown ones too, without what the disk says. */
function tagsOf(bytes: Bytes, ending: string): Record<string, unknown> {
  const path = join(folder, `seen.${ending}`)
  writeFileSync(path, bytes)
  const { stdout } = Bun.spawnSync([
    "exiftool",
    "-json",
    "-G1",
    "-a",
    "-u",
    "-ee3",
    "-api",
    "LargeFileSupport=1",
    path,
  ])
  const [found] = JSON.parse(stdout.toString()) as Record<string, unknown>[]
  const tags = Object.entries(found ?? {}).filter(
    ([name]) => !/^(System|ExifTool|SourceFile|Composite)/.test(name),
  )
  return Object.fromEntries(tags)
}

const telling =
  /GPS|Make|Model|Camera|HandlerDescription|Vendor|CompressorName|Comment|Source$|XMP|Location|CAM/i
const tellingTags = (tags: Record<string, unknown>): string[] =>
  Object.keys(tags).filter(name => telling.test(name))

// skip: the reader is a part of Debian that not every machine has, and the line above says how to get it
test.skipIf(reader === null).each([
  ["jpg", withSecretsInJpeg(smallJpeg, 6)],
  ["png", secretPng(6)],
  ["webp", secretWebp(6)],
  ["gif", secretGif()],
  ["mp4", withSecretsInFilm()],
  ["heic", secretHeic()],
  ["heic", secretHeic(true)],
] as const)("F10 an independent reader finds no place and no camera in %s", async (ending, bytes) => {
  const before = tagsOf(bytes, ending)
  const parts = unwrap(
    await withoutHiddenData({ size: bytes.length, read: async (from, to) => bytes.slice(from, to) }, ""),
  )
  const after = tagsOf(joined(bytes, parts), ending)
  expect(tellingTags(before)).not.toEqual([])
  expect(tellingTags(after)).toEqual([])
  expect(JSON.stringify(after)).not.toContain(secretCamera)
  for (const tag of ["File:FileType", "File:ImageWidth", "IFD0:Orientation", "GIF:AnimationIterations"])
    if (ending !== "heic" || tag !== "IFD0:Orientation") expect(after[tag]).toBe(before[tag])
})
