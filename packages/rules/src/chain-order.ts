import { equal } from "@colombe/base"
import { headOf, samePosition, stepAt, type VerifiedChain } from "./chain.ts"
import type { Position } from "./ids.ts"

/** The link that opened the generation of the head: genesis, or a reset. */
export function openingOf(chain: VerifiedChain): Position {
  const { generation } = headOf(chain)
  const opening = chain.steps.find(({ position }) => position.generation === generation)
  return (opening ?? chain.steps[0]).position
}

/**
 * Path `left` supersedes path `right` where it continues it within one generation, or opens a later generation
 * without leaving the link that opened `right`'s. A path supersedes itself.
 */
export function supersedes(left: VerifiedChain, right: VerifiedChain): boolean {
  if (!equal(left.account, right.account)) return false
  const generation = headOf(left).generation
  const opened = headOf(right).generation
  if (generation < opened) return false
  const must = generation === opened ? headOf(right) : openingOf(right)
  return stepAt(left, must) !== undefined
}

/**
 * What an offered path is to the one held:
 * - `same`: the same head; `extends`: more links of the same generation; `superseded`: a later generation;
 * - `behind`: an earlier state, or another branch of an earlier generation, which proves nothing about this one;
 * - `fork`: two valid links of one slot in the generation that is followed.
 */
export type ChainRelation = "same" | "extends" | "superseded" | "behind" | "fork"

export function compareChains(held: VerifiedChain, offered: VerifiedChain): ChainRelation {
  if (samePosition(headOf(held), headOf(offered))) return "same"
  const generations = headOf(offered).generation - headOf(held).generation
  if (supersedes(offered, held)) return generations === 0 ? "extends" : "superseded"
  if (supersedes(held, offered) || generations < 0) return "behind"
  return "fork"
}
