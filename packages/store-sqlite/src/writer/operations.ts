import type { Database } from "bun:sqlite"
import type { Hashing } from "@colombe/store"
import { accountWrites } from "../tables/accounts.ts"
import { blobWrites } from "../tables/blobs.ts"
import { erasureWrites } from "../tables/erasure.ts"
import { groupPruning } from "../tables/group-parts.ts"
import { type Heads, readHeads } from "../tables/heads.ts"
import { inboxWrites } from "../tables/inboxes.ts"
import { joinAskWrites } from "../tables/join-links.ts"
import { keyPackageWrites } from "../tables/key-packages.ts"
import { logWrites } from "../tables/log.ts"
import { mailWrites } from "../tables/mailboxes.ts"
import { readPositionWrites } from "../tables/reads.ts"

export interface Operations {
  readonly heads: Heads
  readonly all: ReturnType<typeof allWrites>
}

const allWrites = (database: Database, crypto: Hashing, heads: Heads) => ({
  ...accountWrites(database, crypto),
  ...keyPackageWrites(database),
  ...mailWrites(database),
  ...inboxWrites(database),
  ...blobWrites(database),
  ...logWrites(database, crypto, heads),
  ...readPositionWrites(database),
  ...joinAskWrites(database),
  ...erasureWrites(database),
  ...groupPruning(database),
})

/** Everything that changes the store. Each runs within a transaction that the batch opens and ends. */
export function writeOperations(database: Database, crypto: Hashing): Operations {
  const heads = readHeads(database)
  return { heads, all: allWrites(database, crypto, heads) }
}

export type OperationName = keyof Operations["all"]

/** One call on its way to the writer: plain data, so that it can cross to another thread. */
export type Call = {
  [Name in OperationName]: {
    readonly name: Name
    readonly input: Parameters<Operations["all"][Name]>
  }
}[OperationName]

export type Answer<Name extends OperationName> = ReturnType<Operations["all"][Name]>
