import type { Bytes, Result } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type CandidateKey, type OpenCode, openSealed } from "./open.ts"
import { type Place, readSealed } from "./place.ts"
import { type ReaderState, type Verified, type VerifyCode, verifyOpened } from "./verify.ts"

export type OpenMessageCode = "header-malformed" | "place-wrong" | OpenCode | VerifyCode

/** All of opening, spec S8 to S17, in this order and no other: a later check never runs on what an earlier refused. */
export async function openMessage(
  crypto: Crypto,
  place: Place,
  bytes: Bytes,
  candidates: readonly CandidateKey[],
  reader: ReaderState,
): Promise<Result<Verified, OpenMessageCode>> {
  const sealed = readSealed(place, bytes)
  if (!sealed.ok) return sealed
  const opened = await openSealed(crypto, sealed.value, candidates)
  if (!opened.ok) return opened
  return verifyOpened(crypto, opened.value, reader)
}
