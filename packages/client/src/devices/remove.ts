import { equal, fail, type Result, succeed } from "@colombe/base"
import { type DeviceId, deviceAuthor, removeLink, stateOf } from "@colombe/rules"
import { fetchChain } from "../account/chains.ts"
import { keepHandle } from "../account/own-handle.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { appendPlanned, nextSlot } from "./append-link.ts"

/**
 * Takes a device out of the account, spec Y47: the link first, which ends its session and its key packages; all that
 * follows from it is done by every device that sees the chain, this one at once. Of two that remove each other one
 * comes first, and the other is removed.
 */
export async function removeDevice(
  home: Home,
  identity: Identity,
  device: DeviceId,
  lost: boolean,
): Promise<Result<void>> {
  const { me, signer } = identity
  const author = deviceAuthor(home.crypto, me.account, signer)
  const lostSinceMs = lost ? home.clock.now() : 0
  const removed = await appendPlanned(home, wireOf(home), me.account, async ({ chain }) => {
    const { devices, removed: gone } = stateOf(chain)
    if (gone.some(({ id }) => equal(id, device))) return succeed(undefined)
    if (!devices.some(({ id }) => equal(id, device))) return fail("device-not-yours")
    return succeed({
      ...nextSlot(chain),
      sign: () => removeLink(chain, author, device, lostSinceMs),
    })
  })
  if (!removed.ok) return removed
  const followed = await transact(home, transaction => fetchChain(home, transaction, me.account))
  if (!followed.ok) return followed
  // Done already; what follows is made up for at the next sign-in where it fails now.
  await keepHandle(home, identity)
  return succeed()
}
