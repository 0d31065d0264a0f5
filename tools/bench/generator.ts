import { Database } from "bun:sqlite"
import { join } from "node:path"
import { type Measured, measureLoad, type Pace, type Road, slotsOn } from "./closed-loop.ts"
import { makePairs } from "./pairs.ts"
import { serverRoads } from "./server-road.ts"
import { wholeRoads } from "./whole-road.ts"

/** What the generator is to do; it comes as JSON in the one argument. */
export interface Plan {
  readonly server: string
  readonly serverPid: number
  readonly data: string
  readonly pairs: number
  readonly pace: Pace
  readonly loads: readonly LoadPlan[]
}

export interface LoadPlan {
  /** `whole`: from device to device, `server`: from socket to socket. */
  readonly road: "whole" | "server"
  readonly pairs: number
  /** Messages of one pair that are under way at one time. */
  readonly inFlight: number
}

export interface Loaded {
  readonly setUpSeconds: number
  readonly loads: readonly (LoadPlan & Measured)[]
}

/** One process with all devices of all pairs, so that the server is alone in its own. */
async function generate(plan: Plan): Promise<Loaded> {
  const began = performance.now()
  const pairs = await makePairs(plan.server, plan.pairs)
  const setUpSeconds = (performance.now() - began) / 1000
  const meters = { serverPid: plan.serverPid, databaseBytes: databaseMeter(plan.data) }
  const whole = wholeRoads(pairs)
  let server: readonly Road[] | undefined
  const loads: (LoadPlan & Measured)[] = []
  for (const load of plan.loads) {
    // From here on the clients have no connection: what needs them comes first.
    if (load.road === "server") server ??= await serverRoads(pairs)
    const roads = (load.road === "server" ? server : whole) ?? []
    const slots = slotsOn(roads.slice(0, load.pairs), load.inFlight)
    loads.push({ ...load, ...(await measureLoad(slots, plan.pace, meters)) })
  }
  return { setUpSeconds, loads }
}

/** Bytes of the database's pages, wherever they are at the moment: in the file or in its log. */
function databaseMeter(data: string): () => number {
  const database = new Database(join(data, "colombe.sqlite"), { readonly: true })
  const pages = database.query<{ bytes: number }, []>(
    "SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
  )
  return () => pages.get()?.bytes ?? Number.NaN
}

process.stdout.write(JSON.stringify(await generate(JSON.parse(process.argv[2] ?? ""))), () => process.exit())
