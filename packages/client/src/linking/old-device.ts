import { type Bytes, unreachable } from "@colombe/base"
import type { Countersignature, Link } from "@colombe/rules"
import { digitTriesMax, type LinkRequest } from "@colombe/seal"
import type { LinkWay } from "./new-device.ts"

/** Offers of one linking: each follows a link of the account that another device signed meanwhile. */
const offersMax = 4

/** A device of an account while it takes a new one in, spec G1 to G7. */
export type OldDevice =
  /** For the request; by typed code this device has bound itself before. */
  | { readonly at: "waiting"; readonly way: LinkWay }
  /** By QR: its person has seen the other screen, and says so. */
  | { readonly at: "asking-device"; readonly request: LinkRequest }
  /** Typed: its person types what the other screen shows. */
  | {
      readonly at: "asking-digits"
      readonly request: LinkRequest
      readonly digits: string
      readonly wrong: number
    }
  | { readonly at: "offering"; readonly request: LinkRequest; readonly offers: number }
  | {
      readonly at: "offered"
      readonly request: LinkRequest
      readonly content: Bytes
      readonly offers: number
    }
  | { readonly at: "appending"; readonly request: LinkRequest; readonly offers: number }
  | { readonly at: "linked" }
  | { readonly at: "ended"; readonly code: string }

export type OldDeviceInput =
  /** `digits`: of the typed code. */
  | { readonly type: "request"; readonly request: LinkRequest; readonly digits: string | undefined }
  | { readonly type: "agrees" }
  | { readonly type: "digits"; readonly digits: string }
  | { readonly type: "refuses" }
  | { readonly type: "offered"; readonly content: Bytes }
  | { readonly type: "countersigned"; readonly countersignature: Countersignature }
  /** Another link took the slot. */
  | { readonly type: "slot-lost" }
  | { readonly type: "appended"; readonly add: Link }
  | { readonly type: "failed"; readonly code: string }

export type OldDeviceEffect =
  /** Typed: what the commitment was made of; the new device shows digits. */
  | { readonly type: "reveal" }
  | { readonly type: "offer"; readonly request: LinkRequest }
  | {
      readonly type: "append"
      readonly content: Bytes
      readonly countersignature: Countersignature
    }
  | { readonly type: "answer"; readonly request: LinkRequest; readonly add: Link }
  | { readonly type: "tell-ended" }

type Stepped = readonly [OldDevice, readonly OldDeviceEffect[]]

export function stepOld(state: OldDevice, input: OldDeviceInput): Stepped {
  if (state.at === "linked" || state.at === "ended") return [state, []]
  switch (input.type) {
    case "request":
      return takeRequest(state, input)
    case "agrees":
      return state.at === "asking-device" ? offer(state.request, 1) : [state, []]
    case "digits":
      return state.at === "asking-digits" ? compare(state, input.digits) : [state, []]
    case "refuses":
      return ended("link-refused")
    case "offered":
      if (state.at !== "offering") return [state, []]
      return [{ ...state, at: "offered", content: input.content }, []]
    case "countersigned": {
      if (state.at !== "offered") return [state, []]
      const { request, offers, content } = state
      const append = { type: "append", content, countersignature: input.countersignature } as const
      return [{ at: "appending", request, offers }, [append]]
    }
    case "slot-lost":
      if (state.at !== "offering" && state.at !== "appending") return [state, []]
      return state.offers < offersMax ? offer(state.request, state.offers + 1) : ended("slot-taken")
    case "appended":
      if (state.at !== "appending") return [state, []]
      return [{ at: "linked" }, [{ type: "answer", request: state.request, add: input.add }]]
    case "failed":
      return ended(input.code)
    default:
      return unreachable(input)
  }
}

function takeRequest(
  state: OldDevice,
  { request, digits }: Extract<OldDeviceInput, { type: "request" }>,
): Stepped {
  if (state.at !== "waiting") return ended("link-frame-misplaced")
  if (state.way === "qr") return [{ at: "asking-device", request }, []]
  if (digits === undefined) return ended("link-frame-misplaced")
  return [{ at: "asking-digits", request, digits, wrong: 0 }, [{ type: "reveal" }]]
}

/** Typed by the person, so that nobody says yes without looking. */
function compare(state: Extract<OldDevice, { at: "asking-digits" }>, typed: string): Stepped {
  if (typed.replace(/\s/g, "") === state.digits) return offer(state.request, 1)
  const wrong = state.wrong + 1
  return wrong < digitTriesMax ? [{ ...state, wrong }, []] : ended("link-digits-wrong")
}

function offer(request: LinkRequest, offers: number): Stepped {
  return [{ at: "offering", request, offers }, [{ type: "offer", request }]]
}

const ended = (code: string): Stepped => [{ at: "ended", code }, [{ type: "tell-ended" }]]
