import { chmodSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { Presence } from "@colombe/server"
import type { Gauges, Totals } from "./metrics.ts"
import { readGauges } from "./metrics-listener.ts"

/** What a running server tells whoever may read its data folder: numbers, and which accounts are there now. */
export interface ServerStatus extends Gauges {
  readonly connections: number
  readonly unsigned: number
  /** Signed in, each with its connections, by the account's id in hexadecimal. */
  readonly accounts: Readonly<Record<string, number>>
  readonly traffic: Totals
  /** Calls that were answered, and faults that the log has in full. */
  readonly calls: number
  readonly faults: number
}

export interface AdminSocket {
  stop(): Promise<void>
}

/** The socket's place in a data folder, which is its owner's alone. */
export const adminSocketOf = (data: string): string => join(data, "admin.sock")

/** Bytes of a socket's path that every system takes, the closing zero included. */
const pathBytesMax = 104

/**
 * Listens in the data folder, for `colombe admin`. What a killed server left there is nobody's, since this process holds
 * the folder. Undefined where the folder's name is too long for a socket, or the system has none: a server works all
 * the same.
 */
export function listenForAdmin(data: string, status: () => ServerStatus): AdminSocket | undefined {
  const path = adminSocketOf(data)
  if (Buffer.byteLength(path) >= pathBytesMax) return undefined
  try {
    rmSync(path, { force: true })
    const web = Bun.serve({ unix: path, fetch: () => Response.json(status()) })
    chmodSync(path, 0o600)
    return {
      stop: async () => {
        await web.stop(true)
        rmSync(path, { force: true })
      },
    }
  } catch {
    return undefined
  }
}

export function statusOf(
  data: string,
  { connections, unsigned, accounts }: Presence,
  totals: { readonly traffic: Totals; readonly calls: number; readonly faults: number },
): ServerStatus {
  return { ...readGauges(data), connections, unsigned, accounts: Object.fromEntries(accounts), ...totals }
}
