import type { Act, Actor, Scene } from "../scene.ts"
import { link, loseDevice, recover, unlink } from "./devices.ts"
import { addSomebody, createGroup, leave, removeSomebody } from "./groups.ts"
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

/** What people do and what happens to them, with how often. */
const acts: readonly (readonly [number, Act])[] = [
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
const weights = acts.reduce((sum, [weight]) => sum + weight, 0)

/** One act on one device, both chosen by the seed. */
export function act(world: Scene): void {
  const { random } = world
  const actor = random.pick(able(world))
  if (actor === undefined) return
  let left = random.below(weights)
  for (const [weight, one] of acts) {
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
