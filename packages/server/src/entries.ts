import type { StoredEntry } from "@colombe/store"
import type { Outcome } from "./handler.ts"

/** An entry as the log has it; a stub shows its digest in place of its body. */
export function entryOnWire(entry: StoredEntry) {
  return { ...entryWithoutBody(entry), ...(entry.body ? { body: entry.body } : { digest: entry.digest }) }
}

/** For whoever has just sent the body. */
export function entryWithoutBody({ seq, at, type, incarnation, epoch, hash, author }: StoredEntry) {
  return { seq: BigInt(seq), atMs: BigInt(at), type, incarnation, epoch: BigInt(epoch), hash, author }
}

export type EntryAnswer = Outcome<{ readonly entry: ReturnType<typeof entryWithoutBody> }>

export function answerEntry(entry: StoredEntry): EntryAnswer {
  return { ok: true, value: { entry: entryWithoutBody(entry) } }
}
