import { type Result, succeed } from "@colombe/base"
import { postRecords } from "../history/post-records.ts"
import type { Home } from "../home/home.ts"
import { tellReads } from "../relay/reads.ts"
import { shareChanges } from "./share.ts"

/** What waits for a batch goes out at once, where there is a connection: before this device falls silent, or links another (spec K17). */
export function handOver(home: Home): Promise<Result<void>> {
  return home.serial(async () => {
    const { identity, wire } = home.current
    if (identity === undefined || wire === undefined) return succeed()
    await tellReads(home, identity, { next: 0 })
    const posted = await postRecords(home, identity)
    return posted.ok ? shareChanges(home, identity) : posted
  })
}
