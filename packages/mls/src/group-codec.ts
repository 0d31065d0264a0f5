import {
  type Bytes,
  constant,
  decode,
  encode,
  equal,
  fail,
  opaque,
  optional,
  type Result,
  struct,
  succeed,
  uint8,
  uint32,
} from "@colombe/base"
import type { Group } from "./group.ts"
import type { PublicContext } from "./public/context.ts"
import type { PublicGroup } from "./public/group.ts"
import { decodePublicGroup, encodePublicGroup } from "./public/group-codec.ts"
import { groupContext } from "./public/structs/group-info.ts"
import { list } from "./public/structs/vectors.ts"
import type { Ratchet, SenderRatchets } from "./secret-tree.ts"

const stateVersion = 1

const ratchet = struct({
  secret: opaque,
  generation: uint32,
  skipped: list(struct({ generation: uint32, key: opaque, nonce: opaque })),
})

const storedSecrets = struct({
  version: constant(uint8, stateVersion),
  /** Hash of the GroupContext: secrets of one epoch never meet the tree of another. */
  contextHash: opaque,
  leafIndex: uint32,
  nodeKeys: list(struct({ node: uint32, key: opaque })),
  updateKeys: list(struct({ publicKey: opaque, privateKey: opaque })),
  epoch: struct({
    senderData: opaque,
    exporter: optional(opaque),
    external: opaque,
    confirmation: opaque,
    membership: opaque,
    resumption: opaque,
    authenticator: opaque,
    init: opaque,
  }),
  secretTree: struct({
    leaves: uint32,
    nodes: list(struct({ node: uint32, secret: opaque })),
    senders: list(struct({ leafIndex: uint32, handshake: ratchet, application: ratchet })),
  }),
})

/** A group as two byte strings: what anybody may see, and what nobody else may. */
export interface EncodedGroup {
  readonly public: Bytes
  readonly secrets: Bytes
}

/** Both halves, for one's own storage; `decodeGroup` reads them. */
export function encodeGroup(ctx: PublicContext, group: Group): EncodedGroup {
  return { public: encodePublicGroup(group.public), secrets: encodeGroupSecrets(ctx, group) }
}

/**
 * The half that nobody else may see, alone: some kilobytes, whatever the size of the group. Storing it over the one
 * before is what deletes the secrets that were used up.
 */
export function encodeGroupSecrets(ctx: PublicContext, group: Group): Bytes {
  const { nodeKeys, secretTree, ...rest } = group.secrets
  return encode(storedSecrets, {
    ...rest,
    version: stateVersion,
    contextHash: contextHash(ctx, group.public),
    nodeKeys: [...nodeKeys].map(([node, key]) => ({ node, key })),
    secretTree: {
      leaves: secretTree.leaves,
      nodes: [...secretTree.nodes].map(([node, secret]) => ({ node, secret })),
      senders: [...secretTree.senders].map(([leafIndex, ratchets]) => ({
        leafIndex,
        handshake: storedRatchet(ratchets.handshake),
        application: storedRatchet(ratchets.application),
      })),
    },
  })
}

/** Reads one's own storage: nothing is verified but that both halves are of one epoch (`state-mismatch`). */
export function decodeGroup(
  ctx: PublicContext,
  encoded: EncodedGroup,
): Result<Group, "malformed" | "unsupported-suite" | "state-mismatch"> {
  const group = decodePublicGroup(encoded.public, ctx.suites)
  return group.ok ? joinGroupSecrets(ctx, group.value, encoded.secrets) : group
}

/** A public state with what `encodeGroupSecrets` wrote of the same epoch. */
export function joinGroupSecrets(
  ctx: PublicContext,
  group: PublicGroup,
  secrets: Bytes,
): Result<Group, "malformed" | "state-mismatch"> {
  const stored = decode(storedSecrets, secrets)
  if (!stored.ok) return stored
  const { version: _, contextHash: hash, nodeKeys, secretTree, ...rest } = stored.value
  if (!equal(hash, contextHash(ctx, group))) return fail("state-mismatch")
  return succeed({
    public: group,
    secrets: {
      ...rest,
      nodeKeys: new Map(nodeKeys.map(({ node, key }) => [node, key])),
      secretTree: {
        leaves: secretTree.leaves,
        nodes: new Map(secretTree.nodes.map(({ node, secret }) => [node, secret])),
        senders: new Map(
          secretTree.senders.map(({ leafIndex, handshake, application }): [number, SenderRatchets] => [
            leafIndex,
            { handshake: readRatchet(handshake), application: readRatchet(application) },
          ]),
        ),
      },
    },
  })
}

function contextHash(ctx: PublicContext, group: PublicGroup): Bytes {
  return ctx.crypto.hash(group.suite.hash, encode(groupContext, group.context))
}

interface StoredRatchet extends Omit<Ratchet, "skipped"> {
  readonly skipped: readonly { readonly generation: number; readonly key: Bytes; readonly nonce: Bytes }[]
}

function storedRatchet(value: Ratchet): StoredRatchet {
  return { ...value, skipped: [...value.skipped].map(([generation, key]) => ({ generation, ...key })) }
}

function readRatchet(stored: StoredRatchet): Ratchet {
  const skipped = new Map(stored.skipped.map(({ generation, key, nonce }) => [generation, { key, nonce }]))
  return { ...stored, skipped }
}
