import { type Result, succeed } from "@colombe/base"
import type { LifeCalls } from "../api/index.ts"
import { postRecords } from "../history/post-records.ts"
import type { Home } from "../home/home.ts"
import { shareChanges } from "../self/share.ts"
import type { Driver } from "../session/driver.ts"
import { storing } from "./in-turn.ts"

/** What waits for a batch goes out before this device falls silent, where there is a connection. */
function handOver(home: Home): Promise<Result<void>> {
  return home.serial(async () => {
    const { identity, wire } = home.current
    if (identity === undefined || wire === undefined) return succeed()
    const posted = await postRecords(home, identity)
    return posted.ok ? shareChanges(home, identity) : posted
  })
}

export function lifeCalls(home: Home, driver: Driver): LifeCalls {
  return {
    start: async () => driver.start(),
    stop: async () => driver.stop(),
    settle: () => driver.settle(),
    watch(listener) {
      home.listeners.add(listener)
      return () => void home.listeners.delete(listener)
    },
    async close() {
      await storing(() => handOver(home))
      driver.stop()
      // What is under way ends first: its calls fail with the connection.
      await home.serial(async () => {})
      await home.outboxLane(async () => {})
      home.listeners.clear()
    },
  }
}
