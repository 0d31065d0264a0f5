import type { AccountPosition } from "./group.ts"

/** Why a commit, an opening or a proposal is refused. */
export type PolicyCode =
  // What MLS allows and this protocol does not
  | "proposal-forbidden"
  | "reason-mismatch"
  // Leaves and devices
  | "leaf-malformed"
  | "leaf-unknown"
  | "leaf-changed"
  | "already-member"
  | "device-not-active"
  | "device-active"
  // Positions
  | "position-falls"
  | "position-unordered"
  | "position-needs-update"
  | "raise-missing"
  | "raise-broken"
  | "raise-idle"
  | "chains-of-stranger"
  // The extension
  | "extension-unsorted"
  | "extension-invalid"
  | "field-fixed"
  | "rank-falls"
  | "dormant-with-leaf"
  // Who may
  | "role-too-low"
  | "role-of-stranger"
  | "banned"
  | "last-owner"
  | "direct-fixed"
  | "self-remove-forbidden"
  // Joining
  | "external-forbidden"
  | "not-a-member"
  | "invite-unknown"
  | "invite-broken"
  // Opening and opening again
  | "opening-invalid"
  | "conversation-mismatch"
  | "opener-not-allowed"
  | "previous-mismatch"
  | "reopen-changed"

/**
 * `stalled`: links to these positions are missing here. It is no judgement: fetch them and ask again. Everything else
 * depends on the commit and the group state alone.
 */
export type Verdict =
  | { readonly at: "valid" }
  | { readonly at: "invalid"; readonly code: PolicyCode }
  | { readonly at: "stalled"; readonly missing: readonly AccountPosition[] }

export const valid: Verdict = { at: "valid" }

export function invalid(code: PolicyCode): Verdict {
  return { at: "invalid", code }
}
