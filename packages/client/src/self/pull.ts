import { fail, type Result, succeed, toHex } from "@colombe/base"
import type { Entry } from "@colombe/wire"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { beginTransaction } from "../home/transaction.ts"
import { restartWhereSuspect } from "../restore/self.ts"
import { currentGeneration } from "../vault/generations.ts"
import { openNewest } from "../vault/open-newest.ts"
import type { VaultKey } from "../vault/own-keys.ts"
import { selfLog, selfOf } from "./log.ts"
import { receiveSelf, rereadSelf } from "./receive.ts"
import { startFromSnapshot } from "./snapshot-read.ts"

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
  if ((await selfLog(home, home.store, identity)).head.seq === 0)
    await startFromSnapshot(home, identity, seq => pullFrom(home, identity, seq))
  const { head, broken } = await selfLog(home, home.store, identity)
  if (broken) return fail("log-broken")
  const restarted = await restartWhereSuspect(home, identity, () => pullFrom(home, identity, 0))
  if (!restarted.ok) return restarted
  const entries =
    restarted.value === undefined ? await pullFrom(home, identity, head.seq) : succeed(restarted.value)
  // Nobody has opened it yet.
  if (!entries.ok) return entries.code === "conversation-unknown" && head.seq === 0 ? succeed() : entries
  const applied = await applySelf(home, identity, entries.value, more)
  if (!applied.ok) return applied
  await openNewest(home, identity, more)
  return readClosed(home, identity)
}

/** What stood under a generation that has been opened since. */
async function readClosed(home: Home, identity: Identity): Promise<Result<void>> {
  const { unread } = await selfLog(home, home.store, identity)
  if (unread === undefined || (await currentGeneration(home.store)) === undefined) return succeed()
  const entries = await pullFrom(home, identity, unread.seq)
  if (!entries.ok) return entries
  return transact(home, transaction => rereadSelf({ home, identity, transaction }, entries.value))
}

async function pullFrom(home: Home, { me }: Identity, from: number): Promise<Result<readonly Entry[]>> {
  const conversation = selfOf(home, me.account)
  const entries: Entry[] = []
  while (entries.length < entriesMax) {
    const after = entries.at(-1)?.seq ?? BigInt(from)
    const answer = await wireOf(home).call("pullEntries", { conversation, after, limit: pullPage })
    if (!answer.ok) return answer
    entries.push(...answer.value.entries)
    if (answer.value.entries.length === 0 || entries.at(-1)?.seq === answer.value.head) break
  }
  return succeed(entries)
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
