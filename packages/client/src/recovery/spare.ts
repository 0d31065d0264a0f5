import { equal, fail, type Result, succeed } from "@colombe/base"
import { addLink, allHistory, deviceAuthor, deviceEntryOf, stateOf } from "@colombe/rules"
import { rootBytes, spareRootKeys } from "@colombe/seal"
import { fetchChain } from "../account/chains.ts"
import { appendPlanned, nextSlot } from "../devices/append-link.ts"
import { expectDevice } from "../devices/device-notes.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { rotateVault } from "../vault/rotate.ts"

/**
 * Spec R9: a root that opens the account beside the 24 words, and can be taken out again like a device. Adding it twice
 * is adding it once; what is cut half-way is finished by asking again.
 */
export async function addSpareRoot(home: Home, identity: Identity, root: Uint8Array): Promise<Result<void>> {
  if (root.length !== rootBytes) return fail("id-invalid")
  const { me, signer } = identity
  const keys = await spareRootKeys(home.crypto, root)
  const spare = deviceAuthor(home.crypto, me.account, keys.signer, "words")
  const added = await appendPlanned(home, wireOf(home), me.account, async ({ chain }) => {
    const { devices, removed } = stateOf(chain)
    if (devices.some(({ id }) => equal(id, spare.id.id))) return succeed(undefined)
    if (removed.some(({ id }) => equal(id, spare.id.id))) return fail("device-returns")
    const author = deviceAuthor(home.crypto, me.account, signer)
    const entry = deviceEntryOf(keys.signer, allHistory, keys.seal)
    return succeed({
      ...nextSlot(chain),
      sign: () => addLink(home.crypto, chain, author, entry, keys.signer),
    })
  })
  if (!added.ok) return added
  const followed = await transact(home, async transaction => {
    const following = await fetchChain(home, transaction, me.account)
    expectDevice(transaction, spare.id.id)
    return following
  })
  if (!followed.ok) return followed
  // Sealed to the new key from now on: until then it could come in, and would find nothing that it can open.
  return rotateVault(home, identity)
}
