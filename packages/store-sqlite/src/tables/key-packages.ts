import type { Database } from "bun:sqlite"
import type { Bytes, Milliseconds } from "@colombe/base"
import type { AccountId, DeviceId } from "@colombe/rules"
import type { ClaimedKeyPackage, StoredKeyPackage } from "@colombe/store"

const countLeft = (database: Database) =>
  database.prepare<{ left: number }, [Bytes, Bytes]>(
    "SELECT count(*) AS left FROM key_package WHERE account = ? AND device = ? AND body IS NOT NULL",
  )

export function keyPackageReads(database: Database) {
  const left = countLeft(database)
  const lastResort = database.prepare<{ at: number }, [Bytes, Bytes]>(
    "SELECT at FROM last_resort WHERE account = ? AND device = ?",
  )
  return {
    keyPackagesLeft: (account: AccountId, device: DeviceId) => ({
      left: left.get(account, device)?.left ?? 0,
      lastResortAt: lastResort.get(account, device)?.at,
    }),
  }
}

export function keyPackageWrites(database: Database) {
  const left = countLeft(database)
  const insert = database.prepare<unknown, [Bytes, Bytes, Bytes, Bytes]>(
    "INSERT OR IGNORE INTO key_package (account, device, reference, body) VALUES (?, ?, ?, ?)",
  )
  const replaceLast = database.prepare<unknown, [Bytes, Bytes, Bytes, Bytes, number]>(
    "INSERT OR REPLACE INTO last_resort (account, device, reference, body, at) VALUES (?, ?, ?, ?, ?)",
  )
  const first = database.prepare<{ row: number; body: Bytes }, [Bytes, Bytes]>(
    `SELECT row, body FROM key_package WHERE account = ? AND device = ? AND body IS NOT NULL
     ORDER BY row LIMIT 1`,
  )
  const useUp = database.prepare<unknown, [number]>("UPDATE key_package SET body = NULL WHERE row = ?")
  const lastBody = database.prepare<{ body: Bytes }, [Bytes, Bytes]>(
    "SELECT body FROM last_resort WHERE account = ? AND device = ?",
  )
  return {
    publishKeyPackages(
      account: AccountId,
      device: DeviceId,
      oneTime: readonly StoredKeyPackage[],
      lastResort: (StoredKeyPackage & { readonly at: Milliseconds }) | undefined,
    ): { left: number } {
      for (const { reference, body } of oneTime) insert.run(account, device, reference, body)
      if (lastResort) replaceLast.run(account, device, lastResort.reference, lastResort.body, lastResort.at)
      return { left: left.get(account, device)?.left ?? 0 }
    },
    claimKeyPackage(account: AccountId, device: DeviceId, oneTime: boolean): ClaimedKeyPackage | undefined {
      const used = oneTime ? first.get(account, device) : undefined
      if (used) useUp.run(used.row)
      const claimed = used ?? lastBody.get(account, device)
      return claimed ? { device, body: claimed.body, lastResort: !used } : undefined
    },
  }
}
