import { describe, setDefaultTimeout } from "bun:test"
import type { Crypto } from "@colombe/base/crypto"
import { accountContract, invitationContract } from "./account-contract.ts"
import { blobContract } from "./blob-contract.ts"
import { keyPackageContract, mailboxContract } from "./device-contract.ts"
import { durabilityContract, fanoutContract } from "./durability-contract.ts"
import { erasureContract } from "./erasure-contract.ts"
import type { StoreUnderTest } from "./fixtures.ts"
import { groupStateContract } from "./group-contract.ts"
import { indexContract } from "./index-contract.ts"
import { joinLinkContract } from "./join-link-contract.ts"
import { groupContract, logContract } from "./log-contract.ts"
import { readContract } from "./read-contract.ts"
import type { Use } from "./use.ts"

/** Milliseconds for one test: a loaded machine fails none that an idle one passes. */
const testMilliseconds = 30_000

/** What every adapter of the server's store has to pass: the rules of spec/storage.md. */
export function storeContract(
  name: string,
  crypto: Pick<Crypto, "hash">,
  make: () => Promise<StoreUnderTest>,
): void {
  const use: Use = async run => {
    const made = await make()
    try {
      await run(made.store, { crypto, reopen: made.reopen })
    } finally {
      await made.dispose()
    }
  }
  setDefaultTimeout(testMilliseconds)
  describe(name, () => {
    accountContract(use)
    invitationContract(use)
    keyPackageContract(use)
    mailboxContract(use)
    indexContract(use)
    logContract(use)
    groupContract(use)
    groupStateContract(use)
    readContract(use)
    joinLinkContract(use)
    erasureContract(use)
    fanoutContract(use)
    blobContract(use)
    durabilityContract(use)
  })
}
