import type { Crypto } from "@colombe/base/crypto"
import type { Store } from "../port.ts"

/** Runs one test on a store of its own, which is removed afterwards, failed or not. */
export type Use = (
  run: (
    store: Store,
    around: { crypto: Pick<Crypto, "hash">; reopen: () => Promise<Store> },
  ) => Promise<void>,
) => Promise<void>
