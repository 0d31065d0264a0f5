import { type Bytes, encode } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import { accountIdOf, deviceIdOf, recoverySigner } from "./account.ts"
import { headOf, type VerifiedChain } from "./chain.ts"
import type { AccountId, DeviceId, Position, PublicKey } from "./ids.ts"
import { labelledSign } from "./labels.ts"
import {
  addBody,
  type Countersignature,
  closeBody,
  type DeviceEntry,
  genesisBody,
  type Link,
  linkContent,
  linkTypes,
  moveBody,
  type RecoveryKeys,
  removeBody,
  resetBody,
  type Scope,
  type SignerId,
  scopeBody,
} from "./link.ts"

/** Who signs a link: the name that stands in it and the key behind that name. */
export interface Author {
  readonly id: SignerId
  readonly key: Signer
}

export const allHistory: Scope = { kind: "all", fromMs: 0 }

export function ed25519Key(bytes: Bytes): PublicKey {
  return { algorithm: "ed25519", bytes }
}

export function recoveryAuthor(key: Signer): Author {
  return { id: recoverySigner, key }
}

export function deviceAuthor(
  crypto: Pick<Crypto, "hash">,
  account: AccountId,
  key: Signer,
  kind: "device" | "words" = "device",
): Author {
  return { id: { kind, id: deviceIdOf(crypto, account, ed25519Key(key.publicKey)) }, key }
}

/** The entry of a device whose key signs; spare words name their seal key as well. */
export function deviceEntryOf(key: Signer, scope: Scope = allHistory, wordsSeal?: PublicKey): DeviceEntry {
  const kind = wordsSeal === undefined ? "device" : "words"
  return { kind, dsk: ed25519Key(key.publicKey), seal: wordsSeal, scope }
}

/** The device's own consent to come in. */
export async function countersign(
  crypto: Pick<Crypto, "hash">,
  account: AccountId,
  content: Bytes,
  key: Signer,
): Promise<Countersignature> {
  const id = deviceIdOf(crypto, account, ed25519Key(key.publicKey))
  return { id, signature: await labelledSign(key, "link added", content) }
}

/** Puts a link together from its content and the countersignatures given for exactly these bytes. */
export async function signLink(
  author: Author,
  content: Bytes,
  added: readonly Countersignature[] = [],
): Promise<Link> {
  return { content, signature: await labelledSign(author.key, "link", content), added }
}

export interface Genesis {
  /** 16 random bytes. */
  readonly nonce: Bytes
  readonly recovery: Signer
  /** X-Wing key of the recovery words. */
  readonly recoverySeal: PublicKey
  readonly first: Signer
  readonly scope?: Scope
}

export async function genesisLink(crypto: Pick<Crypto, "hash">, genesis: Genesis): Promise<Link> {
  const recovery = { sign: ed25519Key(genesis.recovery.publicKey), seal: genesis.recoverySeal }
  const first = deviceEntryOf(genesis.first, genesis.scope)
  const content = encode(linkContent, {
    ...place({ generation: 0, seq: 0, hash: zeros }, zeros),
    type: linkTypes.genesis,
    signer: recoverySigner,
    body: encode(genesisBody, { nonce: genesis.nonce, recovery, first }),
  })
  const account = accountIdOf(crypto, { content })
  const added = [await countersign(crypto, account, content, genesis.first)]
  return signLink(recoveryAuthor(genesis.recovery), content, added)
}

const zeros = new Uint8Array(32)

/** `at.hash` is the link before. */
function place(at: Position, account: AccountId) {
  return {
    version: 1,
    account,
    generation: at.generation,
    seq: at.seq,
    prev: at.hash,
    critical: 1,
  } as const
}

function nextContent(chain: VerifiedChain, signer: SignerId, type: number, body: Bytes): Bytes {
  const head = headOf(chain)
  const at = { ...head, seq: head.seq + 1 }
  return encode(linkContent, { ...place(at, chain.account), type, signer, body })
}

/** What the new device checks and countersigns before anybody signs it. */
export function addContent(chain: VerifiedChain, signer: SignerId, device: DeviceEntry): Bytes {
  return nextContent(chain, signer, linkTypes.add, encode(addBody, { device }))
}

/** Where both keys are at hand: spare words, and devices added in one place. */
export async function addLink(
  crypto: Pick<Crypto, "hash">,
  chain: VerifiedChain,
  author: Author,
  device: DeviceEntry,
  key: Signer,
): Promise<Link> {
  const content = addContent(chain, author.id, device)
  return signLink(author, content, [await countersign(crypto, chain.account, content, key)])
}

export function removeLink(
  chain: VerifiedChain,
  author: Author,
  device: DeviceId,
  lostSinceMs = 0,
): Promise<Link> {
  const body = encode(removeBody, { device, lostSinceMs })
  return signLink(author, nextContent(chain, author.id, linkTypes.remove, body))
}

export function scopeLink(
  chain: VerifiedChain,
  author: Author,
  device: DeviceId,
  scope: Scope,
): Promise<Link> {
  const body = encode(scopeBody, { device, scope })
  return signLink(author, nextContent(chain, author.id, linkTypes.scope, body))
}

export interface Reset {
  readonly recovery: RecoveryKeys
  /** The whole set that is active afterwards. */
  readonly devices: readonly DeviceEntry[]
  /** Keys of those that come in by it, in the order of `devices`. */
  readonly entering: readonly Signer[]
}

/** Opens the generation after the head's; `from` is the link of the head's generation that it stands on. */
export async function resetLink(
  crypto: Pick<Crypto, "hash">,
  chain: VerifiedChain,
  recovery: Signer,
  reset: Reset,
  from: Position = headOf(chain),
): Promise<Link> {
  const at = { generation: from.generation + 1, seq: 0, hash: from.hash }
  const content = encode(linkContent, {
    ...place(at, chain.account),
    type: linkTypes.reset,
    signer: recoverySigner,
    body: encode(resetBody, { recovery: reset.recovery, devices: reset.devices }),
  })
  const added: Countersignature[] = []
  for (const key of reset.entering) added.push(await countersign(crypto, chain.account, content, key))
  return signLink(recoveryAuthor(recovery), content, added)
}

export function moveLink(chain: VerifiedChain, recovery: Signer, host: Bytes): Promise<Link> {
  const body = encode(moveBody, { host })
  return signLink(recoveryAuthor(recovery), nextContent(chain, recoverySigner, linkTypes.move, body))
}

export function closeLink(chain: VerifiedChain, recovery: Signer): Promise<Link> {
  const body = encode(closeBody, {})
  return signLink(recoveryAuthor(recovery), nextContent(chain, recoverySigner, linkTypes.close, body))
}
