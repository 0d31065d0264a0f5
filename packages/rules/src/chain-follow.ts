import { chainAt, type VerifiedChain } from "./chain.ts"
import { type ChainRelation, compareChains } from "./chain-order.ts"
import type { Position } from "./ids.ts"

/**
 * How one account is followed. A fork stays until a reset supersedes what is held or the two people compare
 * positions; meanwhile directs, adds, mail and key release to that account stop, and groups only show it.
 */
export type Following =
  | { readonly at: "followed"; readonly chain: VerifiedChain }
  | { readonly at: "forked"; readonly chain: VerifiedChain; readonly other: VerifiedChain }

/** What one holds stays, unless what is offered supersedes it. */
export function followChain(
  held: Following,
  offered: VerifiedChain,
): { readonly relation: ChainRelation; readonly following: Following } {
  const relation = compareChains(held.chain, offered)
  switch (relation) {
    case "superseded":
      return { relation, following: { at: "followed", chain: offered } }
    case "extends":
      return { relation, following: { ...held, chain: offered } }
    case "fork":
      return {
        relation,
        following: held.at === "forked" ? held : { at: "forked", chain: held.chain, other: offered },
      }
    default:
      return { relation, following: held }
  }
}

/** The two people compared positions: the branch that holds `position` is the one to follow. */
export function settleFork(held: Following, position: Position): Following {
  if (held.at === "followed") return held
  for (const chain of [held.chain, held.other])
    if (chainAt(chain, position) !== undefined) return { at: "followed", chain }
  return held
}
