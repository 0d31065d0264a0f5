import { expect, test } from "bun:test"
import { pictureHeader } from "./picture-header.ts"

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap(part => (typeof part === "string" ? [...part].map(one => one.charCodeAt(0)) : part)),
  )

const png = bytes("\u0089PNG\r\n\u001a\n", [0, 0, 0, 13], "IHDR", [0, 0, 1, 44, 0, 0, 0, 200, 8, 2, 0, 0, 0])
const gif = bytes("GIF89a", [44, 1, 200, 0, 0, 0, 0])
const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2], [0xff, 0xc2, 0, 17, 8, 0, 200, 1, 44, 3])
const webpX = bytes("RIFF", [9, 0, 0, 0], "WEBPVP8X", [10, 0, 0, 0, 0, 0, 0, 0], [43, 1, 0, 199, 0, 0])
const webpL = bytes("RIFF", [9, 0, 0, 0], "WEBPVP8L", [9, 0, 0, 0, 0x2f], [0x2b, 0xc1, 0x31, 0])
const webp = bytes("RIFF", [9, 0, 0, 0], "WEBPVP8 ", [9, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a], [44, 1, 200, 0])

test.each([
  ["image/png", png],
  ["image/gif", gif],
  ["image/jpeg", jpeg],
  ["image/webp", webpX],
  ["image/webp", webpL],
  ["image/webp", webp],
] as const)("%s is known by its bytes", (mediaType, header) => {
  expect(pictureHeader(header)).toEqual({ mediaType, box: { width: 300, height: 200 } })
  for (let length = 0; length < header.length - 8; length++)
    expect(() => pictureHeader(header.slice(0, length))).not.toThrow()
})

test.each([
  ["a drawing", bytes("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")],
  ["a page", bytes("<!doctype html><script>alert(1)</script>")],
  ["nothing", new Uint8Array()],
  ["a picture cut in its header", png.slice(0, 18)],
  ["a jpeg without a frame", bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2])],
  ["a jpeg with noise between its segments", bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 7, 7, 7, 7])],
])("%s is no picture", (_, header) => {
  expect(pictureHeader(header)).toBeUndefined()
})
