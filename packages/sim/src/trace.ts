import { createHash } from "node:crypto"
import { type Bytes, toHex } from "@colombe/base"

/** Lines kept for whoever looks at a run that failed: of what people did and were answered, and of everything. */
const told = { acts: 600, all: 60 }

const hashOf = (...parts: readonly (Bytes | string)[]): Bytes =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest()

/** Everything that happened in a run, in its order, in one hash: two runs with one hash did the same, byte for byte. */
export class Trace {
  #digest: Bytes = new Uint8Array(32)
  readonly #acts: string[] = []
  readonly #all: string[] = []

  /** Something that somebody did, was answered, or that befell them. */
  act(line: string): void {
    this.add(line)
    keep(this.#acts, line, told.acts)
  }

  add(line: string, bytes: Bytes = new Uint8Array()): void {
    this.#digest = hashOf(this.#digest, hashOf(line), hashOf(bytes))
    keep(this.#all, bytes.length === 0 ? line : `${line} (${bytes.length} bytes)`, told.all)
  }

  get hash(): string {
    return toHex(this.#digest)
  }

  /** What was done, oldest first, then the last of everything. */
  get tail(): readonly string[] {
    return [...this.#acts, "…", ...this.#all]
  }
}

function keep(lines: string[], line: string, count: number): void {
  lines.push(line)
  if (lines.length > count) lines.shift()
}
