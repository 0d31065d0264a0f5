import type { Bytes } from "@colombe/base"
import type { ConversationChanges, ConversationSummary } from "../api/index.ts"

/** The list of one account, looked at again only where something has changed that a line of it was read from. */
export interface ConversationList {
  readonly account: Bytes
  all(): Promise<readonly ConversationSummary[]>
  changesSince(mark: string | undefined): Promise<ConversationChanges>
  /** These records have changed. */
  changed(keys: readonly Bytes[]): void
}
