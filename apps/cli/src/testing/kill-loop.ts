import { join } from "node:path"
import { type Checked, checkRun } from "./checker.ts"
import { acquaintedPair, clientLogs, type Flood, flood, type Pair } from "./load.ts"
import { type TestServer, testServer } from "./server.ts"

/** Sends of one person in one round. */
const sends = 25
/** How often the server is killed in one round, while both talk. */
const kills = 3

export interface Killed extends Checked {
  readonly kills: number
}

/**
 * Two people talk and change their conversation at once, while the server is killed again and again, at moments that
 * `chance` (0 to 1) chooses, and once in every round a client; then the whole run is judged.
 */
export async function killRounds(folder: string, rounds: number, chance: () => number): Promise<Killed> {
  const server = await testServer(join(folder, "data"))
  await server.start()
  const pair = await acquaintedPair(folder, server.url)
  for (let round = 0; round < rounds; round++) await killRound(server, pair, chance)
  const logs = await clientLogs(pair)
  await server.end()
  return { ...checkRun(server.data, logs), kills: rounds * (kills + 1) }
}

async function killRound(server: TestServer, pair: Pair, chance: () => number): Promise<void> {
  const [ana, bob] = pair.people
  const floods = [ana, bob].map(one => flood(pair, one, { count: sends }))
  // Both have begun: from here on they have to come through by themselves.
  await Promise.all(floods.map(one => one.process.line(() => true)))
  const [watched, killed] = chance() < 0.5 ? floods : floods.toReversed()
  if (watched === undefined || killed === undefined) throw new Error("two talk")
  const moments = Array.from({ length: kills }, () => 1 + Math.floor(chance() * (sends - 1)))
  for (const [index, moment] of moments.toSorted((left, right) => left - right).entries()) {
    await watched.acknowledged(moment)
    await server.kill()
    // What a home took on goes out whenever its program runs again.
    if (index === 0) killed.process.child.kill("SIGKILL")
    await server.start()
  }
  await expectEnds(watched, killed)
}

async function expectEnds(watched: Flood, killed: Flood): Promise<void> {
  const outcome = await watched.ended
  if (outcome !== "done") throw new Error(`${watched.from.name} did not come through: ${outcome}`)
  await killed.ended
}
