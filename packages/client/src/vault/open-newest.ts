import { decode, type Result, succeed } from "@colombe/base"
import { vaultEntry } from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { knownGenerations } from "./generations.ts"
import type { VaultKey } from "./own-keys.ts"
import { openBackwards, openHeader, putGeneration, readAgain } from "./receive-header.ts"

/** A newest header that was closed when it came: opened where its keys have come since, with all that is before it. */
export async function openNewest(
  home: Home,
  identity: Identity,
  more: readonly VaultKey[],
): Promise<Result<void>> {
  const [newest, ...before] = await knownGenerations(home.store)
  const following = await heldChain(home, home.store, identity.me.account)
  const entry = newest && decode(vaultEntry, newest.entry)
  if (newest?.standing !== "closed" || following === undefined || !entry?.ok) return succeed()
  return transact(home, async transaction => {
    const receiving = { home, identity, transaction }
    const header = await readAgain(receiving, following.chain, entry.value, before)
    const opened = header && (await openHeader(receiving, header, undefined, more))
    if (header === undefined || opened === undefined || opened === "closed" || !opened.ok) return succeed()
    const { secret, wrapped } = opened.value
    putGeneration(receiving, { ...newest, standing: "checked", secret })
    if (wrapped === undefined) return succeed()
    return openBackwards(receiving, following.chain, header.content.wraps, wrapped)
  })
}
