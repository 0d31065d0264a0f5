import { fail, type Result, succeed, toHex } from "@colombe/base"
import type { Entry } from "@colombe/wire"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { beginTransaction } from "../home/transaction.ts"
import type { VaultKey } from "../vault/own-keys.ts"
import { selfLog, selfOf } from "./log.ts"
import { receiveSelf } from "./receive.ts"

/** Entries asked for at one time. */
const pullPage = 256
/** Entries read before any is applied, so that what a later one says of an earlier is known. */
const entriesMax = 65_536

/**
 * Brings the self conversation up to what the server has, like any log. `more`: keys besides this device's that may open
 * headers, such as the words'.
 */
export async function pullSelf(
  home: Home,
  identity: Identity,
  more: readonly VaultKey[] = [],
): Promise<Result<void>> {
  const { head, broken } = await selfLog(home, home.store, identity)
  if (broken) return fail("log-broken")
  const conversation = selfOf(home, identity.me.account)
  const entries: Entry[] = []
  while (entries.length < entriesMax) {
    const after = entries.at(-1)?.seq ?? BigInt(head.seq)
    const answer = await wireOf(home).call("pullEntries", { conversation, after, limit: pullPage })
    // Nobody has opened it yet.
    if (!answer.ok) return answer.code === "conversation-unknown" && head.seq === 0 ? succeed() : answer
    entries.push(...answer.value.entries)
    if (answer.value.entries.length === 0 || entries.at(-1)?.seq === answer.value.head) break
  }
  return applySelf(home, identity, entries, more)
}

/** Entries that came by whatever way: applied, durable, then told. */
export async function applySelf(
  home: Home,
  identity: Identity,
  entries: readonly Entry[],
  more: readonly VaultKey[] = [],
): Promise<Result<void>> {
  const transaction = beginTransaction(home.store)
  const applied = await receiveSelf({ home, identity, transaction }, entries, more)
  await transaction.commit()
  if (!applied.ok && applied.retry !== "never") {
    const conversation = selfOf(home, identity.me.account)
    home.behind.set(toHex(conversation), conversation)
  }
  return applied
}
