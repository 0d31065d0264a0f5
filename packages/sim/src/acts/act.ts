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

/**
 * A seed says by its name which table it is of: `roles-19` is a run of the second. A table that changes gives all its
 * seeds other runs, so what is new gets a table of its own.
 */
const tables = { usual, roles: [...usual, ...roleActs] } satisfies Readonly<Record<string, Table>>

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
