import type { Act, Actor, Scene } from "../scene.ts"
import { link, loseDevice, recover, unlink } from "./devices.ts"
import { addSomebody, createGroup, leave, removeSomebody } from "./groups.ts"
import { roleActs } from "./roles.ts"
import { edit, say, writeTo } from "./talk.ts"
import {
  breakLines,
  crash,
  crashServer,
  cutOff,
  exhaustKeyPackages,
  restoreServer,
  skewClock,
  thenCrash,
  thenCrashServer,
} from "./trouble.ts"

type Table = readonly (readonly [number, Act])[]

/** What people do and what happens to them, with how often. */
const usual: Table = [
  [20, say],
  [8, writeTo],
  [4, edit],
  [4, createGroup],
  [6, addSomebody],
  [6, removeSomebody],
  [2, leave],
  [5, link],
  [3, unlink],
  [1, loseDevice],
  [1, recover],
  [4, crash],
  [2, crashServer],
  [1, restoreServer],
  [4, cutOff],
  [4, breakLines],
  [2, skewClock],
  [1, exhaustKeyPackages],
]

/** A disk has what it was given within these milliseconds, and an answer of the server is there within those. */
const [untilDurable, untilAnswered] = [24, 600]

/** What is done while the program that does it, or the server, is about to crash: moments that chance seldom meets. */
const crashes: Table = [
  [12, thenCrash(say, untilDurable)],
  [6, thenCrash(say, untilAnswered)],
  [3, thenCrash(writeTo, untilAnswered)],
  [3, thenCrash(edit, untilAnswered)],
  [4, thenCrash(createGroup, untilAnswered)],
  [6, thenCrash(addSomebody, untilAnswered)],
  [6, thenCrash(removeSomebody, untilAnswered)],
  [2, thenCrash(leave, untilAnswered)],
  [6, thenCrashServer(say, untilAnswered)],
  [3, thenCrashServer(addSomebody, untilAnswered)],
  [3, thenCrashServer(removeSomebody, untilAnswered)],
]

/**
 * A seed says by its name which table it is of: `roles-19` is a run of the second. A table that changes gives all its
 * seeds other runs, so what is new gets a table of its own.
 */
const tables = { usual, roles: [...usual, ...roleActs], crash: [...usual, ...crashes] } satisfies Readonly<
  Record<string, Table>
>

function tableOf(seed: string): Table {
  const [, kind = ""] = /^([a-z]+)-/.exec(seed) ?? []
  return Object.hasOwn(tables, kind) ? tables[kind as keyof typeof tables] : usual
}

/** One act on one device, both chosen by the seed. */
export function act(world: Scene): void {
  const { random, seed } = world
  const actor = random.pick(able(world))
  if (actor === undefined) return
  const table = tableOf(seed)
  let left = random.below(table.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, one] of table) {
    left -= weight
    if (left >= 0) continue
    one(world, actor)
    return
  }
}

function able({ people }: Scene): readonly Actor[] {
  return people.flatMap(person =>
    person.devices.filter(({ isAble }) => isAble).map(device => ({ person, device })),
  )
}
