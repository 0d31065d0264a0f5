import { effect } from "@preact/signals"
import { accounts, slot } from "../state/accounts.ts"
import { workerState } from "../state/app.ts"
import { followAccount } from "../state/elsewhere.ts"
import type { Slot } from "../worker/names.ts"
import { takeTurns } from "./leader.ts"

const led = new Set<Slot>([slot])

/** Keeps the other accounts of this browser connected too, once the one that is shown has opened. */
export function leadOthers(): void {
  effect(() => {
    if (workerState.value.at !== "ready") return
    for (const other of accounts.value) {
      if (led.has(other.slot)) continue
      led.add(other.slot)
      // What blocks storage blocks it for the account that is shown as well, which says so.
      takeTurns(other.slot, followAccount(other.slot), () => {})
    }
  })
}
