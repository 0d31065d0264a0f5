import type { LifeCalls } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { handOver } from "../self/hand-over.ts"
import type { Driver } from "../session/driver.ts"
import { storing } from "./in-turn.ts"

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
