import type { Bytes, Milliseconds, Result } from "@colombe/base"
import type { AccountId, ConversationId, DeviceId, Digest } from "@colombe/rules"
import type { BlobId, BlobStore } from "./blobs.ts"

/**
 * What the server keeps. Two groups that share no transaction, so that the same model runs sharded: accounts, and
 * conversations. Every promise that resolves says that the change is durable. The store interprets nothing: bodies,
 * links and group states are bytes to it. Any call may reject with a `StorageFailure`; it has then changed nothing.
 */
export interface Store {
  /** 16 random bytes, made with the data folder; new after a restore. */
  readonly storeId: Bytes
  readonly accounts: AccountStore
  readonly conversations: ConversationStore
  readonly blobs: BlobStore
  /** What was taken out is gone from whatever this store writes to. A reader that will not wait makes it later. */
  scrub(): Promise<void>
  close(): Promise<void>
}

export interface StoredAccount {
  readonly account: AccountId
  readonly handle: string
  readonly handleStatement: Bytes
  readonly handleSignature: Bytes
  /** Links of the chain, in order. */
  readonly chain: readonly Bytes[]
}

export interface NewAccount extends Omit<StoredAccount, "chain"> {
  readonly genesis: Bytes
  /** Used up in the same transaction. */
  readonly invitation?: string
  readonly at: Milliseconds
}

export interface StoredKeyPackage {
  readonly reference: Digest
  readonly body: Bytes
}

export interface ClaimedKeyPackage {
  readonly device: DeviceId
  readonly body: Bytes
  readonly lastResort: boolean
}

/** A Welcome (1) or sealed mail (2). */
export interface StoredMail {
  readonly seq: number
  readonly kind: 1 | 2
  readonly conversation: ConversationId
  readonly commitSeq: number
  readonly body: Bytes
}

export interface NewMail extends Omit<StoredMail, "seq"> {
  readonly account: AccountId
  readonly device: DeviceId
  /** A repeat for the same device is stored once. 16 bytes. */
  readonly id: Bytes
}

export interface ChangedConversation {
  readonly conversation: ConversationId
  readonly accountSeq: number
  readonly head: number
}

export type InvitationCode = "invitation-wrong" | "invitation-used" | "invitation-expired"

export interface AccountStore {
  create(account: NewAccount): Promise<Result<void, "handle-taken" | "account-exists" | InvitationCode>>
  get(account: AccountId): Promise<StoredAccount | undefined>
  byHandle(handle: string): Promise<AccountId | undefined>
  /** Compare-and-set on the chain's length. */
  appendLink(account: AccountId, length: number, link: Bytes): Promise<Result<void, "slot-taken">>
  /** A statement for the handle that the account has, in place of the last one. */
  stateHandle(account: AccountId, statement: Bytes, signature: Bytes): Promise<void>

  publishKeyPackages(
    account: AccountId,
    device: DeviceId,
    oneTime: readonly StoredKeyPackage[],
    lastResort: (StoredKeyPackage & { readonly at: Milliseconds }) | undefined,
  ): Promise<{ readonly left: number }>
  /** Uses up a one-time package where there is one and `oneTime` is asked; else the last-resort one stays. */
  claimKeyPackage(
    account: AccountId,
    device: DeviceId,
    oneTime: boolean,
  ): Promise<ClaimedKeyPackage | undefined>
  keyPackagesLeft(
    account: AccountId,
    device: DeviceId,
  ): Promise<{ readonly left: number; readonly lastResortAt: Milliseconds | undefined }>
  /** What a removed device held: key packages and mailbox. */
  dropDevice(account: AccountId, device: DeviceId): Promise<void>

  /** The number that each got in its mailbox; undefined for a repeat. */
  deliver(mail: readonly NewMail[]): Promise<readonly (number | undefined)[]>
  mail(account: AccountId, device: DeviceId, after: number, limit: number): Promise<readonly StoredMail[]>
  /** `head` is the highest number ever given there, 0 for none; `waiting` counts what was not acknowledged. */
  mailbox(account: AccountId, device: DeviceId): Promise<{ readonly head: number; readonly waiting: number }>
  acknowledgeMail(account: AccountId, device: DeviceId, upTo: number): Promise<void>

