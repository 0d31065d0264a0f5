import { assert, type Bytes, fail, type Result, succeed, toUtf8 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { deriveTreeSecret, expandWithLabel } from "./key-schedule.ts"
import { aeadNonceBytes, type Suite } from "./public/suite.ts"
import { left, level, right, root } from "./public/tree/math.ts"

type Mac = Pick<Crypto, "hmac">

/** How far ahead of the last message of a sender another may be; beyond, hashing would be a way to stall us. */
export const generationsAheadMax = 1024
/** Keys kept for messages that were overtaken, per sender and kind. */
export const skippedKeysMax = 1024

export interface MessageKey {
  readonly key: Bytes
  readonly nonce: Bytes
}

export interface Ratchet {
  readonly secret: Bytes
  /** The next one that `secret` gives. */
  readonly generation: number
  readonly skipped: ReadonlyMap<number, MessageKey>
}

export type RatchetKind = "handshake" | "application"
export type SenderRatchets = Readonly<Record<RatchetKind, Ratchet>>

/**
 * RFC 9420 §9. Holds the secrets of those nodes from which nothing was derived yet, and the ratchets of the senders
 * that were met; what is consumed is in neither.
 */
export interface SecretTree {
  readonly leaves: number
  readonly nodes: ReadonlyMap<number, Bytes>
  readonly senders: ReadonlyMap<number, SenderRatchets>
}

export function startSecretTree(encryption: Bytes, leaves: number): SecretTree {
  return { leaves, nodes: new Map([[root(leaves), encryption]]), senders: new Map() }
}

/** The ratchets of a sender, and the tree that has them in place of the secrets they came from. */
function reach(
  crypto: Mac,
  suite: Suite,
  tree: SecretTree,
  leafIndex: number,
): { tree: SecretTree; ratchets: SenderRatchets } {
  const known = tree.senders.get(leafIndex)
  if (known !== undefined) return { tree, ratchets: known }
  const nodes = new Map(tree.nodes)
  const expand = (secret: Bytes, label: string, context: string) =>
    expandWithLabel(crypto, suite, secret, label, toUtf8(context), suite.secretBytes)
  let node = highestHeld(tree, leafIndex)
  let secret = nodes.get(node)
  assert(secret !== undefined, "a sender not met yet has a secret above")
  while (level(node) > 0) {
    const [lower, upper] = [left(node) ?? 0, right(node) ?? 0]
    nodes.delete(node)
    nodes.set(lower, expand(secret, "tree", "left"))
    nodes.set(upper, expand(secret, "tree", "right"))
    node = 2 * leafIndex < node ? lower : upper
    secret = nodes.get(node) ?? secret
  }
  nodes.delete(node)
  const ratchet = (label: RatchetKind): Ratchet => ({
    secret: expand(secret, label, ""),
    generation: 0,
    skipped: new Map(),
  })
  const ratchets = { handshake: ratchet("handshake"), application: ratchet("application") }
  return { tree: withSender({ ...tree, nodes }, leafIndex, ratchets), ratchets }
}

function withSender(tree: SecretTree, leafIndex: number, ratchets: SenderRatchets): SecretTree {
  return { ...tree, senders: new Map(tree.senders).set(leafIndex, ratchets) }
}

function highestHeld(tree: SecretTree, leafIndex: number): number {
  let node = root(tree.leaves)
  while (!tree.nodes.has(node) && level(node) > 0)
    node = (2 * leafIndex < node ? left(node) : right(node)) ?? node
  return node
}

function stepRatchet(
  crypto: Mac,
  suite: Suite,
  { secret, generation, skipped }: Ratchet,
): { messageKey: MessageKey; ratchet: Ratchet } {
  const derive = (label: string, length: number) =>
    deriveTreeSecret(crypto, suite, secret, label, generation, length)
  return {
    messageKey: { nonce: derive("nonce", aeadNonceBytes), key: derive("key", suite.aeadKeyBytes) },
    ratchet: { secret: derive("secret", suite.secretBytes), generation: generation + 1, skipped },
  }
}

export interface UsedKey {
  readonly messageKey: MessageKey
  readonly generation: number
  readonly tree: SecretTree
}

/** The next key of one's own ratchet, and the tree from which it is gone. */
export function nextKey(
  crypto: Mac,
  suite: Suite,
  tree: SecretTree,
  leafIndex: number,
  kind: RatchetKind,
): UsedKey {
  const reached = reach(crypto, suite, tree, leafIndex)
  const { generation } = reached.ratchets[kind]
  const { messageKey, ratchet } = stepRatchet(crypto, suite, reached.ratchets[kind])
  const after = withSender(reached.tree, leafIndex, { ...reached.ratchets, [kind]: ratchet })
  return { messageKey, generation, tree: after }
}

/** The key of a message received; each one once. Keys of messages that it overtook are kept for them. */
export function keyAt(
  crypto: Mac,
  suite: Suite,
  tree: SecretTree,
  leafIndex: number,
  kind: RatchetKind,
  generation: number,
): Result<UsedKey, "key-used" | "too-far-ahead"> {
  const reached = reach(crypto, suite, tree, leafIndex)
  let ratchet = reached.ratchets[kind]
  const skipped = new Map(ratchet.skipped)
  const finish = (messageKey: MessageKey) => {
    for (const oldest of skipped.keys()) {
      if (skipped.size <= skippedKeysMax) break
      skipped.delete(oldest)
    }
    const ratchets = { ...reached.ratchets, [kind]: { ...ratchet, skipped } }
    return succeed({ messageKey, generation, tree: withSender(reached.tree, leafIndex, ratchets) })
  }
  if (generation < ratchet.generation) {
    const kept = skipped.get(generation)
    if (kept === undefined) return fail("key-used")
    skipped.delete(generation)
    return finish(kept)
  }
  if (generation - ratchet.generation > generationsAheadMax) return fail("too-far-ahead")
  for (;;) {
    const stepped = stepRatchet(crypto, suite, ratchet)
    const reachedIt = ratchet.generation === generation
    if (!reachedIt) skipped.set(ratchet.generation, stepped.messageKey)
    ratchet = stepped.ratchet
    if (reachedIt) return finish(stepped.messageKey)
  }
}
