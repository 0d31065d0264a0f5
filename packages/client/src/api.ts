import type { Bytes, Milliseconds, Result } from "@colombe/base"

/**
 * The SDK as its users see it. Everything is asynchronous and made of plain data, so that the same interface runs in
 * the same thread, behind a worker's port, or behind a socket.
 */
export interface Client {
  /** Who this home belongs to; undefined until registered. */
  me(): Promise<Me | undefined>
  /** Makes an account. The words are handed over once and kept nowhere. */
  register(request: RegisterRequest): Promise<Result<Registered>>

  /** Connects and stays connected until `stop`; progress comes as `connection` notices. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Resolves once everything that the server had at this moment is stored and every queued send is answered. */
  settle(): Promise<Result<void>>

  /** Pinned first, then newest first. */
  conversations(): Promise<readonly ConversationSummary[]>
  conversation(conversation: string): Promise<ConversationDetails | undefined>
  timeline(conversation: string, range: TimelineRange): Promise<TimelinePage>

  /** `who`: a handle (`ana` or `ana@host`, with or without `@`) or a person link. Creates nothing yet. */
  findPerson(who: string): Promise<Result<Person>>
  /** The one direct conversation with a person, made where there is none. */
  openDirect(account: string): Promise<Result<{ readonly conversation: string }>>
  createGroup(title: string, members: readonly string[]): Promise<Result<{ readonly conversation: string }>>
  addMembers(conversation: string, accounts: readonly string[]): Promise<Result<void>>
  removeMember(conversation: string, account: string): Promise<Result<void>>
  leave(conversation: string): Promise<Result<void>>
  setTitle(conversation: string, title: string): Promise<Result<void>>
  /** A request becomes an ordinary conversation; answering does the same. */
  acceptRequest(conversation: string): Promise<Result<void>>
  /** Silent: the other side learns nothing. */
  declineRequest(conversation: string): Promise<Result<void>>

  /** Resolves when the send is durable on this device, before the server has it. */
  sendText(
    conversation: string,
    text: string,
    options?: SendOptions,
  ): Promise<Result<{ readonly id: string }>>
  /** Resolves when the server has answered for a send: its place in the log, or why it failed. */
  sent(conversation: string, id: string): Promise<Result<{ readonly seq: number }>>
  retrySend(conversation: string, id: string): Promise<Result<void>>
  discardSend(conversation: string, id: string): Promise<Result<void>>
  /** Never falls. Kept on this device for now. */
  markRead(conversation: string, seq: number): Promise<void>

  safetyNumber(account: string): Promise<Result<SafetyNumber>>
  setDisplayName(name: string): Promise<Result<void>>
  /** A link that carries the AccountId, so that whoever opens it need not trust the server for who it is. */
  personLink(): Promise<string>

  /** Notices come after the change is durable; a view asks again for what it shows. Returns how to stop. */
  watch(listener: (notice: Notice) => void): () => void
  close(): Promise<void>
}

export interface RegisterRequest {
  /** Without the host. */
  readonly handle: string
  /** `http://localhost:4000`, `https://example.org`. */
  readonly server: string
  readonly invitation?: string
  readonly displayName?: string
}

export interface Registered {
  readonly me: Me
  /** 24 words, separated by single blanks. */
  readonly words: string
}

/** Ids are base64url strings here: account 32 bytes, device and send 16, conversation 32. */
export interface Me {
  readonly account: string
  readonly device: string
  /** `ana@localhost`. */
  readonly address: string
  readonly displayName: string
  readonly server: string
}

export interface Person {
  readonly account: string
  readonly address: string
  /** From what they sealed to this person; the handle where nothing is known. */
  readonly displayName: string
  readonly trust: Trust
}

/** `typed`: first use of a handle. `link`: the id came by link or QR. `verified`: numbers compared. */
export type Trust = "typed" | "link" | "verified" | "changed" | "frozen"

