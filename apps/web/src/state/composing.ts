import type { MessageItem } from "@colombe/client"

/** What the composer is for at the moment. */
export type Composing =
  | { readonly at: "writing" }
  | { readonly at: "replying"; readonly to: MessageItem }
  | { readonly at: "editing"; readonly message: MessageItem }

export const writing: Composing = { at: "writing" }

/** Whether the server has it, so that others can be told of a change. */
export function isSent(item: MessageItem): boolean {
  return item.state.at === "stored"
}
