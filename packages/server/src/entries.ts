import type { StoredEntry } from "@colombe/store"

/** An entry as the log has it; a stub shows its digest in place of its body. */
export function entryOnWire(entry: StoredEntry) {
  return { ...entryWithoutBody(entry), ...(entry.body ? { body: entry.body } : { digest: entry.digest }) }
}

/** For whoever has just sent the body. */
export function entryWithoutBody({ seq, at, type, incarnation, epoch, hash, author }: StoredEntry) {
  return { seq: BigInt(seq), atMs: BigInt(at), type, incarnation, epoch: BigInt(epoch), hash, author }
}
