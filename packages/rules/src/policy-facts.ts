import type { Bytes } from "@colombe/base"
import type { VerifiedChain } from "./chain.ts"
import type { ColombeGroup, CommitData, GroupId } from "./group.ts"
import type { AccountId, DeviceId, Position } from "./ids.ts"

/** What a leaf of the tree says of itself: its credential, signature key and position extension. */
export interface LeafFact {
  readonly account: AccountId
  readonly device: DeviceId
  /** Ed25519, 32 bytes. */
  readonly dsk: Bytes
  readonly position: Position
}

/** A group in one epoch, as far as it decides who may do what. */
export interface GroupFacts {
  readonly id: GroupId
  readonly epoch: number
  readonly extension: ColombeGroup
  /** By leaf index. */
  readonly leaves: ReadonlyMap<number, LeafFact>
}

/** A leaf that the commit takes out; `bySelf` where its own SelfRemove asked for it. */
export interface RemovedFact {
  readonly index: number
  readonly bySelf: boolean
}

/** What a commit does, all of it public. MLS itself has judged it before: signatures, tree, proposals as such. */
export interface CommitFacts {
  /** Leaf index of the committer in the group before; undefined for an external commit. */
  readonly committer: number | undefined
  /** The leaf of the commit's path: the committer's new one, or the joiner's. */
  readonly path: LeafFact | undefined
  readonly added: readonly LeafFact[]
  readonly removed: readonly RemovedFact[]
  /** The extension afterwards, where a proposal sets it. */
  readonly extension: ColombeGroup | undefined
  /**
   * Anything that this protocol does not use: updates, pre-shared keys, re-initialisation, adds or removals by
   * reference, other changes of the group's extensions.
   */
  readonly foreign: boolean
  readonly data: CommitData
}

/**
 * Finds the path that ends at a position. A position names its path by hash, so whoever has it has the same one;
 * undefined means that links are missing here, and then nobody judges until they are there.
 */
export type PathOf = (account: AccountId, position: Position) => VerifiedChain | undefined
