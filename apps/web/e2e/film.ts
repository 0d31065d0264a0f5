import type { Page } from "@playwright/test"

/** EBML (RFC 8794): an identifier, a size of eight bytes, a content. */
function element(id: number, ...content: readonly Uint8Array[]): Buffer {
  const size = content.reduce((sum, { length }) => sum + length, 0)
  const head = Buffer.alloc(8)
  head.writeBigUInt64BE(2n ** 56n + BigInt(size))
  const name = id.toString(16)
  return Buffer.concat([Buffer.from(name.length % 2 === 0 ? name : `0${name}`, "hex"), head, ...content])
}

function whole(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(value))
  return element(id, bytes)
}

function float(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return element(id, bytes)
}

const text = (id: number, value: string): Buffer => element(id, Buffer.from(value))

const side = { width: 640, height: 360 }

/** One picture that is hard to compress, as the browser encodes it: a key frame of VP8 (RFC 9649 §2.5). */
async function keyFrame(page: Page): Promise<Buffer> {
  const webp = await page.evaluate(async ({ width, height }) => {
    const canvas = new OffscreenCanvas(width, height)
    const pen = canvas.getContext("2d")
    if (pen === null) throw new Error("no canvas")
    const noise = pen.createImageData(width, height)
    for (let at = 0; at < noise.data.length; at++) noise.data[at] = Math.random() * 256
    pen.putImageData(noise, 0, 0)
    const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.4 })
    return [...new Uint8Array(await blob.arrayBuffer())]
  }, side)
  const bytes = Buffer.from(webp)
  const at = bytes.indexOf("VP8 ")
  return bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4))
}

/** A film of one picture a second, in WebM with an index, so that a player finds any of its seconds at once. */
export async function longFilm(page: Page, seconds: number): Promise<Buffer> {
  const frame = await keyFrame(page)
  // Track 1, at the cluster's own time, a key frame.
  const block = element(0xa3, Buffer.from([0x81, 0, 0, 0x80]), frame)
  const clusters = Array.from({ length: seconds }, (_, at) =>
    element(0x1f43b675, whole(0xe7, at * 1000), block),
  )
  const info = element(
    0x1549a966,
    whole(0x2ad7b1, 1_000_000),
    float(0x4489, seconds * 1000),
    text(0x4d80, "test"),
    text(0x5741, "test"),
  )
  const picture = element(0xe0, whole(0xb0, side.width), whole(0xba, side.height))
  const track = element(0xae, whole(0xd7, 1), whole(0x73c5, 1), whole(0x83, 1), text(0x86, "V_VP8"), picture)
  const tracks = element(0x1654ae6b, track)
  const indexOf = (from: number): Buffer => {
    let place = from
    const points = clusters.map((cluster, at) => {
      const where = element(0xb7, whole(0xf7, 1), whole(0xf1, place))
      place += cluster.length
      return element(0xbb, whole(0xb3, at * 1000), where)
    })
    return element(0x1c53bb6b, ...points)
  }
  // Sizes do not depend on the places that are said.
  const index = indexOf(info.length + tracks.length + indexOf(0).length)
  const head = element(
    0x1a45dfa3,
    whole(0x4286, 1),
    whole(0x42f7, 1),
    whole(0x42f2, 4),
    whole(0x42f3, 8),
    text(0x4282, "webm"),
    whole(0x4287, 4),
    whole(0x4285, 2),
  )
  return Buffer.concat([head, element(0x18538067, info, tracks, index, ...clusters)])
}

/** So many seconds of a tone, uncompressed (RIFF WAVE). */
export function tone(seconds: number): Buffer {
  const rate = 8000
  const samples = Buffer.alloc(seconds * rate * 2)
  for (let at = 0; at < seconds * rate; at++)
    samples.writeInt16LE(Math.round(12_000 * Math.sin((at * 2 * Math.PI * 440) / rate)), at * 2)
  const head = Buffer.alloc(44)
  head.write("RIFF", 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write("WAVEfmt ", 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write("data", 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}
