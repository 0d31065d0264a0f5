import { type Bytes, encode, equal } from "@colombe/base"
import { readKeyPackage } from "@colombe/mls"
import { type AccountId, type ChainState, type DeviceId, leafIdentity } from "@colombe/rules"
import type { Home } from "../home/home.ts"

/** The init key of a key package that is this device's of this account, active in `state`. Whether it is still valid is not asked. */
export async function mailKeyOf(
  home: Pick<Home, "mls">,
  state: ChainState,
  account: AccountId,
  device: DeviceId,
  bytes: Bytes,
): Promise<Bytes | undefined> {
  const read = await readKeyPackage(home.mls, bytes)
  if (!read.ok) return undefined
  const { leaf, initKey } = read.value
  const active = state.devices.find(({ id }) => equal(id, device))
  const fits =
    active !== undefined &&
    leaf.credential.type === "basic" &&
    equal(leaf.credential.identity, encode(leafIdentity, { account, device })) &&
    equal(leaf.signatureKey, active.dsk.bytes)
  return fits ? initKey : undefined
}
