import { fail, keyOf, type Result, succeed } from "@colombe/base"
import type { CommitEffects, PublicGroup } from "@colombe/mls"
import {
  type AccountId,
  type CommitFacts,
  commitFactsOf,
  type GroupFacts,
  judgeCommit,
  pathsIn,
  type VerifiedChain,
} from "@colombe/rules"
import { fetchChain, heldChain } from "../account/chains.ts"
import type { Home } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { factsOf } from "./facts.ts"

/** How often missing links are asked for before a commit is left for later. */
const fetchesMax = 2
/** Chains that are asked for at one time: a large group has a thousand, and each is a way to the server and back. */
const fetchesTogether = 16

/**
 * Whether the commit may follow, spec Y30: by the rules that the server applies too. Links that are missing are
 * fetched; without them there is no verdict, and the entry waits.
 */
export async function judge(
  home: Home,
  transaction: Transaction,
  before: PublicGroup,
  effects: CommitEffects,
): Promise<Result<void>> {
  const group = factsOf(before)
  const commit = commitFactsOf(effects)
  if (!commit.ok) return fail("commit-invalid", "never", commit.code)
  const accounts = accountsIn(group, commit.value)
  for (let fetches = 0; fetches <= fetchesMax; fetches++) {
    const paths = pathsIn(await heldChains(home, transaction, accounts))
    const verdict = await judgeCommit(home.crypto, group, commit.value, paths)
    if (verdict.at === "valid") return succeed()
    if (verdict.at === "invalid") return fail("commit-invalid", "never", verdict.code)
    const fetched = await fetchChains(home, transaction, verdict.missing)
    // What a server shows of a chain, or does not, decides nothing about the commit.
    if (!fetched.ok) return fail(fetched.code, "after-delay", fetched)
  }
  return fail("account-unknown", "after-refresh")
}

async function fetchChains(
  home: Home,
  transaction: Transaction,
  missing: readonly { readonly account: AccountId }[],
): Promise<Result<void>> {
  const accounts = [...new Map(missing.map(({ account }) => [keyOf(account), account])).values()]
  for (let at = 0; at < accounts.length; at += fetchesTogether) {
    const some = accounts.slice(at, at + fetchesTogether)
    const fetched = await Promise.all(some.map(account => fetchChain(home, transaction, account)))
    const failed = fetched.find(({ ok }) => !ok)
    if (failed !== undefined && !failed.ok) return failed
  }
  return succeed()
}

function accountsIn(group: GroupFacts, { added, path, extension }: CommitFacts): readonly AccountId[] {
  const leaves = [...group.leaves.values(), ...added, ...(path === undefined ? [] : [path])]
  const lists = [group.extension, ...(extension === undefined ? [] : [extension])]
  const listed = lists.flatMap(({ dormant, chains }) => [...dormant, ...chains])
  const accounts = [...leaves, ...listed].map(({ account }) => account)
  return [...new Map(accounts.map(account => [keyOf(account), account])).values()]
}

export async function heldChains(
  home: Home,
  transaction: Transaction,
  accounts: readonly AccountId[],
): Promise<readonly VerifiedChain[]> {
  const chains: VerifiedChain[] = []
  for (const account of accounts) {
    const following = await heldChain(home, transaction, account)
    if (following === undefined) continue
    chains.push(following.chain)
    if (following.at === "forked") chains.push(following.other)
  }
  return chains
}
