import { fail, type Result, succeed } from "@colombe/base"
import { deviceAt, headOf } from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import type { Home, Identity } from "../home/home.ts"
import { pullSelf } from "../self/pull.ts"
import { generationLife, rotateVault, usableGeneration } from "./rotate.ts"

/**
 * Spec V16: makes the first generation, and the next wherever the newest is void, is not sealed to exactly those who
 * are active now, or is thirty days old. A device without all history leaves it to the others.
 */
export async function tendVault(home: Home, identity: Identity): Promise<Result<void>> {
  const following = await heldChain(home, home.store, identity.me.account)
  if (following === undefined || following.at === "forked") return succeed()
  const { chain } = following
  const own = deviceAt(chain, headOf(chain), identity.me.device)
  if (own?.scope.kind !== "all" || (await isFresh(home, chain))) return succeed()
  const pulled = await pullSelf(home, identity)
  if (!pulled.ok) return pulled
  if (await isFresh(home, chain)) return succeed()
  const rotated = await rotateVault(home, identity)
  return rotated.ok ? rotated : fail(rotated.code, "after-delay")
}

async function isFresh(home: Home, chain: Parameters<typeof usableGeneration>[1]): Promise<boolean> {
  const usable = await usableGeneration(home.store, chain)
  return usable !== undefined && usable.atMs + generationLife > home.clock.now()
}
