import type { Milliseconds, Result } from "@colombe/base"
import type { Person } from "./account.ts"
import type { HistoryPolicy } from "./history-policy.ts"
import type { Role } from "./role.ts"
import type { TimelineItem } from "./timeline.ts"

/** What conversations there are, and who is in them. */
export interface ConversationCalls {
  /** Pinned first, then newest first. */
  conversations(): Promise<readonly ConversationSummary[]>
  /** What has changed in the list since an earlier answer's `mark`; without one, or with one that holds no more, all of it. */
  conversationChanges(since?: string): Promise<ConversationChanges>
  conversation(conversation: string): Promise<ConversationDetails | undefined>
  /** The one direct conversation with a person, made where there is none. */
  openDirect(account: string): Promise<Result<{ readonly conversation: string }>>
  /** There from the moment at which it is kept on this device, connected or not. Leaving it before it is made discards it. */
  createGroup(
    title: string,
    members: readonly string[],
    options?: CreateGroupOptions,
  ): Promise<Result<{ readonly conversation: string }>>
  addMembers(conversation: string, accounts: readonly string[]): Promise<Result<void>>
  removeMember(conversation: string, account: string): Promise<Result<void>>
  /** Of a member of a group, for an admin over lower roles; an owner also makes owners. Everybody may lower their own. */
  setRole(conversation: string, account: string, role: Role): Promise<Result<void>>
  /** Makes somebody else owner in place of this one, who stays as admin. */
  handOver(conversation: string, account: string): Promise<Result<void>>
  /** Of somebody who was removed, for a moderator: they may be added again. */
  liftBan(conversation: string, account: string): Promise<Result<void>>
  leave(conversation: string): Promise<Result<void>>
  /**
   * Makes the keys of a conversation anew, for an admin or either side of a direct: people, roles and what was said
   * stay. What a device does by itself where enough devices cannot follow a commit.
   */
  reopen(conversation: string): Promise<Result<void>>
  /** Of a group, for an admin: what holds for whatever is said from now on. */
  setHistory(conversation: string, policy: HistoryPolicy): Promise<Result<void>>
  /**
   * How long what is said from now on stays: 0 for good, or 5 seconds to 365 days. Either side of a direct, an admin of a
   * group. What was said before stays as it was said.
   */
  setTimer(conversation: string, seconds: number): Promise<Result<void>>
  setTitle(conversation: string, title: string): Promise<Result<void>>
  /** Of a group, for an admin: as `setPicture`. */
  setGroupPicture(conversation: string, picture: Uint8Array | undefined): Promise<Result<void>>
  /** A request becomes an ordinary conversation; answering does the same. */
  acceptRequest(conversation: string): Promise<Result<void>>
  /** Silent: the other side learns nothing. */
  declineRequest(conversation: string): Promise<Result<void>>
}

export interface ConversationChanges {
  /** For the next question. */
  readonly mark: string
  /** Nothing that was told before holds. */
  readonly whole: boolean
  readonly changed: readonly ConversationSummary[]
  readonly gone: readonly string[]
  /** Not all of it is told yet: what is first in the list comes first. */
  readonly more: boolean
}

export interface CreateGroupOptions {
  /** `none` unless said otherwise. */
  readonly history?: HistoryPolicy
}

/** `planned`: a group that is made as soon as the server can be reached; what is written there waits for that. */
export type Membership = "member" | "planned" | "request" | "invited" | "removed" | "left"

export interface ConversationSummary extends OwnMarks {
  readonly conversation: string
  readonly kind: "self" | "direct" | "group"
  /** Group: its title. Direct: the other person's name. */
  readonly title: string
  readonly peer: Person | undefined
  /** Of a group: which picture it has, for `picture`; absent: none. */
  readonly picture?: string
  readonly membership: Membership
  readonly memberCount: number
  readonly unread: number
  /** Unread messages that mention this person. */
  readonly mentions: number
  /** Place of the first of them. */
  readonly nextMention: number | undefined
  readonly last: LastLine | undefined
  /** When something was last said or changed there: what orders the list. */
  readonly at: Milliseconds
  readonly head: number
  /** Set where this person must act: a damaged group, a fork, a proof against the server. */
  readonly alert: string | undefined
  /** A send, or a change of a message, waits for this person to try again or to give it up. */
  readonly failed: boolean
}

/** What one's own devices share about a conversation, and nobody else sees. */
export interface OwnMarks {
  /** Place among those pinned, from 1; 0: not pinned. */
  readonly pinned: number
  /** 0, or a moment that has passed: not muted. */
  readonly mutedUntil: Milliseconds
  readonly archived: boolean
  /** The beginning of what is being written; empty where nothing is. */
  readonly draft: string
  /** Set by hand on a conversation that was read, until it is read again. */
  readonly markedUnread: boolean
}

export interface LastLine {
  readonly item: TimelineItem
  readonly at: Milliseconds
}

export interface ConversationDetails extends ConversationSummary {
  readonly members: readonly Member[]
  /** Who may not come back before somebody lifts that. */
  readonly banned: readonly Person[]
  /** Somebody's device cannot follow, so that making the keys anew would help (`reopen`). */
  readonly damaged: boolean
  /** Everybody and every device that can read what is sent now. */
  readonly devices: number
  readonly epoch: number
  readonly ownRole: Role
  /** Of a direct: the other side is blocked here. */
  readonly blocked: boolean
  /** A link stands by which people ask to come in, and this person may answer them. */
  readonly asksToJoin: boolean
  /** Of what is said now. */
  readonly history: HistoryPolicy
  /** Seconds that what is said now stays; 0: for good. */
  readonly timer: number
  /** In the order in which they were said. What is deleted, or not on this device, is not among them. */
  readonly pins: readonly PinnedMessage[]
  /** Both sides of a direct; in a group moderators, admins and owners. */
  readonly mayPin: boolean
  /** How far others have read, as far as they say so; none where this person says nothing. */
  readonly readBy: readonly { readonly person: Person; readonly seq: number }[]
  /** How far each other member has read, as far as they all say so; 0 where somebody does not. */
  readonly readByEverybody: number
}

export interface PinnedMessage {
  readonly id: string
  readonly seq: number
  readonly from: Person
  /** The beginning of what it says. */
  readonly said: string
}

export interface Member extends Person {
  readonly role: Role
  readonly dormant: boolean
}
