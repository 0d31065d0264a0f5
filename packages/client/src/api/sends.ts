import type { Result } from "@colombe/base"

/** The outbox. */
export interface SendCalls {
  /** Resolves when the send is durable on this device, before the server has it. */
  sendText(
    conversation: string,
    text: string,
    options?: SendOptions,
  ): Promise<Result<{ readonly id: string }>>
  /** Resolves when the server has answered for a send: its place in the log, or why it failed. */
  sent(conversation: string, id: string): Promise<Result<{ readonly seq: number }>>
  retrySend(conversation: string, id: string): Promise<Result<void>>
  /** Of a send that failed, or whose files are not all at the server yet; later it is `send-under-way`. */
  discardSend(conversation: string, id: string): Promise<Result<void>>

  /** Of one's own message that the server has. Resolves like `sendText`, with an id of its own. */
  editText(
    conversation: string,
    id: string,
    text: string,
    options?: EditOptions,
  ): Promise<Result<{ readonly id: string }>>
  /** One an account and message; an empty one takes it back. */
  react(conversation: string, id: string, reaction: string): Promise<Result<void>>
  /** Own messages, and in groups everybody's for whoever keeps order. At most 100 at a time. */
  deleteForEveryone(conversation: string, ids: readonly string[]): Promise<Result<void>>
  /**
   * Says messages of one conversation again in others, in the order of their places, files included; nothing is
   * uploaded again. At most 100 messages into at most 20 conversations; all of it or nothing.
   */
  forward(conversation: string, ids: readonly string[], to: ForwardOptions): Promise<Result<void>>
  /** In a direct each side may, in a group moderators, admins and owners. */
  pin(conversation: string, id: string, pinned: boolean): Promise<Result<void>>
}

export type TextFormat = "plain" | "markdown"

export interface EditOptions {
  /** Absent: plain. */
  readonly format?: TextFormat
}

export interface ForwardOptions {
  readonly conversations: readonly string[]
  /** Whether it says who said it first. */
  readonly author: boolean
}

export interface SendOptions extends EditOptions {
  readonly replyTo?: string
  /** With `replyTo`: what of that message is answered, at most 1,024 bytes; left out where it does not say that. */
  readonly part?: string
  /** Nobody is to be called by it. */
  readonly silent?: boolean
  /**
   * Id of the draft that it comes of, which is over then (see `Draft`). Sending one draft twice sends it once; where the
   * texts differ, the second is a message of its own.
   */
  readonly draft?: string
}
