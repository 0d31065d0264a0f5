import { encode, equal, type Failure, fail } from "@colombe/base"
import { beginChain, handleStatement, link, signHandle } from "@colombe/rules"
import { wireVersion } from "@colombe/wire"
import { heldChain } from "../account/chains.ts"
import { workFor } from "../account/work.ts"
import type { Home, Identity } from "../home/home.ts"
import type { Greeted } from "../session/establish.ts"

/** What a server says that does not know this device, or its account. */
const unknownCodes: readonly string[] = ["device-inactive", "account-unknown"]

/**
 * Spec Y85: a server that came back from a backup may know nothing of this device, which then waits until an older one
 * has brought the chain back; an account of one device signs up again with the genesis that it had. Everything else is
 * refused as it was.
 */
export async function refusedByRestored(
  home: Home,
  { wire, greeting, host }: Greeted,
  { me, signer }: Identity,
  refusal: Failure,
): Promise<Failure> {
  if (equal(greeting.storeId, me.storeId) || !unknownCodes.includes(refusal.code)) return refusal
  const held = await heldChain(home, home.store, me.account)
  const genesis = held?.chain.steps[0]
  if (refusal.code === "account-unknown" && genesis !== undefined) {
    const chain = await beginChain(home.crypto, genesis.link)
    const isFirst = genesis.state.devices.some(({ id }) => equal(id, me.device))
    if (chain.ok && isFirst) {
      const signed = await signHandle(chain.value, { name: me.handle, host }, 1, signer)
      // The refused statement has used the greeting up.
      const again = await wire.call("greet", { wireVersion })
      const work = again.ok ? await workFor(home, again.value, me.account) : again
      await wire.call("signUp", {
        genesis: encode(link, genesis.link),
        handleStatement: encode(handleStatement, signed.statement),
        handleSignature: signed.signature,
        invitation: "",
        work: BigInt(work.ok ? work.value : 0),
      })
    }
  }
  return fail("server-lost-device", "after-delay", refusal)
}
