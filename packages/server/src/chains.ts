import { decode, keyOf, unwrap } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, link, type VerifiedChain, verifyChain } from "@colombe/rules"
import type { Store, StoredAccount } from "@colombe/store"
import { Recent } from "./recent.ts"

/** Chains that were checked since the start, with how many stored links they were made of. */
export type ChainCache = Recent<{ readonly length: number; readonly chain: VerifiedChain }>

/** Accounts whose checked chain stays in memory. */
const chainsKept = 4096

export function createChainCache(): ChainCache {
  return new Recent(chainsKept)
}

export interface KnownAccount {
  readonly stored: StoredAccount
  readonly chain: VerifiedChain
}

/** Links were checked before they were stored, so one that fails now means that the store is damaged: it throws. */
export async function loadAccount(
  { store, crypto, chains }: { store: Store; crypto: Crypto; chains: ChainCache },
  account: AccountId,
): Promise<KnownAccount | undefined> {
  const stored = await store.accounts.get(account)
  if (!stored) return undefined
  const known = chains.get(keyOf(account))
  if (known?.length === stored.chain.length) return { stored, chain: known.chain }
  const links = stored.chain.map(bytes => unwrap(decode(link, bytes)))
  const chain = unwrap(await verifyChain(crypto, account, links))
  chains.set(keyOf(account), { length: links.length, chain })
  return { stored, chain }
}
