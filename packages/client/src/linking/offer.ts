import { type Bytes, decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  type AccountId,
  type Author,
  accountIdOf,
  addBody,
  addContent,
  deviceIdOf,
  headOf,
  linkContent,
  linkTypes,
  type PublicKey,
  type Scope,
  samePosition,
  stateOf,
  type VerifiedChain,
  verifyChain,
} from "@colombe/rules"
import { linkOffer } from "@colombe/seal"
import { linksOf } from "../account/chains.ts"

/** The account that a new device is about to enter, every link of it checked, and the link that would bring it in. */
export interface CheckedOffer {
  readonly chain: VerifiedChain
  /** What is countersigned: an add of this device, right after the chain. */
  readonly content: Bytes
}

/** By the old device: the link in the form in which both will sign it. */
export function makeOffer(
  chain: VerifiedChain,
  author: Author,
  dsk: PublicKey,
  scope: Scope,
): { readonly content: Bytes; readonly message: Bytes } {
  const content = addContent(chain, author.id, {
    kind: "device",
    dsk,
    seal: undefined,
    scope,
  })
  return { content, message: encode(linkOffer, { content, chain: linksOf(chain) }) }
}

/**
 * By the new device, spec G5: the chain holds, the device that speaks may add to it, and what is to be countersigned
 * adds this device's key there and does nothing else. `account`: the one that the digits were about.
 */
export async function checkOffer(
  crypto: Crypto,
  message: Bytes,
  from: PublicKey,
  dsk: PublicKey,
  account?: AccountId,
): Promise<Result<CheckedOffer, "link-offer-wrong">> {
  const offer = decode(linkOffer, message)
  const [genesis] = offer.ok ? offer.value.chain : []
  if (!offer.ok || genesis === undefined) return fail("link-offer-wrong", "never", offer)
  const named = accountIdOf(crypto, genesis)
  if (account !== undefined && !equal(account, named)) return fail("link-offer-wrong")
  const chain = await verifyChain(crypto, named, offer.value.chain)
  if (!chain.ok) return fail("link-offer-wrong", "never", chain)
  const { content } = offer.value
  const fits = mayAdd(crypto, chain.value, from) && isAddOf(crypto, chain.value, content, from, dsk)
  return fits ? succeed({ chain: chain.value, content }) : fail("link-offer-wrong")
}

function mayAdd(crypto: Crypto, chain: VerifiedChain, from: PublicKey): boolean {
  const id = deviceIdOf(crypto, chain.account, from)
  const device = stateOf(chain).devices.find(one => equal(one.id, id))
  return device !== undefined && equal(device.dsk.bytes, from.bytes) && device.scope.kind === "all"
}

function isAddOf(
  crypto: Crypto,
  chain: VerifiedChain,
  bytes: Bytes,
  from: PublicKey,
  dsk: PublicKey,
): boolean {
  const content = decode(linkContent, bytes)
  if (!content.ok) return false
  const { account, generation, seq, prev, type, critical, signer, body } = content.value
  const head = headOf(chain)
  const added = decode(addBody, body)
  return (
    equal(account, chain.account) &&
    type === linkTypes.add &&
    critical === 1 &&
    signer.kind === "device" &&
    equal(signer.id, deviceIdOf(crypto, chain.account, from)) &&
    samePosition({ generation, seq: seq - 1, hash: prev }, head) &&
    added.ok &&
    added.value.device.kind === "device" &&
    equal(added.value.device.dsk.bytes, dsk.bytes)
  )
}
