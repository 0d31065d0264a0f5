import { effect } from "@preact/signals"
import { render } from "preact"
import { Shell } from "../features/shell.tsx"
import { slot } from "../state/accounts.ts"
import { remote, workerState } from "../state/app.ts"
import { followLock } from "../state/lock.ts"
import { keepSnapshots, paintSnapshot } from "../state/snapshot.ts"
import { takeTurns } from "./leader.ts"
import { leadOthers } from "./others.ts"

/** The worker has the longest way to go: it starts before there is anything to show. */
export async function start(root: HTMLElement, messages: Promise<void>): Promise<void> {
  takeTurns(slot, remote.leaderGone, () => {
    workerState.value = { at: "failed", code: "storage-blocked" }
  })
  await Promise.all([messages, paintSnapshot()])
  // The mark that the page came with has done its work.
  root.replaceChildren()
  render(<Shell />, root)
  keepSnapshots()
  followLock()
  leadOthers()
  installOnceOpen()
}

/** What opens the app next time waits for what opens it now. */
function installOnceOpen(): void {
  const stop = effect(() => {
    if (workerState.value.at === "opening") return
    void import("./service-worker.ts").then(({ keepInstalled }) => keepInstalled())
    queueMicrotask(() => stop())
  })
}
