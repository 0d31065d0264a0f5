import type { Milliseconds, Result } from "@colombe/base"

/** The devices of one's account: bringing one in, looking at them, taking one out. */
export interface DeviceCalls {
  /** This one first, then by when this device first saw them. */
  devices(): Promise<readonly DeviceSummary[]>
  /** Their person has looked at those that came in without this device: they are unseen no more. */
  devicesSeen(): Promise<Result<void>>
  /**
   * Ends the device's session and takes it out of every conversation. `lost`: somebody else may have it, and whomever it
   * said to be verified counts as not verified.
   */
  removeDevice(device: string, options?: RemoveDeviceOptions): Promise<Result<void>>

  /** Where linking stands; every change comes as a `linking` notice. */
  linking(): Promise<Linking>
  /** On a home that belongs to nobody: shows codes, for ten minutes, or comes to the one that another device shows. */
  startLinking(request: StartLinkingRequest): Promise<Result<void>>
  /** On the new device, in `asking-account`: it is one's own account, or it is not. */
  confirmAccount(agrees: boolean): Promise<Result<void>>
  /** On a device of the account: the text of the QR code, or the code as typed. */
  acceptLink(code: string, options?: AcceptLinkOptions): Promise<Result<void>>
  /** On a device of the account: shows a code for a new one to read, for ten minutes. */
  offerLink(options?: AcceptLinkOptions): Promise<Result<void>>
  /** On the old device, in `asking-digits`: what the new device shows. Wrong ones count: three end the code. */
  confirmDigits(digits: string): Promise<Result<void>>
  /** On the old device, in `asking-device`. */
  confirmDevice(agrees: boolean): Promise<Result<void>>
  cancelLinking(): Promise<void>
}

export interface StartLinkingRequest {
  /** `http://localhost:4000`, `https://example.org`. */
  readonly server: string
  /** What this device calls itself: one line. */
  readonly name: string
  /** The text of the QR code that a device of the account shows (`offerLink`). */
  readonly code?: string
}

/** How much the new device can read: everything, or what is said from the moment on in which it is offered. */
export type LinkScope = "all" | "from-now"

export interface AcceptLinkOptions {
  /** Absent: all. */
  readonly scope?: LinkScope
}

export interface RemoveDeviceOptions {
  readonly lost?: boolean
  readonly last?: boolean
}

export interface DeviceSummary {
  readonly device: string
  /** As it called itself; empty where this device was not told. */
  readonly name: string
  readonly current: boolean
  /** When this device first saw it; undefined for those that were there before it. */
  readonly firstSeen: Milliseconds | undefined
  /** It came in without this device, and its person has not looked since (`devicesSeen`). */
  readonly isUnseen: boolean
  /** Spare words, which sign like a device, are one too. */
  readonly kind: "device" | "words"
}

export type Linking =
  | { readonly at: "idle" }
  /**
   * New device: `qr` starts with `colombe:link#`, `typed` looks like `7H2K-9QXA`. Old device: `qr` starts with
   * `colombe:device#`, and `typed` is empty, since nobody types it.
   */
  | {
      readonly at: "showing"
      readonly qr: string
      readonly typed: string
      readonly until: Milliseconds
    }
  /** New device, after the typed code: six digits for the old one. */
  | { readonly at: "showing-digits"; readonly digits: string }
  /** New device: is this one's own account? `safety`: six groups of five digits, which the old device shows too. */
  | {
      readonly at: "asking-account"
      readonly address: string
      readonly safety: readonly string[]
      readonly digits: string | undefined
    }
  /** Old device: has the other one looked up this code? */
  | { readonly at: "waiting" }
  | { readonly at: "asking-digits"; readonly name: string; readonly triesLeft: number }
  | { readonly at: "asking-device"; readonly name: string }
  /** Old device: the person has to agree on the new one, which shows the same handle and digits. */
  | { readonly at: "offered"; readonly name: string; readonly safety: readonly string[] }
  | { readonly at: "finishing" }
  | { readonly at: "linked" }
  | { readonly at: "ended"; readonly code: string }
