import { assert, toUtf8 } from "@colombe/base"
import { quickSeededRandom } from "./quick-random.ts"

/** Where every decision of a run comes from. */
export interface Random {
  /** A whole number from 0, below `bound`. */
  below(bound: number): number
  /** A whole number, both ends included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  /** Undefined of an empty list. */
  pick<Value>(from: readonly Value[]): Value | undefined
  /** A source of its own, so that what one part draws changes nothing for the others. */
  fork(name: string): Random
}

export function seededRandom(seed: string): Random {
  const random = quickSeededRandom(toUtf8(`simulation ${seed}`))
  /** Uniform in [0, 1), of 48 bits. */
  const fraction = (): number => random(6).reduce((value, byte) => value * 256 + byte, 0) / 2 ** 48
  const below = (bound: number): number => {
    assert(bound > 0, "there is something to choose from")
    return Math.floor(fraction() * bound)
  }
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: probability => fraction() < probability,
    pick: from => (from.length === 0 ? undefined : from[below(from.length)]),
    fork: name => seededRandom(`${seed} ${name}`),
  }
}
