import { decode, fail, fromUtf8, type Result, succeed } from "@colombe/base"
import {
  type AccountId,
  checkHandleGrammar,
  growChain,
  handleStatement,
  type Link,
  type VerifiedChain,
  verifyChain,
} from "@colombe/rules"
import { decodeLinks, readHandle, type SignedHandle } from "../account/chains.ts"
import type { Home } from "../home/home.ts"
import type { Wire } from "../wire/wire.ts"

export interface ReadAccount {
  readonly chain: VerifiedChain
  /** Undefined where whoever signed it was removed since. */
  readonly handle: SignedHandle | undefined
  /** As the server resolves it: a claim, where no statement holds. */
  readonly name: string
}

/**
 * The whole chain of an account and the handle that it states, from a server over which nobody need have signed in.
 * Every link is checked; that it is the account one means is for whoever asks to know.
 */
export async function readAccount(home: Home, wire: Wire, account: AccountId): Promise<Result<ReadAccount>> {
  let chain: VerifiedChain | undefined
  for (;;) {
    const have = chain?.steps.length ?? 0
    const answer = await wire.call("pullChain", { account, have })
    if (!answer.ok) return answer
    const links = decodeLinks(answer.value)
    if (!links.ok) return links
    if (links.value.length === 0 && chain !== undefined) {
      const read = await readHandle(home, chain, answer.value)
      const claimed = decode(handleStatement, answer.value.handleStatement)
      const name = claimed.ok ? fromUtf8(claimed.value.handle) : undefined
      if (name === undefined || !checkHandleGrammar(name).ok) return fail("handle-mismatch")
      return succeed({ chain, handle: read?.signed, name })
    }
    const grown = await grow(home, account, chain, links.value)
    if (!grown.ok) return fail("chain-broken", "never", grown)
    chain = grown.value
  }
}

function grow(home: Home, account: AccountId, chain: VerifiedChain | undefined, links: readonly Link[]) {
  return chain === undefined ? verifyChain(home.crypto, account, links) : growChain(home.crypto, chain, links)
}
