import { expect } from "bun:test"
import { createHash } from "node:crypto"
import { type Bytes, toHex } from "@colombe/base"
import type { StoredEntry } from "../port.ts"

/** Recomputes every hash of a log from its first entry on, byte by byte after the spec, and compares. */
export function expectChain(conversation: Bytes, entries: readonly StoredEntry[]): void {
  let previous = sha256(
    Buffer.concat([prefixed("Colombe 1.0 log start"), Buffer.of(conversation.length), conversation]),
  )
  let at = 0
  for (const [index, entry] of entries.entries()) {
    expect(entry.seq).toBe(index + 1)
    expect(entry.at).toBeGreaterThanOrEqual(at)
    if (entry.body) expect(toHex(entry.digest)).toBe(toHex(sha256(entry.body)))
    const place = Buffer.alloc(8 + 8 + 1 + 4 + 8)
    place.writeBigUInt64BE(BigInt(entry.seq), 0)
    place.writeBigUInt64BE(BigInt(entry.at), 8)
    place.writeUInt8(entry.type, 16)
    place.writeUInt32BE(entry.incarnation, 17)
    place.writeBigUInt64BE(BigInt(entry.epoch), 21)
    previous = sha256(Buffer.concat([prefixed("Colombe 1.0 log"), previous, place, entry.digest]))
    expect(toHex(entry.hash)).toBe(toHex(previous))
    at = entry.at
  }
}

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash("sha256").update(bytes).digest())

/** `opaque<V>` of fewer than 64 bytes (RFC 9420 §2.1.2). */
const prefixed = (text: string): Uint8Array => Buffer.concat([Buffer.of(text.length), Buffer.from(text)])
