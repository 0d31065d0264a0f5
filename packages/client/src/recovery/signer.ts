import { equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type Author, deviceAuthor, recoveryAuthor, stateOf, type VerifiedChain } from "@colombe/rules"
import { recoveryRootKeys, spareRootKeys } from "@colombe/seal"
import type { VaultKey } from "../vault/own-keys.ts"

/** Who speaks with these words: signs links and sessions, and opens vault headers. */
export interface WordsSigner {
  readonly author: Author
  readonly vaultKey: VaultKey
}

/** Spec R5: the words of the account's recovery key, or spare words that are active on its chain, and nobody else's. */
export async function wordsSigner(
  crypto: Crypto,
  chain: VerifiedChain,
  root: Uint8Array,
): Promise<Result<WordsSigner>> {
  const { recovery, devices } = stateOf(chain)
  const main = await recoveryRootKeys(crypto, root)
  if (equal(main.sign.bytes, recovery.sign.bytes)) return succeed(speaking(recoveryAuthor(main.signer), main))
  const spare = await spareRootKeys(crypto, root)
  const author = deviceAuthor(crypto, chain.account, spare.signer, "words")
  const isActive = devices.some(({ kind, id }) => kind === "words" && equal(id, author.id.id))
  return isActive ? succeed(speaking(author, spare)) : fail("words-not-theirs")
}

function speaking(author: Author, { sealPrivateKey }: { readonly sealPrivateKey: Uint8Array }): WordsSigner {
  return { author, vaultKey: { signer: author.id, privateKey: sealPrivateKey } }
}
