import { type Decoded, opaque, optional, struct } from "@colombe/base"
import { leafNode } from "./leaf-node.ts"
import { proposalOrRef } from "./proposal.ts"
import { list } from "./vectors.ts"

/** RFC 9420 §7.6. */
export const hpkeCiphertext = struct({ kemOutput: opaque, ciphertext: opaque })
export type HpkeCiphertext = Decoded<typeof hpkeCiphertext>

/** Nodes of a path: no tree is higher than 32 levels. */
const pathNodesMax = 32
export const updatePathNode = struct({ encryptionKey: opaque, encryptedPathSecret: list(hpkeCiphertext) })
export type UpdatePathNode = Decoded<typeof updatePathNode>
export const updatePath = struct({ leaf: leafNode, nodes: list(updatePathNode, pathNodesMax) })
export type UpdatePath = Decoded<typeof updatePath>

/** RFC 9420 §12.4. */
export const commit = struct({ proposals: list(proposalOrRef), path: optional(updatePath) })
export type Commit = Decoded<typeof commit>
