import type { Bytes } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { PreSharedKeyId } from "./structs/pre-shared-key.ts"
import type { Suite } from "./suite.ts"

/** What the public half needs from outside. */
export interface PublicContext {
  readonly crypto: Crypto
  /** Suites besides those that `findSuite` knows alone; `crypto` has their primitives (`withWideSuites`). */
  readonly suites?: readonly Suite[]
}

/** What the engine needs from outside. */
export interface MlsContext extends PublicContext {
  /** Finds a pre-shared key. Absent or undefined: not known here, and what needs it fails with `unknown-psk`. */
  readonly preSharedKey?: (id: PreSharedKeyId) => Bytes | undefined | Promise<Bytes | undefined>
}
