import { type Bytes, concat, toHex, toUtf8 } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"

/** Lines kept for whoever looks at a run that failed. */
const linesMax = 400

const { hash } = deterministicCrypto(new Uint8Array())

/** Everything that happened in a run, in its order, in one hash: two runs with one hash did the same, byte for byte. */
export class Trace {
  #digest: Bytes = new Uint8Array(32)
  #lines: string[] = []

  add(line: string, bytes: Bytes = new Uint8Array()): void {
    this.#digest = hash(
      "SHA-256",
      concat(this.#digest, hash("SHA-256", toUtf8(line)), hash("SHA-256", bytes)),
    )
    this.#lines.push(bytes.length === 0 ? line : `${line} (${bytes.length} bytes)`)
    if (this.#lines.length > 2 * linesMax) this.#lines = this.#lines.slice(-linesMax)
  }

  get hash(): string {
    return toHex(this.#digest)
  }

  /** The last lines, oldest first. */
  get tail(): readonly string[] {
    return this.#lines.slice(-linesMax)
  }
}
