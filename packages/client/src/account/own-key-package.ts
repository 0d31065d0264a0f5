import { type Bytes, encode, equal } from "@colombe/base"
import { readKeyPackage, type VerifiedKeyPackage } from "@colombe/mls"
import { type AccountId, type ChainState, type DeviceId, leafIdentity } from "@colombe/rules"
import type { Home } from "../home/home.ts"

/**
 * A key package that is this device's of this account, active in `state`: the server may hand out anything. Whether it
 * is of the right suite and still valid is not asked.
 */
export async function readOwnKeyPackage(
  home: Pick<Home, "mls">,
  state: ChainState,
  account: AccountId,
  device: DeviceId,
  bytes: Bytes,
): Promise<VerifiedKeyPackage | undefined> {
  const read = await readKeyPackage(home.mls, bytes)
  if (!read.ok) return undefined
  const { leaf } = read.value
  const active = state.devices.find(({ id }) => equal(id, device))
  const fits =
    active !== undefined &&
    leaf.credential.type === "basic" &&
    equal(leaf.credential.identity, encode(leafIdentity, { account, device })) &&
    equal(leaf.signatureKey, active.dsk.bytes)
  return fits ? read.value : undefined
}

/** The init key of such a key package: what mail to the device is sealed to. */
export async function mailKeyOf(...asked: Parameters<typeof readOwnKeyPackage>): Promise<Bytes | undefined> {
  return (await readOwnKeyPackage(...asked))?.initKey
}
