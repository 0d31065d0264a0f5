import type { Result } from "@colombe/base"

/** What is being written, on whichever of one's devices. */
export interface DraftCalls {
  /** Undefined once it was sent; one that was erased has neither text nor answer. */
  draft(conversation: string): Promise<Draft | undefined>
  /** Whether a message has gone out under a draft's id, from here or from another device, or waits to. */
  draftSent(conversation: string, id: string): Promise<boolean>
  /**
   * Durable when it resolves, whatever else waits for the network. Without text and answer it erases what was kept under
   * this id, and no other draft. `draft-sent`: a message has gone out under this id, from here or from another device, and the draft stays away;
   * whoever has written more since begins a draft of another id.
   */
  setDraft(conversation: string, draft: Draft): Promise<Result<void>>
}

export interface Draft {
  /** 16 random bytes in base64url, made by whoever begins to write: `sendText` sends the message under it. */
  readonly id: string
  readonly text: string
  /** Id of the message that it answers. */
  readonly replyTo: string | undefined
  /** What of that message is answered. */
  readonly part?: string | undefined
}