  /** Coalesced: one row per account and conversation, moved to the account's next number. Lower heads change nothing. */
  touch(
    conversation: ConversationId,
    head: number,
    accounts: readonly AccountId[],
  ): Promise<readonly { readonly account: AccountId; readonly accountSeq: number }[]>
  changed(account: AccountId, after: number, limit: number): Promise<readonly ChangedConversation[]>
  accountSeq(account: AccountId): Promise<number>

  /** Good for so many accounts. `text` is kept as a hash. */
  addInvitation(text: string, expires: Milliseconds, uses?: number): Promise<void>
}

/** One place of a log as stored. `body` is absent in a stub; `digest` = SHA-256 of the body stays. */
export interface StoredEntry {
  readonly seq: number
  readonly at: Milliseconds
  readonly type: number
  readonly incarnation: number
  readonly epoch: number
  readonly hash: Digest
  readonly digest: Digest
  readonly body: Bytes | undefined
  readonly author: AccountId
}

export interface ConversationHead {
  readonly seq: number
  readonly at: Milliseconds
  readonly hash: Digest
  readonly incarnation: number
  readonly epoch: number
}

/** Public state as the server's engine encodes it: whole, or what changed since the newest that is stored. */
export interface NewState {
  readonly kind: "whole" | "change"
  readonly body: Bytes
}

/** Public state of one epoch, and the seq of the entry that made it. */
export interface StoredGroup {
  readonly incarnation: number
  readonly epoch: number
  readonly seq: number
  /** A whole state, then what changed from it to this epoch, in order. */
  readonly parts: readonly Bytes[]
  readonly groupInfo: Bytes
}

export interface NewEntry {
  readonly conversation: ConversationId
  readonly type: number
  readonly body: Bytes
  readonly author: AccountId
  /** Device and send id for messages: with a known one the first answer is repeated. 32 bytes. */
  readonly sendKey: Bytes | undefined
  readonly at: Milliseconds
  /** Where the sender thinks the log stands: compared with the head, else `stale-epoch`. */
  readonly incarnation: number
  readonly epoch: number
  /** For what makes an epoch (commit, open): the state after it, its members, and welcomes for later delivery. */
  readonly next?: NextEpoch
  /** What it refers to: kept as long as it is. Each has to be there in full, else `blob-incomplete`. */
  readonly blobs?: readonly BlobId[]
  /** How long its body is kept, counted from its place's time; absent: for good. */
  readonly lifetime?: Milliseconds
  /** For a proposal: the state of the epoch that goes on, which now waits for a commit to take the proposal in. */
  readonly state?: NewState
}

export interface NextEpoch {
  readonly incarnation: number
  readonly epoch: number
  readonly state: NewState
  readonly groupInfo: Bytes
  /** Every account that is a member after it, dormant ones included. */
  readonly members: readonly AccountId[]
  readonly welcomes: readonly NewWelcome[]
  /** Join links that its state lists and the state before it did not. */
  readonly links?: readonly NewJoinLink[]
  /** Key of the join link by which somebody came in: one use more. */
  readonly linkUsed?: Bytes
}

/** `key`: 32 bytes. `usesMax` 0: as often as people like. */
export interface NewJoinLink {
  readonly key: Bytes
  readonly maker: AccountId
  readonly usesMax: number
}

export interface StoredJoinLink extends NewJoinLink {
  readonly used: number
}

/** Somebody who asks to come in, with what they signed, as bytes to the store. One for each account. */
export interface JoinAsk {
  readonly account: AccountId
  readonly device: DeviceId
  readonly key: Bytes
  readonly signature: Bytes
  readonly deviceSignature: Bytes
  readonly at: Milliseconds
}

export interface NewWelcome {
  readonly account: AccountId
  readonly device: DeviceId
  readonly body: Bytes
}

/** A conversation whose entries or welcomes have not reached the accounts' side yet. */
export interface PendingFanout {
  readonly conversation: ConversationId
  readonly head: number
  readonly members: readonly AccountId[]
  readonly welcomes: readonly (NewWelcome & { readonly commitSeq: number })[]
  /** Who is a member no more, with the entry that ended it. */
  readonly left: readonly FormerMember[]
}

