import { type Result, succeed } from "@colombe/base"
import type { HistoryPolicy, Role } from "@colombe/client"
import { usage } from "../usage-failure.ts"

/** What is done with a group as a whole, and with the people in it. */
export type GroupCommand =
  | {
      readonly name: "group-create"
      readonly title: string
      readonly members: readonly string[]
      readonly history: HistoryPolicy
    }
  | { readonly name: "group-history"; readonly title: string; readonly history: HistoryPolicy }
  | { readonly name: "group-title"; readonly title: string; readonly next: string }
  /** Days and uses: 0 is no limit; undefined is what the SDK says. */
  | {
      readonly name: "group-link"
      readonly title: string
      readonly days: number | undefined
      readonly uses: number | undefined
      readonly asks: boolean
    }
  | { readonly name: "group-unlink"; readonly title: string; readonly invites: readonly string[] }
  | { readonly name: "group-members"; readonly title: string; readonly json: boolean }
  | { readonly name: "group-requests"; readonly title: string; readonly json: boolean }
  | { readonly name: "group-links"; readonly title: string; readonly json: boolean }
  | {
      readonly name: "group-role"
      readonly title: string
      readonly role: Role
      readonly members: readonly string[]
    }
  | { readonly name: "group-hand-over"; readonly title: string; readonly members: readonly string[] }
  | { readonly name: "group-leave" | "group-reopen"; readonly title: string }
  | {
      readonly name: "group-add" | "group-remove" | "group-unban" | "group-accept" | "group-decline"
      readonly title: string
      readonly members: readonly string[]
    }

export function isGroupCommand(command: { readonly name: string }): command is GroupCommand {
  return command.name.startsWith("group-")
}

interface Values {
  readonly history?: string | undefined
  readonly json?: boolean | undefined
  readonly days?: string | undefined
  readonly uses?: string | undefined
  readonly asks?: boolean | undefined
}

const verbs =
  "group create|add|remove|unban|role|hand-over|members|link|links|unlink|requests|accept|decline|title|history|leave|reopen"

export function parseGroup(words: readonly string[], values: Values): Result<GroupCommand, "usage"> {
  const [verb, title, ...rest] = words
  if (verb !== "create" && values.history !== undefined) return usage("--history")
  if (!listing.includes(verb ?? "") && values.json !== undefined) return usage("--json")
  if (verb !== "link" && values.days !== undefined) return usage("--days")
  if (verb !== "link" && values.uses !== undefined) return usage("--uses")
  if (verb !== "link" && values.asks !== undefined) return usage("--asks")
  if (verb === undefined) return usage(verbs)
  if (title === undefined) return usage(isVerb(verb) ? "TITLE" : verbs)
  return parseVerb(verb, title, rest, values)
}

/** Verbs of which a program can read what they print. */
const listing: readonly string[] = ["members", "links", "requests"]
const isVerb = (verb: string): boolean => verbs.split(/[ |]/).slice(1).includes(verb)

function parseVerb(
  verb: string,
  title: string,
  rest: readonly string[],
  values: Values,
): Result<GroupCommand, "usage"> {
  const [first, ...more] = rest
  switch (verb) {
    case "create": {
      const history = historyPolicy(values.history ?? "none")
      if (history === undefined) return usage("--history none|all|DAYSd")
      return succeed({ name: "group-create", title, members: rest, history })
    }
    case "history": {
      const history = historyPolicy(first ?? "")
      if (history === undefined || more.length > 0) return usage("none|all|DAYSd")
      return succeed({ name: "group-history", title, history })
    }
    case "title":
      if (first === undefined || more.length > 0) return usage("NEW")
      return succeed({ name: "group-title", title, next: first })
    case "role": {
      const role = roles.find(one => one === first)
      if (role === undefined) return usage(roles.join("|"))
      return more.length === 0
        ? usage("@HANDLE")
        : succeed({ name: "group-role", title, role, members: more })
    }
    case "hand-over":
      if (first === undefined || more.length > 0) return usage("@HANDLE")
      return succeed({ name: "group-hand-over", title, members: rest })
    case "members":
    case "links":
    case "requests":
      if (first !== undefined) return usage(first)
      return succeed({ name: `group-${verb}`, title, json: values.json === true })
    case "link":
      return first === undefined ? parseLimits(title, values) : usage(first)
    case "unlink":
      return rest.length === 0 ? usage("ID") : succeed({ name: "group-unlink", title, invites: rest })
    case "leave":
    case "reopen":
      return first === undefined ? succeed({ name: `group-${verb}`, title }) : usage(first)
    case "add":
    case "remove":
    case "unban":
    case "accept":
    case "decline":
      return rest.length === 0 ? usage("@HANDLE") : succeed({ name: `group-${verb}`, title, members: rest })
    default:
      return usage(verbs)
  }
}

/** How much is allowed is not for the form to say. */
function parseLimits(title: string, { days, uses, asks = false }: Values): Result<GroupCommand, "usage"> {
  const count = (text: string): number => (/^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN)
  const [forDays, forUses] = [days, uses].map(text => (text === undefined ? undefined : count(text)))
  if (Number.isNaN(forDays)) return usage("--days")
  if (Number.isNaN(forUses)) return usage("--uses")
  return succeed({ name: "group-link", title, days: forDays, uses: forUses, asks })
}

const roles: readonly Role[] = ["owner", "admin", "moderator", "member"]

/** `none`, `all`, or `7d`. How many days are allowed is not for the form to say. */
function historyPolicy(text: string): HistoryPolicy | undefined {
  if (text === "none" || text === "all") return text
  const [, days] = /^([0-9]{1,9})d$/.exec(text) ?? []
  return days === undefined ? undefined : { days: Number(days) }
}
