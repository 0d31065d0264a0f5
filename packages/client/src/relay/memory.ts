import type { Milliseconds } from "@colombe/base"
import type { Wire } from "../wire/wire.ts"

/** What is known of those who write, and gone with the process. */
export interface RelayMemory {
  /** By conversation: when this device last said that its person writes. */
  readonly saidAt: Map<string, Milliseconds>
  /** By conversation, account and device: the sender's time of the newest that was taken. */
  readonly heardAt: Map<string, Milliseconds>
  /** By conversation and account: whom the views show as writing, until when. */
  readonly shownUntil: Map<string, Milliseconds>
  /** The connection on which the positions of others were asked for. */
  pulledOn: Wire | undefined
}

export function relayMemory(): RelayMemory {
  return { saidAt: new Map(), heardAt: new Map(), shownUntil: new Map(), pulledOn: undefined }
}

/** Rows of one of these maps, oldest out first. */
const rowsMax = 1_000

export function remember(map: Map<string, Milliseconds>, name: string, at: Milliseconds): void {
  map.delete(name)
  map.set(name, at)
  if (map.size > rowsMax) map.delete(map.keys().next().value ?? "")
}
