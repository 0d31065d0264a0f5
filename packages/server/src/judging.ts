import { type Bytes, keyOf } from "@colombe/base"
import { type AccountId, type PathOf, pathsIn, type Verdict } from "@colombe/rules"
import { type Refused, refuse } from "@colombe/wire"
import { loadAccount, type Paths } from "./chains.ts"
import type { ServerContext } from "./context.ts"

/**
 * Asks for a verdict until every position that it depends on was looked up in the chains kept here. A position that
 * is in none of them is refused: the server keeps no commit that it could not judge.
 */
export async function settle(
  server: ServerContext,
  judge: (pathOf: PathOf) => Verdict | Promise<Verdict>,
): Promise<Refused | undefined> {
  const known = new Map<string, Paths>()
  for (;;) {
    const verdict = await judge(pathsIn([...known.values()].flat()))
    if (verdict.at === "valid") return undefined
    if (verdict.at === "invalid") return refuse("commit-forbidden", { cause: verdict.code })
    const found = await lookUp(
      server,
      verdict.missing.map(({ account }) => account),
      known,
    )
    if (!found) return refuse("account-unknown")
  }
}

/** The same for what opens an incarnation, which is no commit. */
export async function settleOpening(
  server: ServerContext,
  judge: (pathOf: PathOf) => Verdict,
): Promise<Refused | undefined> {
  const refused = await settle(server, judge)
  return refused?.code === "commit-forbidden" ? refuse("conversation-invalid", { cause: refused }) : refused
}

/** False where nothing new was found: asking again would be the same. */
async function lookUp(
  server: ServerContext,
  accounts: readonly AccountId[],
  known: Map<string, Paths>,
): Promise<boolean> {
  const before = known.size
  const wanted = new Map<string, Bytes>(accounts.map(account => [keyOf(account), account]))
  for (const [key, account] of wanted) {
    if (known.has(key)) continue
    const loaded = await loadAccount(server, account)
    if (loaded) known.set(key, loaded.paths)
  }
  return known.size > before
}
