import { createHash } from "node:crypto"
import { isMethod, type Message, methodNames } from "@colombe/client/remote"

/** Spec HO5: changes when what a call means, takes or answers does, or the frames do. */
const protocol = 1

export interface Greeting {
  readonly type: "greeting"
  readonly protocol: number
  readonly calls: string
}

/** The first frame, from whoever owns the home. */
export const greeting: Greeting = {
  type: "greeting",
  protocol,
  calls: createHash("sha256")
    .update([...methodNames].sort().join("\n"))
    .digest("hex"),
}

export interface Closing {
  readonly type: "closing"
  readonly code: string
}

type Fields = Readonly<Record<string, unknown>>

export function isGreeting(value: unknown): value is Greeting {
  return isObject(value) && value.type === "greeting" && typeof value.protocol === "number"
}

export function isOurVersion(other: Greeting): boolean {
  return other.protocol === greeting.protocol && other.calls === greeting.calls
}

export function isClosing(value: unknown): value is Closing {
  return isObject(value) && value.type === "closing" && typeof value.code === "string"
}

/** What whoever comes may say. */
export function isAsked(value: unknown): value is Message & { type: "call" } {
  return (
    isObject(value) &&
    value.type === "call" &&
    isPlaced(value) &&
    typeof value.method === "string" &&
    isMethod(value.method) &&
    Array.isArray(value.args)
  )
}

/** What the owner may say after the greeting. */
export function isTold(value: unknown): value is Message {
  if (!isObject(value)) return false
  switch (value.type) {
    case "state":
      return typeof value.leader === "string" && isObject(value.state) && typeof value.state.at === "string"
    case "notice":
      return isObject(value.notice) && typeof value.notice.type === "string"
    case "answer":
    case "declined":
    case "broken":
      return isPlaced(value)
    default:
      return false
  }
}

function isPlaced(value: Fields): boolean {
  return typeof value.tab === "string" && Number.isSafeInteger(value.id)
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null
}
