import { type Bytes, concat } from "@colombe/base"
import { wideLengths } from "@colombe/base/crypto/wide-curves"
import { findSuite, type MlsContext, type Suite } from "../../index.ts"
import { wideSuites } from "../../wide-suites/index.ts"
import { check, hex } from "./check.ts"

/** One kind of official vector: how its cases look and what has to hold for each. */
export interface VectorKind {
  readonly name: string
  /** Fields that together tell a case of this kind from any other. */
  readonly fields: readonly string[]
  run(ctx: MlsContext, vector: unknown): Promise<void> | void
}

/** Gives a case its type; the shape was recognised by its fields. */
export function kind<Case>(
  name: string,
  fields: readonly (keyof Case & string)[],
  run: (ctx: MlsContext, vector: Case) => Promise<void> | void,
): VectorKind {
  return { name, fields, run: (ctx, vector) => run(ctx, vector as Case) }
}

export interface SuiteCase {
  readonly cipher_suite: number
}

export function suiteOf({ cipher_suite }: SuiteCase): Suite {
  const suite = findSuite(cipher_suite, wideSuites)
  check(suite !== undefined, "a suite that is implemented")
  return suite
}

/** A private key of a vector file: some of the scalars of P-521 stand there without their leading zeros. */
export function privateKey(suite: Suite, text: string): Bytes {
  const bytes = hex(text)
  const missing = suite.hpke.kem === "P-521" ? wideLengths["P-521"].privateKey - bytes.length : 0
  return concat(new Uint8Array(Math.max(0, missing)), bytes)
}
