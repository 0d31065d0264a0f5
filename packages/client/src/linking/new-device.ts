import { equal, unreachable } from "@colombe/base"
import type { Digest } from "@colombe/rules"
import type { Reveal } from "@colombe/seal"
import type { TakenAnswer } from "./answer.ts"
import type { CheckedOffer } from "./offer.ts"

/** By what the two devices know each other: the secret in the QR code, or digits that are compared. */
export type LinkWay = "qr" | "typed"

/**
 * A new device on its way into an account, spec G1 to G7. Everything that comes in was checked before, in the state it
 * is for; here is decided what it means.
 */
export type NewDevice =
  /** The code is on the screen. */
  | { readonly at: "showing"; readonly way: LinkWay }
  /** Typed: the old device has bound itself; only then the request went out. */
  | { readonly at: "committed"; readonly commitment: Digest }
  | { readonly at: "comparing"; readonly reveal: Reveal; readonly digits: string }
  /** Whose account it is stands on the screen; nothing is signed until the person agrees. */
  | { readonly at: "asking"; readonly offer: CheckedOffer; readonly digits: string | undefined }
  | { readonly at: "agreed"; readonly offer: CheckedOffer }
  | { readonly at: "linked" }
  | { readonly at: "ended"; readonly code: string }

export type NewDeviceInput =
  | { readonly type: "commitment"; readonly commitment: Digest }
  /** `holds`: it is what the commitment was made of. */
  | {
      readonly type: "reveal"
      readonly reveal: Reveal
      readonly holds: boolean
      readonly digits: string
    }
  | { readonly type: "offer"; readonly offer: CheckedOffer }
  | { readonly type: "answer"; readonly answer: TakenAnswer }
  /** The account's chain, as the server shows it, has this device. */
  | { readonly type: "found-in-chain" }
  | { readonly type: "agrees" }
  | { readonly type: "refuses" }
  /** What came did not check, the other side ended it, or the time is up. */
  | { readonly type: "failed"; readonly code: string }

export type NewDeviceEffect =
  | { readonly type: "send-request" }
  | { readonly type: "countersign"; readonly offer: CheckedOffer }
  | { readonly type: "send-refusal" }
  | { readonly type: "enter"; readonly offer: CheckedOffer; readonly answer: TakenAnswer | undefined }

type Stepped = readonly [NewDevice, readonly NewDeviceEffect[]]

/** By QR the request may be seen by anybody: its hash is in the code. A typed code holds it back until the other side is bound. */
export function beginNew(way: LinkWay): Stepped {
  return [{ at: "showing", way }, way === "qr" ? [{ type: "send-request" }] : []]
}

export function stepNew(state: NewDevice, input: NewDeviceInput): Stepped {
  if (state.at === "linked" || state.at === "ended") return [state, []]
  switch (input.type) {
    case "commitment":
      if (state.at !== "showing" || state.way !== "typed") return outOfTurn
      return [{ at: "committed", commitment: input.commitment }, [{ type: "send-request" }]]
    case "reveal":
      if (state.at !== "committed") return outOfTurn
      // Whoever changed their mind after they saw the request looked for digits that match.
      if (!input.holds) return ended("link-frame-untrusted")
      return [{ at: "comparing", reveal: input.reveal, digits: input.digits }, []]
    case "offer":
      return takeOffer(state, input.offer)
    case "agrees":
      if (state.at !== "asking") return [state, []]
      return [{ at: "agreed", offer: state.offer }, [{ type: "countersign", offer: state.offer }]]
    case "refuses":
      return [{ at: "ended", code: "link-refused" }, state.at === "asking" ? [{ type: "send-refusal" }] : []]
    case "answer":
      if (state.at !== "agreed") return outOfTurn
      return enter(state.offer, input.answer)
    case "found-in-chain":
      return state.at === "agreed" ? enter(state.offer, undefined) : [state, []]
    case "failed":
      return ended(input.code)
    default:
      return unreachable(input)
  }
}

function takeOffer(state: Exclude<NewDevice, { at: "linked" | "ended" }>, offer: CheckedOffer): Stepped {
  // Another link of the account came first: the same old device offers again, and the person agreed already.
  if (state.at === "agreed") {
    if (!equal(offer.chain.account, state.offer.chain.account)) return outOfTurn
    return [{ at: "agreed", offer }, [{ type: "countersign", offer }]]
  }
  if (state.at === "comparing") return [{ at: "asking", offer, digits: state.digits }, []]
  if (state.at === "asking") {
    if (!equal(offer.chain.account, state.offer.chain.account)) return outOfTurn
    return [{ ...state, offer }, []]
  }
  return state.at === "showing" && state.way === "qr"
    ? [{ at: "asking", offer, digits: undefined }, []]
    : outOfTurn
}

function enter(offer: CheckedOffer, answer: TakenAnswer | undefined): Stepped {
  return [{ at: "linked" }, [{ type: "enter", offer, answer }]]
}

const ended = (code: string): Stepped => [{ at: "ended", code }, []]
const outOfTurn: Stepped = ended("link-frame-misplaced")
