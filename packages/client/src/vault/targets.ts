import { equal, fail, type Result, succeed } from "@colombe/base"
import { type AccountId, stateOf, type VerifiedChain } from "@colombe/rules"
import type { SealTarget } from "@colombe/seal"
import { mailKeyOf } from "../account/own-key-package.ts"
import { type Home, wireOf } from "../home/home.ts"
import { activeIn } from "./active.ts"

export interface Targets {
  readonly targets: readonly SealTarget[]
  /** Of the devices among them, in their order. */
  readonly keyPackages: readonly Uint8Array[]
}

const noKeyPackage = new Uint8Array(32)

/** Everybody active at the head, each with the key to seal to. A device that has no key at the server yet is waited for. */
export async function targetsAt(home: Home, chain: VerifiedChain): Promise<Result<Targets>> {
  const { account } = chain
  const state = stateOf(chain)
  const claimed = await wireOf(home).call("claimKeyPackages", { account, lastResortOnly: true })
  if (!claimed.ok) return claimed
  const targets: SealTarget[] = []
  const keyPackages: Uint8Array[] = []
  for (const { to, full } of activeIn(state)) {
    if (to.kind === "recovery") targets.push({ to, full, key: state.recovery.seal, keyPackage: noKeyPackage })
    else if (to.kind === "words") {
      const key = state.devices.find(({ id }) => equal(id, to.id))?.seal
      if (key === undefined) return fail("vault-key-unknown")
      targets.push({ to, full, key, keyPackage: noKeyPackage })
    } else {
      const offered = claimed.value.keyPackages.find(({ device }) => equal(device, to.id))?.keyPackage
      const key = offered && (await keyOf(home, chain, account, to.id, offered))
      if (offered === undefined || key === undefined) return fail("vault-key-unknown", "after-delay")
      const keyPackage = home.crypto.hash("SHA-256", offered)
      targets.push({ to, full, key: { algorithm: "xwing", bytes: key }, keyPackage })
      keyPackages.push(offered)
    }
  }
  return succeed({ targets, keyPackages })
}

function keyOf(
  home: Home,
  chain: VerifiedChain,
  account: AccountId,
  device: Uint8Array,
  offered: Uint8Array,
): Promise<Uint8Array | undefined> {
  return mailKeyOf(home, stateOf(chain), account, device, offered)
}
