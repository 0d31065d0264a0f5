import { type Bytes, decode, keyOf, unwrap } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, beginChain, extendChain, headOf, link, type VerifiedChain } from "@colombe/rules"
import type { Store, StoredAccount } from "@colombe/store"
import { Recent } from "./recent.ts"

/**
 * Every path that the stored links make: the one that is followed last, and before it those that a reset left. Groups
 * go on naming positions of both.
 */
export type Paths = readonly [VerifiedChain, ...VerifiedChain[]]

/** Chains that were checked since the start, with how many stored links they were made of. */
export type ChainCache = Recent<{ readonly length: number; readonly paths: Paths }>

/** Accounts whose checked chain stays in memory. */
const chainsKept = 4096

export function createChainCache(): ChainCache {
  return new Recent(chainsKept)
}

export interface KnownAccount {
  readonly stored: StoredAccount
  /** The path that is followed. */
  readonly chain: VerifiedChain
  readonly paths: Paths
}

/** Links were checked before they were stored, so one that fails now means that the store is damaged: it throws. */
export async function loadAccount(
  { store, crypto, chains }: { store: Store; crypto: Crypto; chains: ChainCache },
  account: AccountId,
): Promise<KnownAccount | undefined> {
  const stored = await store.accounts.get(account)
  if (!stored) return undefined
  const known = chains.get(keyOf(account))
  const paths = known?.length === stored.chain.length ? known.paths : await verifyPaths(crypto, stored.chain)
  chains.set(keyOf(account), { length: stored.chain.length, paths })
  return { stored, chain: paths[0], paths }
}

/** After one more link was stored, so that nothing is checked twice. */
export function keepGrown(chains: ChainCache, { stored, paths }: KnownAccount, grown: VerifiedChain): void {
  const [before, ...left] = paths
  const isReset = headOf(grown).generation > headOf(before).generation
  chains.set(keyOf(grown.account), {
    length: stored.chain.length + 1,
    paths: [grown, ...(isReset ? paths : left)],
  })
}

async function verifyPaths(crypto: Crypto, stored: readonly Bytes[]): Promise<Paths> {
  const [genesis, ...rest] = stored.map(bytes => unwrap(decode(link, bytes)))
  if (!genesis) throw new Error("an account without its genesis")
  let chain = unwrap(await beginChain(crypto, genesis))
  const left: VerifiedChain[] = []
  for (const one of rest) {
    const next = unwrap(await extendChain(crypto, chain, one))
    if (headOf(next).generation > headOf(chain).generation) left.push(chain)
    chain = next
  }
  return [chain, ...left]
}
