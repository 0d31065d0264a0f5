import { constant, type Decoded, fixed, struct, uint8, uint32, uint64 } from "@colombe/base"
import { conversationId, digest } from "./ids.ts"

/** What an entry is. 0x40 to 0x7F are the state slots 0 to 63; from 0x80 relayed, never stored; from 0xC0 made by the log. */
export const kinds = {
  message: 1,
  delete: 2,
  report: 3,
  keyRecords: 4,
  snapshot: 5,
  call: 6,
  state: 0x40,
  typing: 0x80,
  read: 0x81,
  open: 0xc0,
  commit: 0xc1,
  proposal: 0xc2,
  vault: 0xc3,
} as const

export type KindClass = "stored" | "slot" | "relayed" | "log" | "unknown"

export function kindClass(kind: number): KindClass {
  if (kind >= kinds.message && kind <= kinds.call) return "stored"
  if (kind >= kinds.state && kind < kinds.state + 64) return "slot"
  if (kind === kinds.typing || kind === kinds.read) return "relayed"
  return kind >= kinds.open && kind <= kinds.vault ? "log" : "unknown"
}

/** 94 bytes, all visible to the server and bound by the seal. */
export const prefix = struct({
  version: constant(uint8, 1),
  kind: uint8,
  conversation: conversationId,
  incarnation: uint32,
  epoch: uint64,
  sendId: fixed(16),
  salt: digest,
})
export type Prefix = Decoded<typeof prefix>

/** 126 bytes: the additional data of the seal. */
export const header = struct({ prefix, commitment: digest })
export type Header = Decoded<typeof header>
export const headerBytes = 126
