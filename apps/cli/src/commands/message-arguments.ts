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
  | { readonly name: "close" | "pin" | "unpin"; readonly message: string }
  | {
      readonly name: "forward"
      readonly messages: readonly string[]
      readonly targets: readonly string[]
      readonly author: boolean
    }

const names = ["poll", "vote", "close", "pin", "unpin", "forward"] as const

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
