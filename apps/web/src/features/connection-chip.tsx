import type { Connection } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { text } from "../i18n/index.ts"
import { sentence as phraseOf } from "../i18n/sentences.ts"
import { connection } from "../state/app.ts"

const secondMs = 1000

/** Says nothing while all is well. */
export function ConnectionChip(): JSX.Element | null {
  const state = connection.value
  const [now, setNow] = useState(Date.now())
  const counting = state.at === "offline" && state.retryAt !== undefined
  useEffect(() => {
    if (!counting) return undefined
    const timer = setInterval(() => setNow(Date.now()), secondMs)
    return () => clearInterval(timer)
  }, [counting])
  return (
    <p class={`chip chip-${state.at}`} role="status" hidden={state.at === "live"}>
      {sentence(state, now)}
    </p>
  )
}

/** What a person can do something about: everything else mends itself, or is said where it happened. */
const told: ReadonlySet<string> = new Set([
  "storage-full",
  "clock-wrong",
  "server-lost-device",
  "server-storage-full",
])

/** Why there is no connection, where that is not the network. */
export function OfflineReason(): JSX.Element | null {
  const state = connection.value
  if (state.at !== "offline" || state.code === undefined || !told.has(state.code)) return null
  return (
    <p class="offline-reason" role="alert">
      {phraseOf(state.code)}
    </p>
  )
}

function sentence(state: Connection, now: number): string {
  switch (state.at) {
    case "offline": {
      const seconds = state.retryAt === undefined ? 0 : Math.ceil((state.retryAt - now) / secondMs)
      return seconds > 0 ? text("connection.retry", { seconds }) : text("connection.offline")
    }
    case "connecting":
      return text("connection.connecting")
    case "syncing":
      return text("connection.syncing", { count: state.conversationsLeft })
    case "live":
      return text("connection.live")
  }
}
