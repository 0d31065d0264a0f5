import { equal, keyOf } from "@colombe/base"
import { chainAt, type VerifiedChain } from "./chain.ts"
import { supersedes } from "./chain-order.ts"
import type { AccountPosition } from "./group.ts"
import type { Position } from "./ids.ts"
import { type AccountView, carriersOf } from "./membership.ts"
import type { PathOf } from "./policy-facts.ts"

/**
 * The path of the position that supersedes all others recorded for the account. `unordered` where none does, which
 * no valid commit leaves behind; undefined for an account of which nothing is recorded.
 */
export function recordedPath(view: AccountView, pathOf: PathOf): VerifiedChain | "unordered" | undefined {
  const paths = distinct(carriersOf(view)).flatMap(position => pathOf(view.account, position) ?? [])
  if (paths.length === 0) return undefined
  return paths.find(path => paths.every(other => supersedes(path, other))) ?? "unordered"
}

/** Of the account's recorded positions, those whose links are not here. */
export function missingPaths(view: AccountView, pathOf: PathOf): readonly AccountPosition[] {
  return distinct(carriersOf(view))
    .filter(position => pathOf(view.account, position) === undefined)
    .map(position => ({ account: view.account, position }))
}

export function distinct(positions: readonly Position[]): readonly Position[] {
  return positions.filter(
    (position, index) => positions.findIndex(other => equal(other.hash, position.hash)) === index,
  )
}

/** A lookup in paths that one holds, at every position on any of them. */
export function pathsIn(chains: readonly VerifiedChain[]): PathOf {
  const byHash = new Map<string, VerifiedChain>()
  for (const chain of chains)
    for (const { position } of chain.steps)
      if (!byHash.has(keyOf(position.hash))) byHash.set(keyOf(position.hash), chain)
  return (account, position) => {
    const chain = byHash.get(keyOf(position.hash))
    return chain && equal(chain.account, account) ? chainAt(chain, position) : undefined
  }
}
