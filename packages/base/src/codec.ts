import { assert } from "./assert.ts"
import type { Bytes } from "./bytes.ts"
import { fail, type Result, succeed } from "./result.ts"

/**
 * TLS presentation language (RFC 8446 §3) with the variable-size vectors of RFC 9420 §2.1.2, as values: one
 * description of a struct gives its type, its encoder and its strict decoder. One form only: a length that is not
 * the shortest, an unknown enum value, a presence byte other than 0 and 1, and trailing bytes are refused.
 */
export interface Codec<Value> {
  write(writer: Writer, value: Value): void
  /** Throws `Malformed`; only `decode` and `decodePrefix` catch it. */
  read(reader: Reader): Value
}

// biome-ignore lint/suspicious/noExplicitAny: a record of codecs of different values has no narrower type
export type AnyCodec = Codec<any>

export type Decoded<Schema> = Schema extends Codec<infer Value> ? Value : never

/** Thrown inside decoders, turned into a failure at the boundary. */
export class Malformed extends Error {}

/** Bytes in one vector: above every struct of the protocol, below what could exhaust memory. */
export const vectorBytesMax = 16 * 1024 * 1024

export class Writer {
  #bytes = new Uint8Array(512)
  #length = 0

  get length(): number {
    return this.#length
  }

  #reserve(count: number): number {
    const start = this.#length
    this.#length += count
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length))
      grown.set(this.#bytes.subarray(0, start))
      this.#bytes = grown
    }
    return start
  }

  uint(value: number, size: number): void {
    assert(
      Number.isSafeInteger(value) && value >= 0 && (size >= 7 || value < 2 ** (8 * size)),
      "number fits its field",
    )
    const start = this.#reserve(size)
    // Of what it is given an array of bytes keeps the lowest one.
    for (let index = size - 1, rest = value; index >= 0; index--, rest = Math.floor(rest / 256))
      this.#bytes[start + index] = rest
  }

  bytes(value: Bytes): void {
    // Reserved first: it may replace the buffer.
    const start = this.#reserve(value.length)
    this.#bytes.set(value, start)
  }

  /** RFC 9420 §2.1.2: a QUIC variable-size integer of 1, 2 or 4 bytes, the shortest that fits. */
  vectorLength(value: number): void {
    if (value < 0x40) this.uint(value, 1)
    else if (value < 0x4000) this.uint(0x4000 + value, 2)
    else {
      assert(value < 0x40000000, "vector length fits 30 bits")
      this.uint(0x80000000 + value, 4)
    }
  }

  /** A vector of the bytes that `write` puts here: in place, and moved up where its length takes more room. */
  vector(write: () => void): void {
    const start = this.#length
    write()
    const { length } = this
    this.vectorLength(length - start)
    const prefix = this.#bytes.slice(length, this.#length)
    this.#bytes.copyWithin(start + prefix.length, start, length)
    this.#bytes.set(prefix, start)
  }

  finish(): Bytes {
    return this.#bytes.slice(0, this.#length)
  }
}

export class Reader {
  readonly #bytes: Bytes
  #offset: number
  readonly #end: number

  constructor(bytes: Bytes, offset = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#offset = offset
    this.#end = end
  }

  get offset(): number {
    return this.#offset
  }

  get left(): number {
    return this.#end - this.#offset
  }

