import { type Milliseconds, unreachable } from "@colombe/base"
import { backoff } from "./backoff.ts"

/**
 * Where a device stands with its server, spec Y3 to Y7. `dirty`: something changed while a pull was under way and may
 * be newer than its answer, so another pull follows.
 */
export type Sync =
  | { readonly at: "stopped" }
  | {
      readonly at: "offline"
      readonly failures: number
      readonly retryAt: Milliseconds
      readonly code: string
    }
  | { readonly at: "connecting"; readonly failures: number }
  | { readonly at: "pulling"; readonly failures: number; readonly dirty: boolean; readonly left: number }
  | { readonly at: "live" }

export type SyncInput =
  /** Asks not to wait, where it waits. */
  | { readonly type: "start" }
  | { readonly type: "stop" }
  /** The wait is over. */
  | { readonly type: "retry" }
  /** The session stands. */
  | { readonly type: "signed-in" }
  /** `final`: trying again is of no use (the device was removed, the host is another one). */
  | {
      readonly type: "lost"
      readonly code: string
      readonly final: boolean
      readonly retryAfter?: Milliseconds
    }
  /** Something is on the server that is not here. */
  | { readonly type: "behind" }
  | { readonly type: "progress"; readonly left: number }
  | { readonly type: "pulled" }

export type SyncEffect =
  | { readonly type: "connect" }
  | { readonly type: "pull" }
  | { readonly type: "disconnect" }
  | { readonly type: "wait"; readonly until: Milliseconds }
  | { readonly type: "end"; readonly code: string }

/** What chance and clock say at this moment. */
export interface Moment {
  readonly now: Milliseconds
  /** Uniform in [0, 1). */
  readonly chance: number
}

type Stepped = readonly [Sync, readonly SyncEffect[]]

const stopped: Sync = { at: "stopped" }

export function step(sync: Sync, input: SyncInput, moment: Moment): Stepped {
  switch (input.type) {
    case "start":
      if (sync.at === "offline") return connect(sync.failures)
      return sync.at === "stopped" ? connect(0) : [sync, []]
    case "retry":
      return sync.at === "offline" ? connect(sync.failures) : [sync, []]
    case "stop":
      return [stopped, sync.at === "stopped" || sync.at === "offline" ? [] : [{ type: "disconnect" }]]
    case "signed-in":
      return sync.at === "connecting" ? pull(sync.failures) : [sync, []]
    case "lost":
      return lose(sync, input, moment)
    case "behind":
      if (sync.at === "live") return pull(0)
      return [sync.at === "pulling" ? { ...sync, dirty: true } : sync, []]
    case "progress":
      return [sync.at === "pulling" ? { ...sync, left: input.left } : sync, []]
    case "pulled":
      if (sync.at !== "pulling") return [sync, []]
      return sync.dirty ? pull(0) : [{ at: "live" }, []]
    default:
      return unreachable(input)
  }
}

function connect(failures: number): Stepped {
  return [{ at: "connecting", failures }, [{ type: "connect" }]]
}

function pull(failures: number): Stepped {
  return [{ at: "pulling", failures, dirty: false, left: 0 }, [{ type: "pull" }]]
}

function lose(sync: Sync, input: Extract<SyncInput, { type: "lost" }>, { now, chance }: Moment): Stepped {
  if (sync.at === "stopped" || sync.at === "offline") return [sync, []]
  if (input.final) return [stopped, [{ type: "disconnect" }, { type: "end", code: input.code }]]
  // A session that came to rest had no failure; one that never did counts on.
  const failures = sync.at === "live" ? 1 : sync.failures + 1
  const retryAt = now + backoff(failures, chance, input.retryAfter)
  return [
    { at: "offline", failures, retryAt, code: input.code },
    [{ type: "disconnect" }, { type: "wait", until: retryAt }],
  ]
}
