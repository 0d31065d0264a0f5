import { type Bytes, concat, uint } from "@colombe/base"

/** Pictures and films, made byte by byte, with a place and a camera in every corner where real ones have them. */
export const secretPlace = "+48.8566+002.3522/"
export const secretCamera = "Spyglass X100"

const latin = (text: string): Bytes => Uint8Array.from(text, letter => letter.charCodeAt(0))
const join = (...parts: readonly (Bytes | string | readonly number[])[]): Bytes =>
  concat(...parts.map(part => (typeof part === "string" ? latin(part) : Uint8Array.from(part))))

/** Big-endian, with maker, orientation and coordinates. */
export function secretTiff(orientation: number): Bytes {
  const maker = latin(`${secretCamera}\0`)
  const entries = 3
  const after = 8 + 2 + entries * 12 + 4
  const gps = after + maker.length + (maker.length & 1)
  const entry = (tag: number, type: number, count: number, value: Bytes): Bytes =>
    concat(uint(tag, 2), uint(type, 2), uint(count, 4), value)
  const rationals = gps + 2 + 4 * 12 + 4
  const degrees = (whole: number): Bytes => concat(...[whole, 1, 51, 1, 24, 1].map(part => uint(part, 4)))
  return concat(
    join("MM\0*", uint(8, 4), uint(entries, 2)),
    entry(0x010f, 2, maker.length, uint(after, 4)),
    entry(0x0112, 3, 1, concat(uint(orientation, 2), uint(0, 2))),
    entry(0x8825, 4, 1, uint(gps, 4)),
    join(uint(0, 4), maker, new Uint8Array(maker.length & 1)),
    uint(4, 2),
    entry(1, 2, 2, latin("N\0\0\0")),
    entry(2, 5, 3, uint(rationals, 4)),
    entry(3, 2, 2, latin("E\0\0\0")),
    entry(4, 5, 3, uint(rationals + 24, 4)),
    join(uint(0, 4), degrees(48), degrees(2)),
  )
}

export const secretXmp =
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">` +
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ` +
  `xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Make="${secretCamera}" ` +
  `xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="48,51.396N" exif:GPSMapDatum="${secretPlace}"/>` +
  `</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

const segment = (mark: number, payload: Bytes): Bytes =>
  concat(uint(0xff00 | mark, 2), uint(payload.length + 2, 2), payload)

/** Segments of hidden data, put behind the first two bytes of a JPEG; other pictures and a film put behind its end. */
export function withSecretsInJpeg(jpeg: Bytes, orientation = 1): Bytes {
  return concat(
    jpeg.subarray(0, 2),
    segment(0xe1, join("Exif\0\0", secretTiff(orientation))),
    segment(0xe1, join("http://ns.adobe.com/xap/1.0/\0", secretXmp)),
    segment(0xe2, join("MPF\0", secretCamera)),
    segment(0xe2, join("ICC_PROFILE\0\x01\x01", new Uint8Array(64))),
    segment(0xed, join("Photoshop 3.0\x008BIM", secretPlace)),
    segment(0xfe, latin(secretCamera)),
    jpeg.subarray(2),
    withSecretsInFilm(),
  )
}

/** Tables, a frame of 8 by 8 and a scan: not drawn by anybody, whole for whoever walks through it. */
export const smallJpeg: Bytes = join(
  [0xff, 0xd8],
  segment(0xe0, join("JFIF\0\x01\x02\0", [0, 1, 0, 1, 0, 0])),
  segment(0xdb, new Uint8Array(65)),
  segment(0xc0, Uint8Array.of(8, 0, 8, 0, 8, 1, 1, 0x11, 0)),
  segment(0xc4, new Uint8Array(20)),
  segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
  [0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56],
  [0xff, 0xd9],
)

function checksum(bytes: Bytes): number {
  let rest = 0xffffffff
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  }
  return ~rest >>> 0
}

export function pngChunk(kind: string, data: Bytes | string): Bytes {
  const named = join(kind, data)
  return concat(uint(named.length - 4, 4), named, uint(checksum(named), 4))
}

