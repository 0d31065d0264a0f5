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
  discardSend(conversation: string, id: string): Promise<Result<void>>
}

export interface SendOptions {
  readonly replyTo?: string
}
