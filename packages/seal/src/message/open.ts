import { type Bytes, decode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { Candidate } from "../epoch-key/candidates.ts"
import { type Body, body as bodyCodec } from "./body.ts"
import { aead, type MessageKeys, messageKeys } from "./message-keys.ts"
import type { Sealed } from "./place.ts"
import { readPlaintext } from "./plaintext.ts"

/** A pair that may be the epoch's; what is `derived` is certain. */
export type CandidateKey = Pick<Candidate, "key" | "ctx" | "origin">

/** Bytes that some holder of the epoch's key sealed. Who it was is only claimed. */
export interface Opened {
  readonly sealed: Sealed
  readonly candidate: CandidateKey
  readonly body: Body
  /** As it was signed. */
  readonly bodyBytes: Bytes
  readonly signature: Bytes
}

export type OpenCode = "key-missing" | "key-wrong" | "seal-broken" | "padding-wrong" | "body-malformed"

/**
 * Steps 2 to 4 of opening, spec S9 to S11: key by commitment, AEAD, padding. `candidates` in order of arrival.
 * `key-missing` is a state, not an end: the key may still arrive. `key-wrong` is final.
 */
export async function openSealed(
  crypto: Crypto,
  sealed: Sealed,
  candidates: readonly CandidateKey[],
): Promise<Result<Opened, OpenCode>> {
  const chosen = chooseKey(crypto, sealed, candidates)
  if (!chosen.ok) return chosen
  const { candidate, keys } = chosen.value
  const plaintext = await crypto.aeadOpen(aead, keys.key, keys.nonce, sealed.headerBytes, sealed.ciphertext)
  if (plaintext === undefined) return fail("seal-broken")
  const read = readPlaintext(plaintext)
  if (!read.ok) return read
  const body = decode(bodyCodec, read.value.body)
  if (!body.ok) return fail("body-malformed", "never", body.cause)
  const { signature } = read.value
  return succeed({ sealed, candidate, body: body.value, bodyBytes: read.value.body, signature })
}

function chooseKey(
  crypto: Crypto,
  { header, headerBytes }: Sealed,
  candidates: readonly CandidateKey[],
): Result<{ candidate: CandidateKey; keys: MessageKeys }, "key-missing" | "key-wrong"> {
  const prefixBytes = headerBytes.subarray(0, headerBytes.length - header.commitment.length)
  for (const candidate of candidates) {
    const keys = messageKeys(crypto, candidate, prefixBytes)
    if (equal(keys.commitment, header.commitment)) return succeed({ candidate, keys })
  }
  const certain = candidates.some(candidate => candidate.origin.from === "derived")
  return certain ? fail("key-wrong") : fail("key-missing", "after-refresh")
}
