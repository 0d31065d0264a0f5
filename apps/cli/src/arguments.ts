import { parseArgs } from "node:util"
import { type Result, succeed } from "@colombe/base"
import type { LinkScope } from "@colombe/client"
import { type GroupCommand, parseGroup } from "./commands/group-arguments.ts"
import { isMessageName, type MessageCommand, parseMessages } from "./commands/message-arguments.ts"
import type { SearchRequest } from "./commands/search.ts"
import {
  isOperateName,
  type OperateCommand,
  operateAllowed,
  operateOptions,
  parseOperate,
} from "./operate/arguments.ts"
import { closest } from "./operate/settings/closest.ts"
import { usage } from "./usage-failure.ts"

/** What was asked for, with every value checked for form. */
export type Command =
  | OperateCommand
  | { readonly name: "help" }
  | {
      readonly name: "register"
      readonly handle: string
      readonly server: string
      readonly invitation?: string
    }
  | {
      readonly name: "recover"
      readonly handle: string
      readonly server: string
      readonly keepDevices: boolean
    }
  | {
      readonly name: "send"
      readonly target: string
      readonly text: string | undefined
      readonly silent: boolean
      /** Milliseconds; undefined: now. */
      readonly at: number | undefined
    }
  | { readonly name: "scheduled"; readonly json: boolean }
  | { readonly name: "unschedule"; readonly message: string }
  | {
      readonly name: "send-files"
      readonly target: string
      readonly paths: readonly string[]
      readonly caption: string | undefined
    }
  | { readonly name: "save"; readonly message: string; readonly folder: string }
  | MessageCommand
  | { readonly name: "history"; readonly target: string; readonly limit: number; readonly json: boolean }
  | { readonly name: "listen"; readonly json: boolean; readonly seconds: number | undefined }
  | GroupCommand
  | { readonly name: "block" | "unblock"; readonly people: readonly string[] }
  | { readonly name: "join"; readonly link: string; readonly look: boolean }
  | { readonly name: "whoami"; readonly json: boolean }
  | { readonly name: "words" }
  | { readonly name: "accounts" | "list"; readonly json: boolean }
  | { readonly name: "blocked"; readonly json: boolean }
  /** `verified`: says so from now on, or no longer. */
  | { readonly name: "safety"; readonly person: string; readonly verified: boolean | undefined }
  | { readonly name: "link"; readonly server: string; readonly device: string | undefined }
  | { readonly name: "link-accept"; readonly code: string; readonly scope: LinkScope }
  | { readonly name: "devices-list"; readonly json: boolean }
  | {
      readonly name: "devices-remove"
      readonly device: string
      readonly lost: boolean
      readonly last: boolean
    }
  | ({ readonly name: "search" } & SearchRequest)
  | { readonly name: "export"; readonly folder: string }

export interface Invocation {
  readonly home: string | undefined
  readonly account: string | undefined
  readonly command: Command
}

