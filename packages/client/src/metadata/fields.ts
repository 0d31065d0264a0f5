import type { Bytes } from "@colombe/base"

/** Reads big-endian fields one after the other. Past the end everything is 0 and `cut` is set, for good. */
export class Fields {
  cut = false
  readonly #view: DataView
  at: number

  constructor(bytes: Bytes, at = 0) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
  }

  /** Where the next `length` bytes stand; undefined past the end. */
  #next(length: number): number | undefined {
    const at = this.at
    this.cut ||= at + length > this.#view.byteLength
    if (this.cut) return undefined
    this.at = at + length
    return at
  }

  skip(length: number): void {
    this.#next(length)
  }

  uint8(): number {
    const at = this.#next(1)
    return at === undefined ? 0 : this.#view.getUint8(at)
  }

  uint16(isLittle = false): number {
    const at = this.#next(2)
    return at === undefined ? 0 : this.#view.getUint16(at, isLittle)
  }

  uint32(isLittle = false): number {
    const at = this.#next(4)
    return at === undefined ? 0 : this.#view.getUint32(at, isLittle)
  }

  /** What is larger than an exact number is larger than any file, too. */
  uint64(): number {
    const at = this.#next(8)
    return at === undefined ? 0 : Number(this.#view.getBigUint64(at))
  }

  /** Four letters that name a kind. */
  kind(): string {
    return String.fromCharCode(this.uint8(), this.uint8(), this.uint8(), this.uint8())
  }

  /** A number of 0, 4 or 8 bytes. */
  sized(bytes: number): number {
    if (bytes === 4) return this.uint32()
    if (bytes === 8) return this.uint64()
    this.cut ||= bytes !== 0
    return 0
  }
}