const pngStart = "\x89PNG\r\n\x1a\n"
const pngHeader = pngChunk("IHDR", Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0))
/** One grey point: a stored block of deflate with two zeros in the frame of zlib. */
const pngData = pngChunk("IDAT", Uint8Array.of(0x78, 1, 1, 2, 0, 0xfd, 0xff, 0, 0, 0, 2, 0, 1))
export const smallPng: Bytes = join(pngStart, pngHeader, pngData, pngChunk("IEND", ""))

export function secretPng(orientation = 1): Bytes {
  return join(
    pngStart,
    pngHeader,
    pngChunk("gAMA", uint(45455, 4)),
    pngChunk("eXIf", secretTiff(orientation)),
    pngChunk("tEXt", `Source\0${secretCamera}`),
    pngChunk("zTXt", `Comment\0\0${secretPlace}`),
    pngChunk("iTXt", `XML:com.adobe.xmp\0\0\0\0\0${secretXmp}`),
    pngData,
    pngChunk("tIME", Uint8Array.of(7, 234, 1, 1, 1, 1, 1)),
    pngChunk("IEND", ""),
    secretPlace,
  )
}

function riff(kind: string, data: Bytes): Bytes {
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, data.length, true)
  return join(kind, length, data, new Uint8Array(data.length & 1))
}

/** Lossless, one by one. */
const webpPoint = riff("VP8L", Uint8Array.of(0x2f, 0, 0, 0, 0, 0x88, 0x88, 0x08))