const options = {
  ...operateOptions,
  home: { type: "string" },
  account: { type: "string" },
  server: { type: "string" },
  invite: { type: "string" },
  "keep-devices": { type: "boolean" },
  history: { type: "string" },
  limit: { type: "string" },
  for: { type: "string" },
  json: { type: "boolean" },
  accept: { type: "string" },
  name: { type: "string" },
  lost: { type: "boolean" },
  verified: { type: "string" },
  last: { type: "boolean" },
  "from-now": { type: "boolean" },
  file: { type: "string", multiple: true },
  caption: { type: "string" },
  silent: { type: "boolean" },
  at: { type: "string" },
  to: { type: "string", multiple: true },
  "without-author": { type: "boolean" },
  multiple: { type: "boolean" },
  look: { type: "boolean" },
  asks: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"]
type OptionName = keyof typeof options

/** Which options each command takes besides `--home` and `--help`; any other is a mistake worth telling. */
const allowed: Readonly<Record<string, readonly OptionName[]>> = {
  ...operateAllowed,
  register: ["server", "invite"],
  recover: ["server", "keep-devices"],
  send: ["file", "caption", "silent", "at"],
  scheduled: ["json"],
  unschedule: [],
  save: [],
  timer: [],
  poll: ["multiple"],
  vote: [],
  close: [],
  pin: [],
  unpin: [],
  forward: ["to", "without-author"],
  history: ["limit", "json"],
  listen: ["json", "for"],
  group: ["history", "json", "days", "uses", "asks"],
  join: ["look"],
  block: [],
  unblock: [],
  blocked: ["json"],
  whoami: ["json"],
  words: [],
  accounts: ["json"],
  list: ["json"],
  safety: ["verified"],
  link: ["server", "name", "accept", "from-now"],
  devices: ["json", "lost", "last"],
  search: ["limit", "json"],
  export: [],
}

/** History lines that one call may ask for. */
export const historyLimitMax = 100_000
const historyLimitDefault = 100
const listenSecondsMax = 31_536_000

export function parseInvocation(args: readonly string[]): Result<Invocation, "usage"> {
  let parsed: { values: Values; positionals: string[] }
  try {
    parsed = bare(parseArgs({ args: args.map(marked), options, allowPositionals: true, strict: true }))
  } catch (error) {
    return usage(error instanceof Error ? withSuggestion(error.message.split(". ")[0] ?? "") : "")
  }
  const { values, positionals } = parsed
  const [name, ...words] = positionals
  const { home, account } = values
  if (name === undefined || name === "help" || values.help)
    return succeed({ home, account, command: { name: "help" } })
  const taken = allowed[name]
  if (taken === undefined) return usage(name)
  for (const option of Object.keys(values) as OptionName[])
    if (!ofEvery.includes(option) && !taken.includes(option)) return usage(`--${option}`)
  if (account !== undefined && !isAddress(account)) return usage("--account")
  const command = parseCommand(name, words, values)
  if (!command.ok) return command
  if (account !== undefined && (isOperateName(name) || noAccount.includes(command.value.name)))
    return usage("--account")
  return succeed({ home, account, command: command.value })
}

/** One id of a message or a conversation in 64 begins as options do. No option is as long as one. */
const idLikeOption = /^-(?:[\w-]{21}|[\w-]{42})$/
/** In no argument that a system hands over. */
const idMark = "\0"
const marked = (word: string): string => (idLikeOption.test(word) ? idMark + word : word)

function bare<Parsed extends { values: object; positionals: string[] }>(parsed: Parsed): Parsed {
  const unmark = (word: unknown): unknown =>
    typeof word === "string" && word.startsWith(idMark) ? word.slice(idMark.length) : word
  const values = Object.entries(parsed.values).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(unmark) : unmark(value),
  ])
  const positionals = parsed.positionals.map(unmark) as string[]
  return { ...parsed, values: Object.fromEntries(values), positionals }
}

const ofEvery: readonly OptionName[] = ["home", "account", "help"]

/** `ana@example.org`, with or without `@` before it. */
const isAddress = (text: string): boolean => /^@?[^\s@]+@[^\s@]+$/.test(text)

/** What lists accounts, and what brings one in. */
const noAccount: readonly string[] = ["accounts", "register", "recover", "link"]

/** What the parser says about an option that is none, and the one that may have been meant. */
function withSuggestion(complaint: string): string {
  const [, name] = /^Unknown option '--([a-z-]+)'/.exec(complaint) ?? []
  const suggestion = name === undefined ? undefined : closest(name, Object.keys(options))
  return suggestion === undefined ? complaint : `${complaint} (--${suggestion}?)`
}

