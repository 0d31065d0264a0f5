import type { Milliseconds } from "@colombe/base"
import type { Person } from "./account.ts"
import type { ConversationSummary } from "./conversations.ts"

/** Finding again what was said, and who said it. */
export interface SearchCalls {
  /**
   * Every word has to be there, each perhaps only begun; what stands in quotes, as it is written. Upper and lower case
   * and accents make no difference. Nothing that is typed is wrong: what holds no word finds nothing.
   */
  search(typed: string, options?: SearchOptions): Promise<SearchPage>
}

export interface SearchOptions {
  /** In one conversation: its messages alone. */
  readonly conversation?: string
  /** From the page before: `more`. */
  readonly before?: number
  readonly limit?: number
}

export interface SearchPage {
  /** Newest first. */
  readonly messages: readonly FoundMessage[]
  /** Where the next page begins; absent after the last. */
  readonly more: number | undefined
  /** By their names; on the first page of a search through everything. */
  readonly people: readonly Person[]
  readonly conversations: readonly ConversationSummary[]
  /** What an older version stored is still being read: more may be found later. */
  readonly isComplete: boolean
}

export interface FoundMessage {
  readonly conversation: string
  readonly seq: number
  readonly id: string
  readonly from: Person
  readonly mine: boolean
  /** As the log has it. */
  readonly at: Milliseconds
  readonly snippet: Snippet
}

/** A part of a text, in one line. */
export interface Snippet {
  readonly text: string
  /** What was found: UTF-16 units of `text`, the end not included. In order, apart from each other. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[]
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}