  #take(count: number): number {
    if (count > this.left) throw new Malformed("ends too early")
    const start = this.#offset
    this.#offset += count
    return start
  }

  uint(size: number): number {
    const start = this.#take(size)
    let value = 0
    for (let index = 0; index < size; index++) value = value * 256 + (this.#bytes[start + index] ?? 0)
    if (!Number.isSafeInteger(value)) throw new Malformed("number above 2^53")
    return value
  }

  /** A copy, so that no decoded value keeps a whole frame alive. */
  bytes(count: number): Bytes {
    const start = this.#take(count)
    return this.#bytes.slice(start, start + count)
  }

  /** A view of what was read between two offsets, for what is signed over its own encoding. */
  between(from: number, to: number): Bytes {
    return this.#bytes.slice(from, to)
  }

  /** Lengths above `max` are refused before anything is allocated. */
  vectorLength(max = vectorBytesMax): number {
    const first = this.uint(1)
    if (first < 0x40) return first
    const size = 2 ** (first >> 6)
    if (size > 4) throw new Malformed("length of 8 bytes")
    let value = first & 0x3f
    for (let index = 1; index < size; index++) value = value * 256 + this.uint(1)
    if (value < (size === 2 ? 0x40 : 0x4000)) throw new Malformed("length is not the shortest form")
    if (value > max) throw new Malformed("vector too long")
    return value
  }

  /** A reader over the next `count` bytes alone. */
  within(count: number): Reader {
    const start = this.#take(count)
    return new Reader(this.#bytes, start, start + count)
  }

  finish(): void {
    if (this.left !== 0) throw new Malformed("trailing bytes")
  }
}

export function encode<Value>(codec: Codec<Value>, value: Value): Bytes {
  const writer = new Writer()
  codec.write(writer, value)
  return writer.finish()
}

/** Reads the whole of `bytes`, or fails with `malformed`. */
export function decode<Value>(codec: Codec<Value>, bytes: Bytes): Result<Value, "malformed"> {
  return attempt(() => {
    const reader = new Reader(bytes)
    const value = codec.read(reader)
    reader.finish()
    return value
  })
}

/** Reads one value from the start of `bytes`; tells how many bytes it took. */
export function decodePrefix<Value>(
  codec: Codec<Value>,
  bytes: Bytes,
): Result<{ value: Value; length: number }, "malformed"> {
  return attempt(() => {
    const reader = new Reader(bytes)
    const value = codec.read(reader)
    return { value, length: reader.offset }
  })
}

function attempt<Value>(read: () => Value): Result<Value, "malformed"> {
  try {
    return succeed(read())
  } catch (error) {
    if (error instanceof Malformed) return fail("malformed", "never", error)
    throw error
  }
}

function unsigned(size: number): Codec<number> {
  return { write: (writer, value) => writer.uint(value, size), read: reader => reader.uint(size) }
}

export const uint8 = unsigned(1)
export const uint16 = unsigned(2)
export const uint32 = unsigned(4)
/** Values up to 2^53 − 1: times, sequence numbers, epochs. A larger one is refused. */
export const uint64 = unsigned(8)

/** `opaque name[size]`. */
export function fixed(size: number): Codec<Bytes> {
  return {
    write(writer, value) {
      assert(value.length === size, `${size} bytes`)
      writer.bytes(value)
    },
    read: reader => reader.bytes(size),
  }
}

/** `opaque name<V>`. */
export const opaque: Codec<Bytes> = {
  write(writer, value) {
    writer.vectorLength(value.length)
    writer.bytes(value)
  },
  read: reader => reader.bytes(reader.vectorLength()),
}

/** `Item name<V>`. */
export function vector<Item>(item: Codec<Item>): Codec<readonly Item[]> {
  return {
    write(writer, items) {
      writer.vector(() => {
        for (const one of items) item.write(writer, one)
      })
    },
    read(reader) {
      const inner = reader.within(reader.vectorLength())
      const items: Item[] = []
      while (inner.left > 0) {
        const before = inner.offset
        items.push(item.read(inner))
        // An item of no bytes would repeat for ever.
        if (inner.offset === before) throw new Malformed("empty item")
      }
      return items
    },
  }
}

/** `optional<Item>`: a presence byte, then the item. */
export function optional<Item>(item: Codec<Item>): Codec<Item | undefined> {
  return {
    write(writer, value) {
      writer.uint(value === undefined ? 0 : 1, 1)
      if (value !== undefined) item.write(writer, value)
    },
    read(reader) {
      const present = reader.uint(1)
      if (present > 1) throw new Malformed("presence byte")
      return present === 1 ? item.read(reader) : undefined
    },
  }
}

/** An enum on the wire, a string union in code. Unknown values are refused. */
export function enumeration<const Names extends Readonly<Record<string, number>>>(
  size: 1 | 2,
  names: Names,
): Codec<keyof Names & string> {
  const byValue = new Map(Object.entries(names).map(([name, value]) => [value, name as keyof Names & string]))
  return {
    write(writer, name) {
      const value = names[name]
      assert(value !== undefined, "a name of the enum")
      writer.uint(value, size)
    },
    read(reader) {
      const name = byValue.get(reader.uint(size))
      if (name === undefined) throw new Malformed("unknown enum value")
      return name
    },
  }
}

type Struct<Shape> = { readonly [Name in keyof Shape]: Decoded<Shape[Name]> }

/** `struct { … }`: fields in the order in which they are written here. */
export function struct<const Shape extends Readonly<Record<string, AnyCodec>>>(
  shape: Shape,
): Codec<Struct<Shape>> {
  const fields = Object.entries(shape)
  return {
    write(writer, value) {
      for (const [name, codec] of fields) codec.write(writer, (value as Record<string, unknown>)[name])
    },
    read(reader) {
      const value: Record<string, unknown> = {}
      for (const [name, codec] of fields) value[name] = codec.read(reader)
      return value as Struct<Shape>
    },
  }
}

/**
 * `select (tag) { … }` behind its tag: a union in code. The cases' fields stand beside the tag, which is called
 * `Tag` there: `choice("kind", kinds, { self: struct({…}), … })`.
 */
export function choice<
  const Tag extends string,
  Name extends string,
  const Cases extends Readonly<Record<Name, AnyCodec>>,
>(
  tag: Tag,
  names: Codec<Name>,
  cases: Cases,
): Codec<{ [Key in Name]: { readonly [T in Tag]: Key } & Decoded<Cases[Key]> }[Name]> {
  type Union = { [Key in Name]: { readonly [T in Tag]: Key } & Decoded<Cases[Key]> }[Name]
  return {
    write(writer, value) {
      const name = (value as Record<string, unknown>)[tag] as Name
      names.write(writer, name)
      cases[name].write(writer, value)
    },
    read(reader) {
      const name = names.read(reader)
      return { [tag]: name, ...cases[name].read(reader) } as Union
    },
  }
}

/** A constant that is written and, when read, must be there: versions. */
export function constant<const Value extends number>(codec: Codec<number>, expected: Value): Codec<Value> {
  return {
    write: writer => codec.write(writer, expected),
    read(reader) {
      if (codec.read(reader) !== expected) throw new Malformed("unexpected constant")
      return expected
    },
  }
}

/** The same bytes under another type: brands, refinements. `check` may refuse what it reads by giving undefined. */
export function refine<Inner, Value extends Inner>(
  inner: Codec<Inner>,
  check: (value: Inner) => Value | undefined,
): Codec<Value> {
  return {
    write: (writer, value) => inner.write(writer, value),
    read(reader) {
      const value = check(inner.read(reader))
      if (value === undefined) throw new Malformed("refused by its rule")
      return value
    },
  }
}