export type Connection =
  | { readonly at: "offline"; readonly retryAt: Milliseconds | undefined; readonly code: string | undefined }
  | { readonly at: "connecting" }
  | { readonly at: "syncing"; readonly conversationsLeft: number }
  | { readonly at: "live" }

export type Membership = "member" | "request" | "invited" | "removed" | "left"

export interface ConversationSummary {
  readonly conversation: string
  readonly kind: "self" | "direct" | "group"
  /** Group: its title. Direct: the other person's name. */
  readonly title: string
  readonly peer: Person | undefined
  readonly membership: Membership
  readonly memberCount: number
  readonly unread: number
  readonly last: LastLine | undefined
  readonly head: number
  /** Set where this person must act: a damaged group, a fork, a proof against the server. */
  readonly alert: string | undefined
}

export interface LastLine {
  readonly item: TimelineItem
  readonly at: Milliseconds
}

export interface ConversationDetails extends ConversationSummary {
  readonly members: readonly Member[]
  /** Everybody and every device that can read what is sent now. */
  readonly devices: number
  readonly epoch: number
  readonly ownRole: Role
}

export type Role = "member" | "moderator" | "admin" | "owner"

export interface Member extends Person {
  readonly role: Role
  readonly dormant: boolean
}

export interface TimelineRange {
  /** Items before this place, newest last; absent: from the end. */
  readonly before?: number
  /** Items after this place, oldest first. Not with `before`. */
  readonly after?: number
  readonly limit: number
}

export interface TimelinePage {
  readonly items: readonly TimelineItem[]
  readonly moreBefore: boolean
  readonly moreAfter: boolean
  readonly readUpTo: number
}

interface Placed {
  /** Absent while it waits in the outbox. */
  readonly seq: number | undefined
  readonly at: Milliseconds
}

export type TimelineItem = MessageItem | ChangeItem | NoticeItem

export interface MessageItem extends Placed {
  readonly kind: "message"
  readonly id: string
  readonly from: Person
  readonly mine: boolean
  readonly text: string
  readonly sentAt: Milliseconds
  readonly replyTo: string | undefined
  readonly state: SendState
}

export type SendState =
  | { readonly at: "queued" }
  | { readonly at: "stored" }
  | { readonly at: "failed"; readonly code: string }

/** A line for each change of the group, in plain words. */
export interface ChangeItem extends Placed {
  readonly kind: "change"
  readonly by: Person
  readonly change:
    | { readonly type: "created" }
    | { readonly type: "added"; readonly people: readonly Person[] }
    | { readonly type: "removed"; readonly people: readonly Person[] }
    | { readonly type: "joined" }
    | { readonly type: "left" }
    | { readonly type: "device-added" }
    | { readonly type: "device-removed" }
    | { readonly type: "title"; readonly title: string }
}

/** Something that has a place in the log and no readable content: never silently left out. */
export interface NoticeItem extends Placed {
  readonly kind: "notice"
  /**
   * `arriving` (key under way), `before-joining` (closed to who came later), `withheld` (by the server), `newer-app`,
   * `deleted`, or the code of a failed check.
   */
  readonly notice: string
  readonly from: Person | undefined
}

export interface SendOptions {
  readonly replyTo?: string
}

export interface SafetyNumber {
  /** Twelve groups of five digits. */
  readonly groups: readonly string[]
  readonly verified: boolean
}

export type Notice =
  | { readonly type: "connection"; readonly connection: Connection }
  | { readonly type: "conversations" }
  | { readonly type: "timeline"; readonly conversation: string; readonly fromSeq: number | undefined }
  | { readonly type: "me" }
  /** This device was removed, or its home can no longer be used. */
  | { readonly type: "ended"; readonly code: string }

/** A connection to a server, as a port: binary messages, in order. */
export type Connect = (
  url: string,
  events: {
    readonly opened: () => void
    readonly received: (message: Bytes) => void
    /** Once, also where it never opened. */
    readonly closed: (reason: "network" | "refused") => void
  },
) => { readonly send: (message: Bytes) => void; readonly close: () => void }
