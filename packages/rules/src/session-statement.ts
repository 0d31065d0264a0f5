import { type Bytes, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { stateOf, type VerifiedChain } from "./chain.ts"
import { signerKey } from "./chain-signer.ts"
import { type Host, hostFromBytes } from "./host.ts"
import { labelledSign, labelledVerify } from "./labels.ts"
import type { Author } from "./link-build.ts"
import { type SessionStatement, sessionStatement } from "./session.ts"

/** What the server knows of this connection without being told by the statement. */
export interface SessionPlace {
  readonly wire: number
  /** The name under which this server is reached. */
  readonly host: Host
  /** 32 bytes, made by the server for this connection and used once. */
  readonly serverNonce: Bytes
}

export type SessionCode =
  | "host-mismatch"
  | "version-unsupported"
  | "nonce-mismatch"
  | "account-mismatch"
  | "signer-not-active"
  | "signature-invalid"
  | "update-needed"

export function signSession(author: Author, statement: Omit<SessionStatement, "signer">): Promise<Bytes> {
  return labelledSign(author.key, "session", encode(sessionStatement, { ...statement, signer: author.id }))
}

/**
 * Whether a signer active at the head of `chain` opens a session here and now: a device, spare words or, since the
 * words alone must be able to read the vault and to append a link, the recovery key.
 */
export async function verifySession(
  crypto: Crypto,
  chain: VerifiedChain,
  place: SessionPlace,
  statement: SessionStatement,
  signature: Bytes,
): Promise<Result<SessionStatement["signer"], SessionCode>> {
  const host = hostFromBytes(statement.host)
  if (!host.ok || host.value !== place.host) return fail("host-mismatch")
  if (statement.wire !== place.wire) return fail("version-unsupported")
  if (!equal(statement.serverNonce, place.serverNonce)) return fail("nonce-mismatch")
  if (!equal(statement.account, chain.account)) return fail("account-mismatch")
  const state = stateOf(chain)
  if (state.status === "update-needed") return fail("update-needed")
  const key = signerKey(state, statement.signer)
  if (key === undefined) return fail("signer-not-active")
  const content = encode(sessionStatement, statement)
  const signed = await labelledVerify(crypto, key, "session", content, signature)
  return signed ? succeed(statement.signer) : fail("signature-invalid")
}