export interface FormerMember {
  readonly account: AccountId
  readonly seq: number
}

/** How far a member has read, sealed; `incarnation` and `epoch` are those that it was sealed in. */
export interface NewRead {
  readonly conversation: ConversationId
  readonly account: AccountId
  readonly incarnation: number
  readonly epoch: number
  readonly body: Bytes
}

export interface StoredRead extends Pick<NewRead, "conversation" | "account" | "body"> {
  readonly number: number
}
export type AppendCode = "conversation-unknown" | "stale-epoch" | "send-id-reused" | "blob-incomplete"

/** `keptSince`: nothing that was said before it is kept; absent: everything is. */
export interface ExpiryMoment {
  readonly now: Milliseconds
  readonly keptSince: Milliseconds | undefined
}

export interface ConversationStore {
  /** First entry of a new log; `conversation-exists` changes nothing. */
  open(entry: NewEntry): Promise<Result<StoredEntry, "conversation-exists">>
  /**
   * In one transaction: place check, `seq = head + 1`, `at` = the later of the given time and the last entry's, log
   * hash, next epoch. A known send key with the same body gets its first entry, with another body `send-id-reused`.
   */
  append(entry: NewEntry): Promise<Result<StoredEntry, AppendCode>>
  /** Takes the bodies out of these places for good; all else of them stays. Gives how many there were. */
  erase(conversation: ConversationId, seqs: readonly number[]): Promise<number>
  /**
   * Does the same for messages and calls whose lifetime is over, and for those that are older than what is kept; not in
   * self conversations. One step, which looks at about `limit` entries.
   */
  expire(moment: ExpiryMoment, limit: number): Promise<{ readonly erased: number; readonly hasMore: boolean }>
  /**
   * Forgets the public state of epochs that another followed before `before`. One step, which looks at no more than
   * `limit` epochs, and at none twice.
   */
  pruneGroups(
    before: Milliseconds,
    limit: number,
  ): Promise<{ readonly pruned: number; readonly hasMore: boolean }>
  head(conversation: ConversationId): Promise<ConversationHead | undefined>
  entries(conversation: ConversationId, after: number, limit: number): Promise<readonly StoredEntry[]>
  /** The newest where no place is given. */
  group(
    conversation: ConversationId,
    at?: { readonly incarnation: number; readonly epoch: number },
  ): Promise<StoredGroup | undefined>
  isMember(conversation: ConversationId, account: AccountId): Promise<boolean>
  /**
   * The last place that the account may read: `Infinity` for a member, the entry that ended the membership for whoever
   * is one no more; undefined for everybody else.
   */
  readableUpTo(conversation: ConversationId, account: AccountId): Promise<number | undefined>
  members(conversation: ConversationId): Promise<readonly AccountId[]>
  /** The conversations in which the account is a member now, in no order. */
  memberships(account: AccountId): Promise<readonly ConversationId[]>
  /** Every join link that the conversation ever listed, by key. */
  joinLinks(conversation: ConversationId): Promise<readonly StoredJoinLink[]>
  /** In place of the account's last one. Nothing for a conversation that is not there. */
  putAsk(conversation: ConversationId, ask: JoinAsk): Promise<void>
  /** The oldest first. Whoever has become a member asks no more. */
  asks(conversation: ConversationId): Promise<readonly JoinAsk[]>
  dropAsk(conversation: ConversationId, account: AccountId): Promise<void>

  /** What a crash left between the two groups; empty when all is delivered. */
  pendingFanout(limit: number): Promise<readonly PendingFanout[]>
  /**
   * In place of the member's last one. Undefined, and nothing changed, for a repeat, for one of an older epoch than the
   * last, and for whoever is no member.
   */
  putRead(read: NewRead): Promise<number | undefined>
  /** Of every member of the account's conversations, by number. A new one has a new number, the highest so far. */
  reads(account: AccountId, after: number, limit: number): Promise<readonly StoredRead[]>

  /** Everything up to `head` has reached its members' indexes and mailboxes. */
  fannedOut(conversation: ConversationId, head: number): Promise<void>
}
