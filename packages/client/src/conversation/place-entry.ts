import { fail, type Result, succeed } from "@colombe/base"
import { entryDigest } from "@colombe/rules"
import { advanceLog, type LogHead } from "@colombe/seal"
import { type Entry, whole } from "@colombe/wire"
import type { Home } from "../home/home.ts"
import type { PlacedEntry } from "./view.ts"

/** An entry is applied only at its place: the log hash leads to it from the head (spec Y22). */
export function placeEntry(home: Home, head: LogHead, entry: Entry): Result<PlacedEntry> {
  const [seq, atMs, epoch] = [whole(entry.seq), whole(entry.atMs), whole(entry.epoch)]
  if (seq === undefined || atMs === undefined || epoch === undefined) return fail("log-broken")
  const body = entry.body.length === 0 ? undefined : entry.body
  const digest = body === undefined ? entry.digest : entryDigest(home.crypto, body)
  if (digest.length !== 32 || entry.hash.length !== 32) return fail("log-broken")
  const { type, incarnation, hash } = entry
  const placed = { seq, atMs, type, incarnation, epoch, hash, digest, body }
  const advanced = advanceLog(home.crypto, head, placed, home.clock.now())
  if (advanced.ok) return succeed(placed)
  if (advanced.retry !== "never") return advanced
  return fail("log-broken", "never", advanced)
}
