import type { MessageItem } from "@colombe/client"

/** What the composer is for at the moment. */
export type Composing =
  | { readonly at: "writing" }
  /** `part`: what of it is answered. */
  | { readonly at: "replying"; readonly to: MessageItem; readonly part?: string | undefined }
  | { readonly at: "editing"; readonly message: MessageItem }

export const writing: Composing = { at: "writing" }

/** Whether the server has it, so that others can be told of a change. */
export function isSent(item: MessageItem): boolean {
  return item.state.at === "stored"
}
