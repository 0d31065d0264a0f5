import { type Bytes, equal } from "@colombe/base"
import { keyPackagesPerDevice } from "@colombe/rules"
import type { StoredKeyPackage } from "@colombe/store"
import { type Delivery, refuse } from "@colombe/wire"
import type { ServerContext } from "../context.ts"
import type { DeviceCaller, Handler, Outcome } from "../handler.ts"
import { checkOwnKeyPackage, type KeyPackageUse } from "../key-packages.ts"

/** Nothing is published unless every package holds. */
export const publishKeyPackages: Handler<typeof Delivery.method.publishKeyPackages, DeviceCaller> = async (
  server,
  caller,
  request,
) => {
  const { account, device } = caller
  if (request.oneTime.length > keyPackagesPerDevice) return refuse("too-many-key-packages")
  const { left } = await server.store.accounts.keyPackagesLeft(account, device)
  if (left + request.oneTime.length > keyPackagesPerDevice) return refuse("too-many-key-packages")
  const oneTime = await checkAll(server, caller, request.oneTime, "one-time")
  if (!oneTime.ok) return oneTime
  const given = request.lastResort.length > 0 ? [request.lastResort] : []
  const lastResort = await checkAll(server, caller, given, "last-resort")
  if (!lastResort.ok) return lastResort
  const [last] = lastResort.value
  const at = server.clock.now()
  const published = await server.store.accounts.publishKeyPackages(
    account,
    device,
    oneTime.value,
    last && { ...last, at },
  )
  return { ok: true, value: published }
}

async function checkAll(
  server: ServerContext,
  caller: DeviceCaller,
  bodies: readonly Bytes[],
  use: KeyPackageUse,
): Promise<Outcome<readonly StoredKeyPackage[]>> {
  const checked: StoredKeyPackage[] = []
  for (const body of bodies) {
    const one = await checkOwnKeyPackage(server, caller, body, use)
    if (!one.ok) return one
    if (checked.some(other => equal(other.reference, one.value.reference)))
      return refuse("key-package-invalid")
    checked.push(one.value)
  }
  return { ok: true, value: checked }
}
