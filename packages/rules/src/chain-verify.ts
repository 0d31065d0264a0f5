import { decode, equal, fail, isZero, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { accountIdOf, linkHash } from "./account.ts"
import { type ActiveDevice, type ChainStep, chainOf, headStep, type VerifiedChain } from "./chain.ts"
import type { ChainCode } from "./chain-codes.ts"
import { effectOf, genesisEffect } from "./chain-effect.ts"
import { allowedSigner } from "./chain-signer.ts"
import type { AccountId } from "./ids.ts"
import { labelledVerify } from "./labels.ts"
import { linksInGenerationMax } from "./limits.ts"
import { genesisBody, type Link, type LinkContent, linkContent, linkTypes } from "./link.ts"

type Verdict = Promise<Result<VerifiedChain, ChainCode>>

/**
 * Checks the links of `account`, genesis first. A reset may stand behind links that it leaves out, as a server keeps
 * them; the path then goes on from the link that the reset names.
 */
export async function verifyChain(crypto: Crypto, account: AccountId, links: readonly Link[]): Verdict {
  const [genesis, ...rest] = links
  if (genesis === undefined) return fail("chain-empty")
  const begun = await beginChain(crypto, genesis)
  if (begun.ok && !equal(begun.value.account, account)) return fail("account-mismatch")
  return begun.ok ? extendAll(crypto, begun.value, rest) : begun
}

/** A chain of one link. The account is whatever that link names: sign-up alone starts from it. */
export async function beginChain(crypto: Crypto, genesis: Link): Verdict {
  const decoded = decodeContent(genesis)
  if (!decoded.ok) return decoded
  const content = decoded.value
  const account = accountIdOf(crypto, genesis)
  const said = decode(genesisBody, content.body)
  if (!isGenesis(content)) return fail("link-out-of-place")
  if (!said.ok) return fail("link-malformed", "never", said)
  const at = { generation: 0, seq: 0, hash: account }
  const effect = genesisEffect({ crypto, content: { ...content, account }, at })
  if (!effect.ok) return effect
  const { state, entering } = effect.value
  const signed = await isSigned(crypto, genesis, state.recovery.sign.bytes, entering)
  return signed ? succeed(chainOf(account, [{ position: at, link: genesis, state }])) : fail("link-unsigned")
}

/** Continues a path by one link; a reset opens the generation after the head's, from any link of the head's. */
export async function extendChain(crypto: Crypto, chain: VerifiedChain, link: Link): Verdict {
  const decoded = decodeContent(link)
  if (!decoded.ok) return decoded
  const content = decoded.value
  if (!equal(content.account, chain.account)) return fail("account-mismatch")
  const count = baseLength(chain, content)
  const [genesis, ...rest] = chain.steps
  if (count === 0) return fail("link-out-of-place")
  return append(crypto, chainOf(chain.account, [genesis, ...rest.slice(0, count - 1)]), link, content)
}

async function extendAll(crypto: Crypto, chain: VerifiedChain, links: readonly Link[]): Verdict {
  let path = chain
  for (const link of links) {
    const next = await extendChain(crypto, path, link)
    if (!next.ok) return next
    path = next.value
  }
  return succeed(path)
}

/**
 * A path that leaves `chain` at any of its links: how a raise, or the other side of a fork, is checked. Whether it
 * supersedes anything is for `supersedes` to say.
 */
export async function growChain(crypto: Crypto, chain: VerifiedChain, links: readonly Link[]): Verdict {
  const [first] = links
  if (first === undefined) return succeed(chain)
  const decoded = decodeContent(first)
  if (!decoded.ok) return decoded
  const index = chain.steps.findIndex(({ position }) => equal(position.hash, decoded.value.prev))
  const [genesis, ...rest] = chain.steps
  if (index < 0) return fail("link-out-of-place")
  return extendAll(crypto, chainOf(chain.account, [genesis, ...rest.slice(0, index)]), links)
}

function decodeContent(link: Link): Result<LinkContent, ChainCode> {
  const decoded = decode(linkContent, link.content)
  if (!decoded.ok) return fail("link-malformed", "never", decoded)
  const { type, critical } = decoded.value
  const named = (Object.values(linkTypes) as number[]).includes(type)
  // A known type that could be skipped would mean two things to two versions.
  return critical > 1 || (named && critical !== 1) ? fail("link-malformed") : decoded
}

function isGenesis({ account, generation, seq, prev, type, signer }: LinkContent): boolean {
  const atStart = generation === 0 && seq === 0 && isZero(account) && isZero(prev)
  return atStart && type === linkTypes.genesis && signer.kind === "recovery" && isZero(signer.id)
}

/** How many of the chain's links the new one stands on; 0 where it fits nowhere. */
function baseLength(chain: VerifiedChain, { generation, seq, prev, type }: LinkContent): number {
  const head = headStep(chain).position
  if (type !== linkTypes.reset) {
    const next = generation === head.generation && seq === head.seq + 1 && equal(prev, head.hash)
    return next ? chain.steps.length : 0
  }
  if (generation !== head.generation + 1 || seq !== 0) return 0
  const base = chain.steps.findIndex(
    ({ position }) => position.generation === head.generation && equal(position.hash, prev),
  )
  return base + 1
}

async function append(crypto: Crypto, chain: VerifiedChain, link: Link, content: LinkContent): Verdict {
  const before = headStep(chain).state
  if (before.status === "closed") return fail("account-closed")
  if (before.status === "update-needed") return fail("update-needed")
  if (content.seq >= linksInGenerationMax) return fail("too-many-links")
  const key = allowedSigner(before, content)
  if (!key.ok) return key
  const position = { generation: content.generation, seq: content.seq, hash: linkHash(crypto, link) }
  const effect = effectOf({ crypto, before, content, at: position })
  if (!effect.ok) return effect
  const { state, entering } = effect.value
  if (!(await isSigned(crypto, link, key.value, entering))) return fail("link-unsigned")
  const step: ChainStep = { position, link, state }
  return succeed(chainOf(chain.account, [...chain.steps, step]))
}

/** The signer's signature, and one of each device that comes in, in order and no more. */
async function isSigned(
  crypto: Crypto,
  link: Link,
  key: Uint8Array,
  entering: readonly ActiveDevice[] | undefined,
): Promise<boolean> {
  if (!(await labelledVerify(crypto, key, "link", link.content, link.signature))) return false
  if (entering === undefined) return true
  if (link.added.length !== entering.length) return false
  for (const [index, device] of entering.entries()) {
    const given = link.added[index]
    if (given === undefined || !equal(given.id, device.id)) return false
    if (!(await labelledVerify(crypto, device.dsk.bytes, "link added", link.content, given.signature)))
      return false
  }
  return true
}
