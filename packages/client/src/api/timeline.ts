import type { Milliseconds, Result } from "@colombe/base"
import type { Person } from "./account.ts"
import type { FileItem } from "./files.ts"
import type { HistoryPolicy } from "./history-policy.ts"
import type { PollItem } from "./polls.ts"
import type { Role } from "./role.ts"
import type { TextFormat } from "./sends.ts"

/** What was said in one conversation. */
export interface TimelineCalls {
  timeline(conversation: string, range: TimelineRange): Promise<TimelinePage>
  /** A message with a place in the log, by its id, in whichever conversation it is. */
  message(id: string): Promise<{ readonly conversation: string; readonly item: MessageItem } | undefined>
  /** What is known of a message that the server has, besides what it says. */
  messageInfo(conversation: string, id: string): Promise<Result<MessageInfo>>
  /**
   * Never falls. This person's other devices learn it, and so do the others, unless the setting `receipts` is `off` or
   * it is still a request.
   */
  markRead(conversation: string, seq: number): Promise<void>
  /**
   * This person is writing: to be called with every key. The others hear it every few seconds, unless the setting
   * `typing` is `off` or it is still a request; without a connection nobody does.
   */
  typing(conversation: string): Promise<void>
}

export interface TimelineRange {
  /** Items before this place, newest last; absent: from the end. */
  readonly before?: number
  /** Items after this place, oldest first; with `before`, those between. */
  readonly after?: number
  /** Items around this place, which is among them if it is a line: as many before it as from it on. Alone. */
  readonly around?: number
  /** Items around the first one from this moment on, by the log's time; the newest, where there is none. Alone. */
  readonly at?: Milliseconds
  readonly limit: number
}

export interface TimelinePage {
  readonly items: readonly TimelineItem[]
  readonly moreBefore: boolean
  readonly moreAfter: boolean
  readonly readUpTo: number
}

export interface MessageInfo {
  /** Whoever could read it when it was sealed; without a device: who was invited. */
  readonly readers: readonly { readonly person: Person; readonly devices: number }[]
  /** What holds of it for people who came later. */
  readonly laterReaders: HistoryPolicy
  /** By the server's clock. */
  readonly storedAt: Milliseconds
  readonly editedAt: Milliseconds | undefined
  /** Others, as far as they say so. */
  readonly readBy: readonly Person[]
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
  readonly format: TextFormat
  /** What is said of the files, where there are any: perhaps empty. */
  readonly text: string
  readonly files: readonly FileItem[]
  readonly sentAt: Milliseconds
  readonly edited: boolean
  readonly reply: ReplyPreview | undefined
  /** Its sender wants nobody to be called by it. */
  readonly silent: boolean
  /** Who said it first, as `from` claims. */
  readonly forwarded: Forwarded | undefined
  /** Its question is the text. */
  readonly poll: PollItem | undefined
  /** When it disappears; undefined: it stays. */
  readonly expiresAt: Milliseconds | undefined
  readonly reactions: readonly Reaction[]
  readonly state: SendState
  /**
   * Its key came by mail from somebody else, and nobody but them has spoken with it yet: they may have made this up. It
   * becomes false when somebody else's message confirms the key.
   */
  readonly vouched: boolean
  /** Own messages: in a direct the other side has read it, elsewhere somebody has, as far as they say so. */
  readonly read: boolean
  /** The newest edit, reaction or deletion of this person's that is not in the log yet; shown as done meanwhile. */
  readonly change: { readonly id: string; readonly state: SendState } | undefined
}

/** A claim of whoever forwards: nobody has signed it. */
export interface Forwarded {
  readonly account: string
  readonly name: string
}

/**
 * What a message answers. `text` is that of the message at `seq`, shortened; `part` is what is meant of it, where it says
 * that as it stands.
 */
export type ReplyPreview =
  | {
      readonly at: "known"
      readonly id: string
      readonly seq: number
      readonly from: Person
      readonly text: string
      readonly part: string | undefined
    }
  | { readonly at: "deleted" }
  /** From before this device's history, or still arriving. */
  | { readonly at: "unknown" }

export interface Reaction {
  readonly reaction: string
  readonly people: readonly Person[]
  readonly mine: boolean
}

export type SendState =
  | { readonly at: "queued" }
  | { readonly at: "stored" }
  /** It had a place, and the server came back from a backup without it: kept here, until its sender says it again. */
  | { readonly at: "lost" }
  | { readonly at: "failed"; readonly code: string }

/** A line for each change of the group, in plain words. */
export interface ChangeItem extends Placed {
  readonly kind: "change"
  readonly by: Person
  /** `several`: what one commit did at once, each by whom. */
  readonly change: OneChange["change"] | { readonly type: "several"; readonly changes: readonly OneChange[] }
}

export interface OneChange {
  readonly by: Person
  readonly change:
    | { readonly type: "created" }
    | { readonly type: "added"; readonly people: readonly Person[] }
    | { readonly type: "removed"; readonly people: readonly Person[] }
    | { readonly type: "joined" | "joined-by-link" }
    | { readonly type: "link-made" | "link-ended" }
    | { readonly type: "left" }
    | { readonly type: "device-added" }
    | { readonly type: "device-removed" }
    | { readonly type: "title"; readonly title: string }
    | { readonly type: "picture"; readonly removed: boolean }
    /** `said`: the beginning of what it says; empty where it is not here any more. */
    | { readonly type: "pinned" | "unpinned"; readonly seq: number | undefined; readonly said: string }
    /** Its keys were made anew; people, roles and what was said stay. */
    | { readonly type: "reopened" }
    /** How long what is said from here on stays, in seconds; 0: for good. */
    | { readonly type: "timer"; readonly seconds: number }
    /** What people who come later can read of what is said from here on. */
    | { readonly type: "history"; readonly history: HistoryPolicy }
    /** What people are from here on; where the only one is who did it, they gave up what they were. */
    | { readonly type: "role"; readonly people: readonly Person[]; readonly role: Role }
    /** Somebody outside may not come in, or may be added again. */
    | { readonly type: "banned" | "unbanned"; readonly people: readonly Person[] }
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
