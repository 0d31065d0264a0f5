import type { Bytes, Milliseconds } from "@colombe/base"
import type { BlobId, NewBlob } from "../blobs.ts"
import type {
  FormerMember,
  JoinAsk,
  NewRead,
  NewState,
  StoredAccount,
  StoredEntry,
  StoredGroup,
  StoredJoinLink,
  StoredKeyPackage,
  StoredMail,
} from "../port.ts"

/** What outlives a memory store: a second store on the same disk finds what the first one wrote. */
export interface MemoryDisk {
  readonly storeId: Bytes
  /** Everything below is keyed by ids as `keyOf` writes them. */
  readonly accounts: Map<string, MemoryAccount>
  readonly accountByHandle: Map<string, string>
  readonly invitations: Map<string, MemoryInvitation>
  readonly devices: Map<string, MemoryDevice>
  readonly indexes: Map<string, MemoryIndex>
  readonly conversations: Map<string, MemoryConversation>
  /** The highest number that a read position was given. */
  lastRead: number
  readonly blobs: Map<string, MemoryBlob>
}

export interface MemoryAccount {
  fixed: Omit<StoredAccount, "chain">
  readonly chain: Bytes[]
}

export interface MemoryInvitation {
  readonly expires: Milliseconds
  readonly uses: number
  used: number
}

export interface MemoryBlob extends NewBlob {
  bytes: Bytes
  /** Entries that name it. */
  references: number
}

export interface MemoryDevice {
  /** One-time packages in the order in which they are used up. */
  readonly packages: StoredKeyPackage[]
  /** References ever published, so that one that was used up never comes back. */
  readonly published: Set<string>
  lastResort: (StoredKeyPackage & { readonly at: Milliseconds }) | undefined
  mail: StoredMail[]
  /** Mail ids ever delivered, acknowledged ones included. */
  readonly delivered: Set<string>
}

export interface MemoryIndex {
  seq: number
  readonly rows: Map<
    string,
    { readonly conversation: Bytes; readonly head: number; readonly accountSeq: number }
  >
}

export interface MemoryConversation {
  readonly id: Bytes
  /** Entry of seq n at n - 1. */
  readonly entries: MemoryEntry[]
  readonly seqBySendKey: Map<string, number>
  groups: MemoryGroup[]
  parts: MemoryPart[]
  members: readonly Bytes[]
  /** Who is a member no more. */
  left: readonly FormerMember[]
  fannedOut: number
  welcomes: MemoryWelcome[]
  /** By account. */
  readonly reads: Map<string, NewRead & { readonly number: number }>
  /** By key. */
  readonly links: Map<string, StoredJoinLink>
  /** By account. */
  readonly asks: Map<string, JoinAsk>
}

export type MemoryGroup = Omit<StoredGroup, "parts">
/** A piece of the state of an epoch, with the epoch. */
export type MemoryPart = NewState & Pick<StoredGroup, "incarnation" | "epoch">

/** `expires`: when its body goes, and what it refers to with it. */
export type MemoryEntry = StoredEntry & { readonly expires: Milliseconds; readonly blobs: readonly BlobId[] }

export interface MemoryWelcome {
  readonly account: Bytes
  readonly device: Bytes
  readonly body: Bytes
  readonly commitSeq: number
}

/** An empty disk. `storeId` has 16 bytes. */
export function memoryDisk(storeId: Bytes): MemoryDisk {
  return {
    storeId: storeId.slice(),
    accounts: new Map(),
    accountByHandle: new Map(),
    invitations: new Map(),
    devices: new Map(),
    indexes: new Map(),
    conversations: new Map(),
    lastRead: 0,
    blobs: new Map(),
  }
}
