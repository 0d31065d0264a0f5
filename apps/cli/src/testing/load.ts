import { join } from "node:path"
import { type Process, type Surroundings, startScript } from "./binary.ts"
import type { Acknowledged, ClientLog } from "./checker.ts"
import { type Person, personIn, register } from "./person.ts"

/** What two people who talk with each other noted of what they did: for `checkRun`. */
export interface Pair {
  readonly people: readonly [Person, Person]
  readonly tried: ReadonlyMap<Person, string[]>
  readonly taken: ReadonlyMap<Person, string[]>
  readonly acknowledged: ReadonlyMap<Person, Acknowledged[]>
}

/** Both registered and acquainted; the server runs. `through`: another address by which it is reached. */
export async function acquaintedPair(folder: string, url: string): Promise<Pair> {
  const people = [personIn(folder, "ana"), personIn(folder, "bob")] as const
  await register(url, people)
  const [ana, bob] = people
  await ana.say("send", "@bob", helloOf(ana))
  await bob.say("send", "@ana", helloOf(bob))
  return {
    people,
    tried: new Map(people.map(one => [one, [helloOf(one)]])),
    taken: new Map(people.map(one => [one, [helloOf(one)]])),
    acknowledged: new Map(people.map(one => [one, []])),
  }
}

const helloOf = ({ name }: Person): string => `${name} 0`

export interface Flood {
  readonly from: Person
  readonly process: Process
  /** Resolves once so many of its sends were acknowledged. */
  acknowledged(count: number): Promise<void>
  /** `done` with all acknowledged, `killed`, or the code it gave up with: what it noted is kept. */
  readonly ended: Promise<string>
}

export interface FloodOptions {
  readonly count: number
  /** Sends at once, after which an epoch is made; default: 5. */
  readonly every?: number
  readonly surroundings?: Surroundings
}

const script = join(import.meta.dirname, "flood.ts")

/** One of the two talks without a pause. */
export function flood(pair: Pair, from: Person, { count, every = 5, surroundings }: FloodOptions): Flood {
  const [one, other] = pair.people
  const target = `@${(from === one ? other : one).name}`
  const [tried = [], taken = [], acknowledged = []] = [
    pair.tried.get(from),
    pair.taken.get(from),
    pair.acknowledged.get(from),
  ]
  const first = tried.length
  for (let number = first; number < first + count; number++) tried.push(`${from.name} ${number}`)
  const parameters = [from.home, target, from.name, `${first}`, `${count}`, `${every}`]
  const process = startScript(script, parameters, surroundings)
  const isAnswer = (line: string) => line.startsWith('{"acknowledged"')
  return {
    from,
    process,
    acknowledged: async wanted => {
      let seen = 0
      await process.line((line, index) => {
        seen = (index === 0 ? 0 : seen) + (isAnswer(line) ? 1 : 0)
        return seen >= wanted
      })
    },
    ended: process.ended.then(({ code, out, err }) => {
      // A line that a kill cut off was not said.
      for (const line of out.split("\n").slice(0, -1)) {
        const said = JSON.parse(line)
        if ("taken" in said) taken.push(said.taken)
        else acknowledged.push(said.acknowledged)
      }
      return code === 0 ? "done" : err.trim() || "killed"
    }),
  }
}

/** What both did and were told, and all that their homes show now. */
export async function clientLogs({
  people,
  tried,
  taken,
  acknowledged,
}: Pair): Promise<readonly ClientLog[]> {
  const [ana, bob] = people
  const shownBy = (one: Person) => one.history(one === ana ? `@${bob.name}` : `@${ana.name}`, 100_000)
  // What a home still has to send goes out before anybody is judged.
  for (const one of people) await shownBy(one)
  return Promise.all(
    people.map(async one => ({
      name: one.name,
      tried: tried.get(one) ?? [],
      taken: taken.get(one) ?? [],
      acknowledged: acknowledged.get(one) ?? [],
      shown: await shownBy(one),
    })),
  )
}