export function secretWebp(orientation = 1): Bytes {
  return concat(
    riff(
      "RIFF",
      join(
        "WEBP",
        riff("VP8X", Uint8Array.of(0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
        webpPoint,
        riff("EXIF", secretTiff(orientation)),
        riff("XMP ", latin(secretXmp)),
        riff("CAM ", latin(secretCamera)),
      ),
    ),
    latin(secretPlace),
  )
}

/** An animation of one picture, in whose frame something is hidden. */
export function secretAnimation(): Bytes {
  const frame = join(new Uint8Array(16), webpPoint, riff("NOTE", latin(secretPlace)))
  const motion = riff("ANIM", new Uint8Array(6))
  return riff(
    "RIFF",
    join("WEBP", riff("VP8X", Uint8Array.of(0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0)), motion, riff("ANMF", frame)),
  )
}

const blocks = (text: string): Bytes => join([text.length], text, [0])
const gifStart = join("GIF89a", [1, 0, 1, 0, 0x80, 0, 0], [255, 255, 255, 0, 0, 0])
const gifLoop = join([0x21, 0xff, 11], "NETSCAPE2.0", [3, 1, 0, 0, 0])
const gifControl = Uint8Array.of(0x21, 0xf9, 4, 0, 10, 0, 0, 0)
const gifImage = Uint8Array.of(0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0)
export const smallGif: Bytes = join(gifStart, gifLoop, gifControl, gifImage, [0x3b])

export function secretGif(): Bytes {
  // What XMP ends with is itself a row of blocks, each one byte shorter, up to the empty one.
  const trailer = Uint8Array.from({ length: 258 }, (_, at) => (at === 0 ? 1 : Math.max(0, 256 - at)))
  return join(
    gifStart,
    gifLoop,
    [0x21, 0xfe],
    blocks(`${secretCamera} ${secretPlace}`),
    [0x21, 0xff, 11],
    "XMP DataXMP",
    secretXmp,
    trailer,
    gifControl,
    gifImage,
    [0x3b],
    secretPlace,
  )
}

export function box(kind: string, ...parts: readonly (Bytes | string | readonly number[])[]): Bytes {
  const body = join(...parts)
  return join(uint(body.length + 8, 4), kind, body)
}

const full = [0, 0, 0, 0] as const
const handler = (kind: string): Bytes =>
  box("hdlr", full, "mhlr", kind, new Uint8Array(12), `${secretCamera}\0`)

interface Track {
  readonly kind: string
  readonly entry: Bytes
  readonly places: readonly number[]
  readonly sizes: readonly number[]
}

function track({ kind, entry, places, sizes }: Track): Bytes {
  const table = box(
    "stbl",
    box("stsd", full, uint(1, 4), entry),
    box("stts", full, uint(1, 4), uint(sizes.length, 4), uint(1, 4)),
    box("stsc", full, uint(1, 4), uint(1, 4), uint(sizes.length / places.length, 4), uint(1, 4)),
    box("stsz", full, uint(0, 4), uint(sizes.length, 4), ...sizes.map(size => uint(size, 4))),
    box("stco", full, uint(places.length, 4), ...places.map(place => uint(place, 4))),
  )
  return box(
    "trak",
    box("tkhd", full, new Uint8Array(80)),
    box(
      "mdia",
      box("mdhd", full, new Uint8Array(20)),
      handler(kind),
      box("minf", box("vmhd", full, new Uint8Array(8)), table),
    ),
    box("udta", box("\xa9mod", uint(secretCamera.length, 2), uint(0, 2), secretCamera)),
  )
}

export const filmPictures = "pictures that are seen, one after the other"
const filmNotes = [`first ${secretPlace}`, `and ${secretCamera}`]

/** A film of one track that is seen and one of notes by the camera, and places in boxes on every level. */
export function withSecretsInFilm(extra: Bytes = new Uint8Array()): Bytes {
  const start = box("ftyp", "isom", uint(0, 4), "isommp42")
  const first = start.length + 8
  const noted = first + filmPictures.length
  const data = box("mdat", filmPictures, ...filmNotes)
  const entry = box(
    "avc1",
    new Uint8Array(12),
    "SPYG",
    new Uint8Array(26),
    [secretCamera.length],
    secretCamera.padEnd(31, "\0"),
    [0, 24, 255, 255],
  )
  const seen = track({ kind: "vide", entry, places: [first], sizes: [filmPictures.length] })
  const notes = track({
    kind: "meta",
    entry: box("mebx", new Uint8Array(8), secretCamera),
    places: [noted, noted + (filmNotes[0]?.length ?? 0)],
    sizes: filmNotes.map(({ length }) => length),
  })
  const place = box("\xa9xyz", uint(secretPlace.length, 2), uint(0, 2), secretPlace)
  return join(
    start,
    data,
    box(
      "moov",
      box("mvhd", full, new Uint8Array(96)),
      seen,
      notes,
      box("udta", place, uint(0, 4)),
      box("meta", full, handler("mdta"), box("ilst", secretPlace)),
    ),
    box(
      "uuid",
      [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac],
      secretXmp,
    ),
    box("sefd", secretPlace),
    extra,
  )
}

export const heicPicture = "the coded picture itself"

/** One picture with Exif, XMP, a description and a camera in a box of its own. `inside`: Exif stands in the box itself. */
export function secretHeic(inside = false): Bytes {
  const exif = concat(uint(0, 4), secretTiff(6))
  const start = box("ftyp", "heic", uint(0, 4), "mif1heic")
  const item = (number: number, kind: string, rest: string): Bytes =>
    box("infe", [2, 0, 0, 0], uint(number, 2), uint(0, 2), kind, rest)
  const place = (number: number, method: number, from: number, length: number): Bytes =>
    join(uint(number, 2), uint(method, 2), uint(0, 2), uint(1, 2), uint(from, 4), uint(length, 4))
  const meta = (first: number): Bytes =>
    box(
      "meta",
      full,
      handler("pict"),
      box("pitm", full, uint(1, 2)),
      box(
        "iinf",
        full,
        uint(3, 2),
        item(1, "hvc1", "\0"),
        item(2, "Exif", "\0"),
        item(3, "mime", "\0application/rdf+xml\0"),
      ),
      box(
        "iloc",
        [1, 0, 0, 0, 0x44, 0],
        uint(3, 2),
        place(1, 0, first, heicPicture.length),
        inside
          ? place(2, 1, 0, exif.length)
          : place(2, 0, first + heicPicture.length + secretXmp.length, exif.length),
        place(3, 0, first + heicPicture.length, secretXmp.length),
      ),
      box(
        "iprp",
        box("ipco", box("ispe", full, uint(8, 4), uint(8, 4)), box("udes", full, `\0${secretCamera}\0\0\0`)),
      ),
      box("idat", inside ? exif : ""),
      box("uuid", new Uint8Array(16), secretCamera),
    )
  const first = start.length + meta(0).length + 8
  return join(start, meta(first), box("mdat", heicPicture, secretXmp, inside ? "" : exif))
}
