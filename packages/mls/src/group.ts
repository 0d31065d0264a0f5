import type { Bytes } from "@colombe/base"
import type { KeyPair } from "@colombe/base/crypto"
import type { EpochSecrets } from "./key-schedule.ts"
import type { PublicGroup } from "./public/group.ts"
import type { SecretTree } from "./secret-tree.ts"

/** What only this member holds, and what only members hold. */
export interface GroupSecrets {
  readonly leafIndex: number
  /** Private keys by node number: the own leaf's and those of the parents above it that are known. */
  readonly nodeKeys: ReadonlyMap<number, Bytes>
  /** Leaf keys of own Update proposals that wait for a commit. */
  readonly updateKeys: readonly KeyPair[]
  readonly epoch: EpochSecrets
  readonly secretTree: SecretTree
}

/** A group as one member sees it in one epoch: the public group, and secrets beside it. */
export interface Group {
  readonly public: PublicGroup
  readonly secrets: GroupSecrets
}
