import { type Result, succeed } from "@colombe/base"
import { usage } from "../usage-failure.ts"

/** What is done with messages that are there, and polls. */
export type MessageCommand =
  | {
      readonly name: "poll"
      readonly target: string
      readonly question: string
      readonly options: readonly string[]
      readonly choice: "single" | "multiple"
    }
  /** `places` count from 0. */
  | { readonly name: "vote"; readonly message: string; readonly places: readonly number[] }
  | { readonly name: "timer"; readonly target: string; readonly seconds: number }
  | { readonly name: "close" | "pin" | "unpin"; readonly message: string }
  | {
      readonly name: "forward"
      readonly messages: readonly string[]
      readonly targets: readonly string[]
      readonly author: boolean
    }

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/** `off`, `30s`, `5m`, `1h`, `7d`, `4w`. How long is allowed is not for the form to say. */
function timerSeconds(text: string): number | undefined {
  if (text === "off") return 0
  const [, count, unit = ""] = /^([0-9]{1,8})([smhdw])$/.exec(text) ?? []
  return count === undefined ? undefined : Number(count) * (seconds[unit] ?? 1)
}

const names = ["timer", "poll", "vote", "close", "pin", "unpin", "forward"] as const

export function isMessageName(name: string): name is MessageCommand["name"] {
  return names.some(one => one === name)
}

interface Values {
  readonly multiple?: boolean | undefined
  readonly to?: string[] | undefined
  readonly "without-author"?: boolean | undefined
}

export function parseMessages(
  name: MessageCommand["name"],
  words: readonly string[],
  { multiple, to = [], "without-author": without }: Values,
): Result<MessageCommand, "usage"> {
  const [first, second, ...more] = words
  switch (name) {
    case "timer": {
      const span = second === undefined ? undefined : timerSeconds(second)
      if (first === undefined || span === undefined || more.length > 0) return usage("off|30s|5m|1h|7d|4w")
      return succeed({ name, target: first, seconds: span })
    }
    case "poll":
      if (first === undefined || second === undefined || more.length < 2)
        return usage("QUESTION OPTION OPTION")
      return succeed({
        ...{ name, target: first, question: second, options: more },
        choice: multiple === true ? "multiple" : "single",
      })
    case "vote": {
      const numbers = words.slice(1).map(word => (/^[1-9][0-9]?$/.test(word) ? Number(word) : Number.NaN))
      if (first === undefined || numbers.some(Number.isNaN)) return usage("MESSAGE NUMBER")
      return succeed({ name, message: first, places: numbers.map(number => number - 1) })
    }
    case "forward":
      if (first === undefined) return usage("MESSAGE")
      if (to.length === 0) return usage("--to")
      return succeed({ name, messages: words, targets: to, author: without !== true })
    default:
      return first === undefined || second !== undefined
        ? usage("MESSAGE")
        : succeed({ name, message: first })
  }
}
