import { fail, fromHex, type Result, succeed } from "@colombe/base"
import type { Administration, StorageReport } from "@colombe/store-sqlite"
import { printable } from "../output/lines.ts"
import { adminSocketOf, type ServerStatus } from "../serve/admin-socket.ts"

/** Characters of an account's id: enough to tell accounts apart by eye. */
export const idCharacters = 16

type Row = readonly (string | number)[]

/** Milliseconds that the running server gets to answer. */
const answerMilliseconds = 5_000

/** What the server that has this data folder says of itself. */
export async function askServer(data: string): Promise<Result<ServerStatus, "server-not-running">> {
  try {
    const answer = await fetch("http://localhost/", {
      unix: adminSocketOf(data),
      signal: AbortSignal.timeout(answerMilliseconds),
    })
    return succeed((await answer.json()) as ServerStatus)
  } catch (error) {
    return fail("server-not-running", "after-delay", error)
  }
}

/** Who is signed in now, with how many connections: handle, id, connections. */
export function sessionLines(administration: Administration, { accounts }: ServerStatus): readonly Row[] {
  return Object.entries(accounts)
    .map(([account, connections]): Row => {
      const id = fromHex(account)
      const handle = id === undefined ? undefined : administration.handleOf(id)
      return [printable(handle ?? "?"), account.slice(0, idCharacters), connections]
    })
    .sort(([left = ""], [right = ""]) => (left < right ? -1 : 1))
}

export function healthLines({ accounts, traffic, ...status }: ServerStatus): readonly Row[] {
  return [
    ...Object.entries(status).map(([name, value]): Row => [name, value]),
    ["accountsConnected", Object.keys(accounts).length],
    ...Object.entries(traffic).map(([name, value]): Row => [name, value]),
  ]
}

/** Euros, as docs/capacity.md assumes them where nothing else is said. */
export interface Prices {
  /** One machine, a month. */
  readonly machine: number
  /** A gigabyte of disk, a month. */
  readonly storage: number
  /** A gigabyte that leaves. */
  readonly traffic: number
  /** How often everything is stored: the disk and its backups. */
  readonly copies: number
}

export const capacityPrices: Prices = { machine: 20, storage: 0.04, traffic: 0.002, copies: 3 }

const gigabyte = 1e9
const monthSeconds = 30 * 86_400

/** What a month costs, if it goes on as since the start: traffic is measured, storage is what is there now. */
export function costLines(
  { accounts, fileBytes }: StorageReport,
  { storeBytes, uptimeSeconds, traffic }: ServerStatus,
  prices: Prices,
): readonly Row[] {
  const sent = traffic.bytesOut + traffic.bytesPublished + traffic.fileBytesOut
  const sentOfMonth = (sent / Math.max(1, uptimeSeconds)) * monthSeconds
  const stored = storeBytes + fileBytes
  const euros = {
    machine: prices.machine,
    storage: (stored / gigabyte) * prices.copies * prices.storage,
    traffic: (sentOfMonth / gigabyte) * prices.traffic,
  }
  const all = euros.machine + euros.storage + euros.traffic
  return [
    ["measuredSeconds", Math.round(uptimeSeconds)],
    ["storedGigabytes", fixed(stored / gigabyte)],
    ["sentGigabytesOfMonth", fixed(sentOfMonth / gigabyte)],
    ["machineEuros", fixed(euros.machine)],
    ["storageEuros", fixed(euros.storage)],
    ["trafficEuros", fixed(euros.traffic)],
    ["monthEuros", fixed(all)],
    ["accountEuros", accounts === 0 ? "-" : fixed(all / accounts)],
  ]
}

const fixed = (value: number): string => value.toFixed(3)
