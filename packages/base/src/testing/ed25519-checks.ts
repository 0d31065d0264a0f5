import type { Crypto } from "../crypto/index.ts"
import { type Check, check, expectSame } from "./check.ts"
import {
  offCurveCases,
  type SignatureCase,
  scalarCases,
  spellingCases,
  torsionCases,
} from "./ed25519-cases.ts"

/** Rules E1–E4, whose verdicts are computed from the rules and not by a library. */
export function ed25519Checks(crypto: Crypto): readonly Check[] {
  return [
    check("E1 S at or above the order is refused", () => agree(crypto, scalarCases())),
    check("E1 lengths other than 32 and 64 are refused", () => lengths(crypto)),
    check("E2 other spellings of a point are refused", () => agree(crypto, spellingCases())),
    check("E2 E4 points of small order are refused, torsion in others is not", () => torsion(crypto)),
    check("E3 what is not on the curve is refused", () => agree(crypto, offCurveCases())),
  ]
}

async function agree(crypto: Crypto, cases: readonly SignatureCase[]): Promise<void> {
  for (const { what, publicKey, message, signature, verdict } of cases)
    expectSame(await crypto.verify("Ed25519", publicKey, message, signature), verdict, what)
}

async function torsion(crypto: Crypto): Promise<void> {
  const cases = torsionCases()
  // Each kind has to be there, or the check would show nothing.
  const ordinary = cases.filter(one => one.verdict)
  expectSame(
    ordinary.some(one => !/ 0·T, R/.test(one.what)),
    true,
    "accepted with torsion in A",
  )
  expectSame(
    cases.some(one => one.equation && !one.verdict),
    true,
    "refused for small order alone",
  )
  await agree(crypto, cases)
}

async function lengths(crypto: Crypto): Promise<void> {
  const [good] = scalarCases()
  if (good === undefined) throw new Error("there is a good signature")
  const { publicKey, message, signature } = good
  const long = new Uint8Array(65)
  long.set(signature)
  for (const cut of [new Uint8Array(), signature.slice(0, 32), signature.slice(0, 63), long])
    expectSame(await crypto.verify("Ed25519", publicKey, message, cut), false, `${cut.length} bytes signed`)
  for (const cut of [new Uint8Array(), publicKey.slice(0, 31), long.slice(0, 33)])
    expectSame(await crypto.verify("Ed25519", cut, message, signature), false, `${cut.length} bytes of key`)
}
