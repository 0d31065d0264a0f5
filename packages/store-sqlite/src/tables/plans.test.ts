import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { nativeHash } from "../native-hash.ts"
import { schema } from "../schema.ts"
import { writeOperations } from "../writer/operations.ts"
import { accountReads } from "./accounts.ts"
import { blobReads } from "./blobs.ts"
import { entryReads } from "./entries.ts"
import { groupReads, pendingReads } from "./groups.ts"
import { inboxReads } from "./inboxes.ts"
import { keyPackageReads } from "./key-packages.ts"
import { mailReads } from "./mailboxes.ts"
import { readPositionReads } from "./reads.ts"

/** Keeps what is prepared on it. */
class Recording extends Database {
  readonly statements: string[] = []
  override prepare: Database["prepare"] = (sql, ...rest) => {
    this.statements.push(sql)
    return super.prepare(sql, ...rest)
  }
}

/** Tables with a row or none, and what waits to be brought. */
const small = /^SCAN (store|swept|pruned|pending)\b/

test("no statement of the store goes through a whole table that grows", () => {
  const database = new Recording(":memory:", { strict: true })
  database.run(schema)
  writeOperations(database, nativeHash)
  const reads = [
    accountReads,
    blobReads,
    entryReads,
    groupReads,
    pendingReads,
    inboxReads,
    keyPackageReads,
    mailReads,
    readPositionReads,
  ]
  for (const prepareReads of reads) prepareReads(database)
  expect(database.statements.length).toBeGreaterThan(60)
  const scans = [...database.statements].flatMap(sql =>
    database
      .query<{ detail: string }, []>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .filter(detail => detail.startsWith("SCAN") && !small.test(detail))
      .map(detail => [detail, sql]),
  )
  expect(scans).toEqual([])
  database.close()
})
