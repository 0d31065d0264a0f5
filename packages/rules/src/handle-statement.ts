import { encode, equal, fail, fromUtf8, type Result, succeed, toUtf8 } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import { type ActiveDevice, headOf, isActive, stateOf, stepAt, type VerifiedChain } from "./chain.ts"
import { checkHandleGrammar, type Handle } from "./handle.ts"
import { hostBytes, hostFromBytes } from "./host.ts"
import { labelledSign, labelledVerify } from "./labels.ts"
import { type HandleStatement, handleStatement } from "./link.ts"

export interface SignedHandle {
  readonly statement: HandleStatement
  readonly signature: Uint8Array
}

/** A handle whose statement was checked against the account's chain. */
export interface VerifiedHandle extends Handle {
  readonly number: number
  readonly withdrawn: boolean
}

export type HandleStatementCode =
  | "handle-statement-malformed"
  | "account-mismatch"
  | "position-unknown"
  | "signer-not-active"
  | "signature-invalid"
  | "update-needed"

/** Says that the account at the head of `chain` goes by `handle`. `number` is above that of every statement before. */
export async function signHandle(
  chain: VerifiedChain,
  handle: Handle,
  number: number,
  key: Signer,
  withdrawn = false,
): Promise<SignedHandle> {
  const statement = {
    account: chain.account,
    handle: toUtf8(handle.name),
    host: hostBytes(handle.host),
    number,
    position: headOf(chain),
    withdrawn: withdrawn ? 1 : 0,
  }
  return { statement, signature: await labelledSign(key, "handle", encode(handleStatement, statement)) }
}

/**
 * The statement names no signer, so any device will do that was active with scope all at the position it names and
 * still is at the head: a removed one could otherwise date a new statement back. Who removes a device signs anew.
 */
export async function verifyHandle(
  crypto: Crypto,
  chain: VerifiedChain,
  { statement, signature }: SignedHandle,
): Promise<Result<VerifiedHandle, HandleStatementCode>> {
  const name = fromUtf8(statement.handle)
  const host = hostFromBytes(statement.host)
  if (name === undefined || !checkHandleGrammar(name).ok || !host.ok || statement.withdrawn > 1)
    return fail("handle-statement-malformed")
  if (!equal(statement.account, chain.account)) return fail("account-mismatch")
  const step = stepAt(chain, statement.position)
  if (step === undefined) return fail("position-unknown")
  const now = stateOf(chain)
  if (now.status === "update-needed") return fail("update-needed")
  const candidates = now.devices.filter(
    device => mayName(device) && isActive(chain, step.position, device.id),
  )
  if (candidates.length === 0) return fail("signer-not-active")
  const content = encode(handleStatement, statement)
  const verified = { name, host: host.value, number: statement.number, withdrawn: statement.withdrawn === 1 }
  for (const { dsk } of candidates)
    if (await labelledVerify(crypto, dsk.bytes, "handle", content, signature)) return succeed(verified)
  return fail("signature-invalid")
}

const mayName = ({ kind, scope }: ActiveDevice): boolean => kind === "device" && scope.kind === "all"

/** The highest number wins; with two equal ones what is held stays. */
export function newerHandle(held: VerifiedHandle, offered: VerifiedHandle): VerifiedHandle {
  return offered.number > held.number ? offered : held
}
