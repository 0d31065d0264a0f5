import type { LogEvent } from "@colombe/server"

/** What the executable itself adds to what the server's core tells. */
export type ServeEvent =
  | LogEvent
  | { readonly event: "certificate-renewed" }
  | { readonly event: "certificate-kept"; readonly code: string }

/** One line of JSON. Of a cause it has what kind it is and where it was thrown, never its words: they may quote data. */
export function logLine(event: ServeEvent, at: Date): string {
  const { event: name, ...detail } = event
  const cause = "cause" in detail ? { cause: describe(detail.cause) } : {}
  return JSON.stringify({ at: at.toISOString(), event: name, ...detail, ...cause })
}

interface Described {
  readonly name: string
  readonly code?: string
  readonly frames?: readonly string[]
  readonly cause?: Described
}

/** Causes of causes that are told. */
const depthMax = 4

function describe(cause: unknown, depth = 0): Described {
  if (typeof cause !== "object" || cause === null) return { name: typeof cause }
  const code = "code" in cause && typeof cause.code === "string" ? { code: cause.code } : {}
  const deeper =
    "cause" in cause && typeof cause.cause === "object" && depth < depthMax
      ? { cause: describe(cause.cause, depth + 1) }
      : {}
  if (!(cause instanceof Error)) return { name: "failure", ...code, ...deeper }
  const frames = (cause.stack ?? "").split("\n").flatMap(line => /^\s*at (.*)$/.exec(line)?.[1] ?? [])
  return { name: cause.name, ...code, frames, ...deeper }
}
