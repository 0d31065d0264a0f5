import { type Bytes, encode, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { expandWithLabel, extract } from "./key-schedule.ts"
import type { MlsContext } from "./public/context.ts"
import { type PreSharedKeyId, preSharedKeyLabel } from "./public/structs/pre-shared-key.ts"
import type { Suite } from "./public/suite.ts"

/** psk_secret of a list of keys in the order of their proposals (RFC 9420 §8.4); zeros for none. */
export function preSharedKeySecret(
  crypto: Pick<Crypto, "hmac">,
  suite: Suite,
  keys: readonly { readonly id: PreSharedKeyId; readonly secret: Bytes }[],
): Bytes {
  const zeros = new Uint8Array(suite.secretBytes)
  let secret: Bytes = zeros
  for (const [index, key] of keys.entries()) {
    const extracted = extract(crypto, suite, zeros, key.secret)
    const label = encode(preSharedKeyLabel, { id: key.id, index, count: keys.length })
    const input = expandWithLabel(crypto, suite, extracted, "derived psk", label, suite.secretBytes)
    secret = extract(crypto, suite, input, secret)
  }
  return secret
}

/** Finds every key through the context's port; `unknown-psk` where one is missing. */
export async function findPreSharedKeySecret(
  ctx: MlsContext,
  suite: Suite,
  ids: readonly PreSharedKeyId[],
): Promise<Result<Bytes, "unknown-psk">> {
  const keys: { id: PreSharedKeyId; secret: Bytes }[] = []
  for (const id of ids) {
    const secret = await ctx.preSharedKey?.(id)
    if (secret === undefined) return fail("unknown-psk")
    keys.push({ id, secret })
  }
  return succeed(preSharedKeySecret(ctx.crypto, suite, keys))
}
