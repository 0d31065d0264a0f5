import type { Bytes, Milliseconds } from "@colombe/base"
import type { Home } from "../home/home.ts"
import { conversationsWithRows, rowsOf } from "../outbox/rows.ts"
import { fileTable } from "../records/file-records.ts"
import { scanRecords } from "../records/table.ts"
import { forgetFiles, localName } from "./held.ts"
import { keptFiles } from "./kept.ts"

/** For how long a file that was begun may wait to be sent. */
const unsentMilliseconds: Milliseconds = 7 * 24 * 3_600_000
/** Files of one's own that are looked at at one start. */
const filesMax = 4096

/** At the start: what a crash left without a record goes, and what was begun and never sent. */
export async function sweepFiles(home: Home): Promise<void> {
  const wanted = new Set<string>()
  for (const conversation of await conversationsWithRows(home.store))
    for (const { row } of await rowsOf(home.store, conversation))
      for (const { blob } of row.files) wanted.add(localName(blob))
  const oldest = home.clock.now() - unsentMilliseconds
  const old: Bytes[] = []
  for (const { key, value } of await scanRecords(home.store, fileTable, { limit: filesMax })) {
    if (value.startedAtMs < oldest && !wanted.has(localName(key))) old.push(key)
    else wanted.add(localName(key))
  }
  await forgetFiles(home, old)
  for (const { key } of await keptFiles(home)) wanted.add(localName(key))
  for (const name of await home.files.local.names())
    if (!wanted.has(name)) await home.files.local.remove(name)
}