function parseCommand(name: string, words: readonly string[], values: Values): Result<Command, "usage"> {
  const [first, second] = words
  if (isOperateName(name)) return parseOperate(name, words, values)
  if (isMessageName(name)) return parseMessages(name, words, values)
  switch (name) {
    case "register": {
      if (first === undefined || words.length !== 1) return usage("HANDLE")
      if (values.server === undefined) return usage("--server")
      const invitation = values.invite === undefined ? {} : { invitation: values.invite }
      return succeed({ name, handle: first, server: values.server, ...invitation })
    }
    case "recover":
      if (first === undefined || words.length !== 1) return usage("HANDLE")
      if (values.server === undefined) return usage("--server")
      return succeed({
        name,
        handle: first,
        server: values.server,
        keepDevices: values["keep-devices"] === true,
      })
    case "send":
      if (values.file !== undefined)
        return values.silent === true || values.at !== undefined
          ? usage(values.silent === true ? "--silent" : "--at")
          : parseSendFiles(words, values)
      if (values.caption !== undefined) return usage("--file")
      return parseSend(words, values)
    case "history": {
      if (first === undefined || words.length !== 1) return usage("@HANDLE|TITLE")
      const limit = values.limit === undefined ? historyLimitDefault : whole(values.limit, 1, historyLimitMax)
      return limit === undefined
        ? usage("--limit")
        : succeed({ name, target: first, limit, json: values.json === true })
    }
    case "listen": {
      const seconds = values.for === undefined ? undefined : whole(values.for, 1, listenSecondsMax)
      if (words.length > 0) return usage(first ?? "")
      if (values.for !== undefined && seconds === undefined) return usage("--for")
      return succeed({ name, json: values.json === true, seconds })
    }
    case "group":
      return parseGroup(words, values)
    case "join":
      return parseJoin(words, values)
    case "link":
      return words.length === 0 ? parseLink(values) : usage(first ?? "")
    case "devices":
      return parseDevices(words, values)
    case "search": {
      const limit = values.limit === undefined ? undefined : whole(values.limit, 1, historyLimitMax)
      if (first === undefined || words.length !== 1) return usage("TEXT")
      if (values.limit !== undefined && limit === undefined) return usage("--limit")
      return succeed({ name, text: first, limit, json: values.json === true })
    }
    case "export":
      return first === undefined || words.length !== 1 ? usage("DIR") : succeed({ name, folder: first })
    case "unschedule":
      return first === undefined || words.length !== 1 ? usage("MESSAGE") : succeed({ name, message: first })
    case "scheduled":
    case "accounts":
    case "blocked":
    case "list":
      return words.length === 0 ? succeed({ name, json: values.json === true }) : usage(first ?? "")
    case "words":
      return words.length === 0 ? succeed({ name }) : usage(first ?? "")
    case "save":
      return first === undefined || second === undefined || words.length !== 2
        ? usage("MESSAGE DIR")
        : succeed({ name, message: first, folder: second })
    case "whoami":
      return words.length === 0 ? succeed({ name, json: values.json === true }) : usage(first ?? "")
    case "block":
    case "unblock":
      return parseBlock(name, words)
    default:
      return parseSafety(words, values)
  }
}

function parseSend([target, said, ...more]: readonly string[], values: Values): Result<Command, "usage"> {
  if (target === undefined || said === undefined || more.length > 0) return usage("TEXT")
  const at = values.at === undefined ? undefined : momentOf(values.at)
  if (values.at !== undefined && at === undefined) return usage("--at")
  const text = said === "-" ? undefined : said
  return succeed({ name: "send", target, text, silent: values.silent === true, at })
}

/** By the clock and calendar of this machine, unless it names a zone. */
function momentOf(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/.test(text)) return undefined
  const at = new Date(text).getTime()
  return Number.isFinite(at) ? at : undefined
}

function parseJoin([link, ...more]: readonly string[], { look = false }: Values): Result<Command, "usage"> {
  return link === undefined || more.length > 0 ? usage("LINK") : succeed({ name: "join", link, look })
}

function parseBlock(name: "block" | "unblock", people: readonly string[]): Result<Command, "usage"> {
  return people.length === 0 ? usage("@HANDLE") : succeed({ name, people })
}

/** Paths may follow the option or stand behind the target: shells expand `*` there. */
function parseSendFiles(words: readonly string[], { file = [], caption }: Values): Result<Command, "usage"> {
  const [target, ...more] = words
  if (target === undefined) return usage("@HANDLE|TITLE")
  return succeed({ name: "send-files", target, paths: [...file, ...more], caption })
}

function parseSafety([person, ...more]: readonly string[], { verified }: Values): Result<Command, "usage"> {
  if (person === undefined || more.length > 0) return usage("@HANDLE")
  if (verified !== undefined && verified !== "yes" && verified !== "no") return usage("--verified yes|no")
  return succeed({
    name: "safety",
    person,
    verified: verified === undefined ? undefined : verified === "yes",
  })
}

function parseLink({ accept, server, name, "from-now": fromNow }: Values): Result<Command, "usage"> {
  if (accept === undefined) {
    if (fromNow) return usage("--from-now")
    return server === undefined ? usage("--server") : succeed({ name: "link", server, device: name })
  }
  if (server !== undefined || name !== undefined) return usage(server === undefined ? "--name" : "--server")
  return succeed({ name: "link-accept", code: accept, scope: fromNow ? "from-now" : "all" })
}

function parseDevices(words: readonly string[], values: Values): Result<Command, "usage"> {
  const [verb, device, ...more] = words
  if (verb === "list" && device === undefined && !values.lost && !values.last)
    return succeed({ name: "devices-list", json: values.json === true })
  if (verb !== "remove") return usage("devices list|remove")
  if (device === undefined || more.length > 0 || values.json === true) return usage("DEVICE")
  return succeed({ name: "devices-remove", device, lost: values.lost === true, last: values.last === true })
}

function whole(text: string, least: number, most: number): number | undefined {
  if (!/^[0-9]{1,9}$/.test(text)) return undefined
  const value = Number(text)
  return value >= least && value <= most ? value : undefined
}
