import { type Bytes, decode, encode, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  deviceIdOf,
  extendChain,
  headOf,
  isActive,
  type Link,
  type PublicKey,
  type VerifiedChain,
} from "@colombe/rules"
import { linkAnswer } from "@colombe/seal"
import type { Handover } from "./handover.ts"
import type { CheckedOffer } from "./offer.ts"

/** What a new device is given, once its link stands. */
export interface TakenAnswer extends Handover {
  /** With this device on it. */
  readonly chain: VerifiedChain
}

const noVault = {
  generation: 0,
  vault: new Uint8Array(32),
  secret: { sk: new Uint8Array(32), hk: new Uint8Array() },
}

export function writeAnswer(add: Link, { grant, heads, live }: Handover): Bytes {
  return encode(linkAnswer, { add, ...(grant ?? noVault), heads: [...heads], live: [...live] })
}

/** The link must be the very one that was countersigned, and hold on the chain that was offered. */
export async function readAnswer(
  crypto: Crypto,
  { chain }: CheckedOffer,
  dsk: PublicKey,
  message: Bytes,
): Promise<Result<TakenAnswer, "link-answer-wrong">> {
  const answer = decode(linkAnswer, message)
  if (!answer.ok) return fail("link-answer-wrong", "never", answer)
  const { add, generation, vault, secret, heads, live } = answer.value
  const grown = await extendChain(crypto, chain, add)
  if (!grown.ok) return fail("link-answer-wrong", "never", grown)
  const device = deviceIdOf(crypto, chain.account, dsk)
  if (!isActive(grown.value, headOf(grown.value), device)) return fail("link-answer-wrong")
  const grant = generation === 0 ? undefined : { generation, vault, secret }
  return succeed({ chain: grown.value, grant, heads, live })
}
