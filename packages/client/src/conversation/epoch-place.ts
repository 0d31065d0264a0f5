import type { ConversationId } from "@colombe/rules"

export interface EpochPlace {
  readonly conversation: ConversationId
  readonly incarnation: number
  readonly epoch: number
}
