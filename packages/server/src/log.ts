/** What the server tells its operator: no address, no content, no whole id. */
export type LogEvent =
  | { readonly event: "call-failed"; readonly method: string; readonly cause: unknown }
  | { readonly event: "fan-out-failed"; readonly cause: unknown }
  | { readonly event: "blob-failed"; readonly cause: unknown }
  | { readonly event: "sweep-failed"; readonly cause: unknown }
  | { readonly event: "connection-closed"; readonly code: string }

export type Log = (event: LogEvent) => void
