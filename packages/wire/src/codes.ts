import type { Retry } from "@colombe/base"

/** Every code that a server may refuse with, and when trying again makes sense. */
export const refusalCodes = {
  // Frames and calls
  "frame-malformed": "never",
  "frame-too-large": "never",
  "method-unknown": "never",
  "request-invalid": "never",
  "version-unsupported": "never",
  "rate-limited": "after-delay",
  "server-busy": "after-delay",
  "server-stopping": "after-delay",
  "server-storage-full": "after-delay",
  "server-storage-failed": "after-delay",
  internal: "after-delay",
  // Sessions
  "not-signed-in": "never",
  "session-refused": "never",
  "session-replayed": "never",
  "host-mismatch": "never",
  "device-inactive": "never",
  "slow-reader": "after-delay",
  // Accounts
  "sign-up-closed": "never",
  "sign-up-work": "after-refresh",
  "invitation-wrong": "never",
  "invitation-used": "never",
  "invitation-expired": "never",
  "handle-invalid": "never",
  "handle-reserved": "never",
  "handle-taken": "never",
  "account-exists": "never",
  "account-unknown": "never",
  "chain-invalid": "never",
  "slot-taken": "after-refresh",
  "slot-not-reserved": "after-refresh",
  "key-package-invalid": "never",
  "key-packages-exhausted": "after-delay",
  "too-many-key-packages": "never",
  // Linking
  "link-code-unknown": "never",
  "link-code-used": "never",
  "link-frame-refused": "never",
  // Conversations; one answer for unknown and for not a member
  "conversation-unknown": "never",
  "conversation-exists": "after-refresh",
  "conversation-invalid": "never",
  "entry-too-large": "never",
  "entry-invalid": "never",
  "blob-incomplete": "after-refresh",
  "stale-epoch": "after-refresh",
  "device-not-joined": "after-refresh",
  "send-id-reused": "never",
  "commit-invalid": "after-refresh",
  "commit-forbidden": "never",
  "group-info-invalid": "never",
  "welcome-missing": "never",
  "group-too-large": "never",
  "first-contact-limit": "after-delay",
  "invite-link-unknown": "never",
  "invite-link-expired": "never",
  "invite-link-used-up": "never",
  "invite-link-banned": "never",
  "invite-asks-full": "after-delay",
  "erasure-forbidden": "never",
  "vault-invalid": "never",
  // Files
  "blob-exists": "never",
  "blob-too-large": "never",
  "blob-unknown": "never",
  "blob-offset": "after-refresh",
  "quota-reached": "never",
  "ticket-refused": "after-refresh",
  // Mail
  "mail-too-large": "never",
  "mailbox-full": "after-delay",
} as const satisfies Readonly<Record<string, Retry>>

export type RefusalCode = keyof typeof refusalCodes

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(refusalCodes, code)
}
