import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { ageTable, unkeyedTable } from "../conversation/leaf-age.ts"
import { reportTable } from "../conversation/reports.ts"
import { rosterTable } from "../conversation/roster.ts"
import { titleTable } from "../conversation/title-lines.ts"
import { joinTable } from "../devices/owed-joins.ts"
import { expiryTable } from "../expiry/records.ts"
import { answeredTable, missingTable, questionTable, requestTable } from "../history/key-mail-records.ts"
import { mentionTable } from "../messages/mentions.ts"
import { cursorTable, deviceKeyTable, meTable } from "../records/account-records.ts"
import { annotationTable, deletionTable } from "../records/annotation-records.ts"
import {
  conversationTable,
  entryTable,
  epochKeyTable,
  groupPartTable,
  groupTable,
  messageIdTable,
  ownCommitTable,
  sendIdTable,
  welcomeTable,
} from "../records/conversation-records.ts"
import { ballotTable, factTable, pinsTable } from "../records/said-records.ts"
import { saidToSelfTable } from "../records/self-records.ts"
import type { Table } from "../records/table.ts"
import { readByTable, readCursorTable } from "../relay/records.ts"
import { suspectTable } from "../restore/records.ts"
import { indexingTable } from "../search/indexing.ts"
import type { LocalStore, StoredRecord } from "../store/port.ts"
import { generationTable, grantTable, selfLogTable } from "../vault/records.ts"
import { homeVersionTable } from "./version.ts"

/** What can still be read of a damaged store. */
export interface Remains {
  /** From `from` on, included, to `to`, not included, in order. `isWhole`: nothing between them was lost. */
  read(
    from: Bytes,
    to: Bytes,
  ): Promise<{ readonly records: readonly StoredRecord[]; readonly isWhole: boolean }>
}

type AnyTable = Pick<Table<unknown>, "number">

/** Without any record of these it is not known whose home this is. */
const identity: readonly AnyTable[] = [meTable, deviceKeyTable, homeVersionTable]
/** These mean something together alone. */
const vault: readonly AnyTable[] = [generationTable, grantTable]
/** What follows from logs and chains, and how far they were followed. */
const derived: readonly AnyTable[] = [
  ...[cursorTable, readCursorTable, indexingTable, conversationTable, groupTable, groupPartTable],
  ...[entryTable, sendIdTable, messageIdTable, welcomeTable, ownCommitTable, rosterTable, readByTable],
  ...[reportTable, titleTable, ageTable, unkeyedTable, annotationTable, deletionTable, joinTable],
  ...[factTable, ballotTable, pinsTable, expiryTable, mentionTable, saidToSelfTable, selfLogTable],
  ...[missingTable, requestTable, questionTable, answeredTable, suspectTable],
]
/** Table numbers are below this. */
const tablesEnd = 255

/** Each record of these is worth something by itself, and no server has it: whatever is not derived. */
function others(): readonly AnyTable[] {
  const taken = new Set([...identity, ...vault, ...derived, epochKeyTable].map(({ number }) => number))
  return Array.from({ length: tablesEnd }, (_, number) => ({ number })).filter(
    ({ number }) => !taken.has(number),
  )
}

/**
 * Takes from a damaged store into an empty one what exists nowhere else (spec Y72). Everything that follows from logs is
 * left behind, since it is only right as a whole: the next session asks the server for it from the beginning, and the
 * keys that were carried over open it. Fails with `storage-damaged` where it cannot be told whose home it is.
 */
export async function carryOver(
  remains: Remains,
  into: Pick<LocalStore, "write">,
): Promise<Result<void, "storage-damaged">> {
  const own = await readAll(remains, identity)
  const isSomebodys = own.records.some(({ key }) => key[0] === meTable.number)
  if (!own.isWhole || !isSomebodys) return fail("storage-damaged")
  const [shared, keys] = [await readAll(remains, vault), await readAll(remains, [epochKeyTable])]
  await put(into, own.records)
  await put(into, keys.records)
  // Read again from its start, the self conversation gives back the keys that are missing.
  if (shared.isWhole && keys.isWhole) await put(into, shared.records)
  for (const table of others()) await put(into, (await readAll(remains, [table])).records)
  return succeed()
}

async function readAll(
  remains: Remains,
  tables: readonly AnyTable[],
): Promise<{ readonly records: readonly StoredRecord[]; readonly isWhole: boolean }> {
  const records: StoredRecord[] = []
  let isWhole = true
  for (const { number } of tables) {
    const read = await remains.read(Uint8Array.of(number), Uint8Array.of(number + 1))
    for (const record of read.records) records.push(record)
    isWhole &&= read.isWhole
  }
  return { records, isWhole }
}

/** Records of one write. */
const putMax = 1000

async function put(into: Pick<LocalStore, "write">, records: readonly StoredRecord[]): Promise<void> {
  for (let at = 0; at < records.length; at += putMax)
    await into.write(records.slice(at, at + putMax).map(({ key, value }) => ({ put: key, value })))
}
