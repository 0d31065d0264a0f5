import { concat, equal, keyOf } from "@colombe/base"
import { type AccountId, stateOf } from "@colombe/rules"
import type { ClaimedKeyPackage } from "@colombe/store"
import { type Delivery, type Refused, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { loadAccount } from "../chains.ts"
import type { ServerContext } from "../context.ts"
import { hasConsented } from "../first-contact.ts"
import type { DeviceCaller, Handler } from "../handler.ts"

/** One package for each device of an account. Last-resort ones, which stay, are what mail to strangers uses. */
export const claimKeyPackages: Handler<typeof Delivery.method.claimKeyPackages, DeviceCaller> = async (
  server,
  caller,
  { account, lastResortOnly },
) => {
  const limited = takeToken(server, "claims", keyOf(caller.account))
  if (limited) return limited
  const known = await loadAccount(server, account)
  if (!known) return refuse("account-unknown")
  const refused = lastResortOnly ? undefined : await checkStranger(server, caller.account, account)
  if (refused) return refused
  const claimed: ClaimedKeyPackage[] = []
  for (const { id, kind } of stateOf(known.chain).devices) {
    const one =
      kind === "device" && (await server.store.accounts.claimKeyPackage(account, id, !lastResortOnly))
    if (one) claimed.push(one)
  }
  if (claimed.length === 0) return refuse("key-packages-exhausted")
  const keyPackages = claimed.map(({ device, body, lastResort }) => ({
    device,
    keyPackage: body,
    lastResort,
  }))
  return { ok: true, value: { keyPackages } }
}

/** Once, and then only after the other side came into a conversation with the asker: nobody's packages are drained. */
async function checkStranger(
  server: ServerContext,
  asker: AccountId,
  target: AccountId,
): Promise<Refused | undefined> {
  if (equal(asker, target)) return undefined
  if (await hasConsented(server, asker, target)) return undefined
  return (
    takeToken(server, "strangerClaims", keyOf(concat(asker, target))) ??
    takeToken(server, "claimed", keyOf(target))
  )
}
