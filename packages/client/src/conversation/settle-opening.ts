import { fail, type Result, succeed } from "@colombe/base"
import { type AccountId, type OpeningFacts, type PathOf, pathsIn, type Verdict } from "@colombe/rules"
import { fetchChain } from "../account/chains.ts"
import { heldChains } from "./judge.ts"
import type { Receiving } from "./receiving.ts"

/** How often missing links are asked for before the conversation is left for later. */
const fetchesMax = 2

/**
 * Whether a group may be opened so, by the rules that the server applies too. Links that are missing are fetched;
 * without them there is no verdict, and the entry waits. `others`: accounts that the opening itself does not name.
 */
export async function settleOpening(
  { home, transaction }: Pick<Receiving, "home" | "transaction">,
  others: readonly { readonly account: AccountId }[],
  facts: OpeningFacts,
  judge: (pathOf: PathOf) => Verdict,
): Promise<Result<void>> {
  const { dormant, chains } = facts.extension
  const accounts = [...facts.leaves.values(), ...dormant, ...chains, ...others].map(({ account }) => account)
  for (let fetches = 0; fetches <= fetchesMax; fetches++) {
    const verdict = judge(pathsIn(await heldChains(home, transaction, accounts)))
    if (verdict.at === "valid") return succeed()
    if (verdict.at === "invalid") return fail("log-broken", "never", verdict.code)
    for (const { account } of verdict.missing) {
      const fetched = await fetchChain(home, transaction, account)
      if (!fetched.ok) return fail(fetched.code, "after-delay", fetched)
    }
  }
  return fail("account-unknown", "after-refresh")
}
