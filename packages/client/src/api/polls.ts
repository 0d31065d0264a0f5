import type { Result } from "@colombe/base"
import type { Person } from "./account.ts"

/** Questions with answers to choose from: everybody in the conversation sees who chose what. */
export interface PollCalls {
  /** Resolves like `sendText`. */
  sendPoll(conversation: string, poll: NewPoll): Promise<Result<{ readonly id: string }>>
  /** Places of what is chosen; the newest vote counts, and none takes it back. */
  vote(conversation: string, id: string, options: readonly number[]): Promise<Result<void>>
  /** By its author: votes that come later do not count. */
  closePoll(conversation: string, id: string): Promise<Result<void>>
}

export interface NewPoll {
  /** One line. */
  readonly question: string
  /** 2 to 12 lines, no two alike. */
  readonly options: readonly string[]
  /** How many each may choose. */
  readonly choice: "single" | "multiple"
}

/** The question is the message's text. */
export interface PollItem {
  readonly choice: NewPoll["choice"]
  readonly isClosed: boolean
  /** People who chose something. */
  readonly voters: number
  readonly options: readonly PollOption[]
}

export interface PollOption {
  readonly text: string
  readonly voters: readonly Person[]
  readonly mine: boolean
}
