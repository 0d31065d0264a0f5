import { type Result, succeed } from "@colombe/base"
import { usage } from "../usage-failure.ts"
import type { AdminRequest } from "./admin.ts"
import type { SettingFlags } from "./settings/resolve.ts"
import { settings } from "./settings/table.ts"

/** What an operator asks for. */
export type OperateCommand =
  | {
      readonly name: "serve" | "doctor" | "config-print"
      readonly flags: SettingFlags
      /** The settings file. */
      readonly config: string | undefined
    }
  | { readonly name: "backup"; readonly destination: string; readonly data: string }
  | {
      readonly name: "restore"
      readonly source: string
      /** Absent where the backup is only to be checked. */
      readonly data: string | undefined
      readonly verify: boolean
    }
  | { readonly name: "admin"; readonly request: AdminRequest }

type Listed = (typeof settings)[number]
type SettingOptions = {
  readonly [One in Listed as One["name"]]: {
    readonly type: One["kind"]["type"] extends "switch" ? "boolean" : "string"
  }
}

const settingNames = settings.map(({ name }) => name)
const settingOptions = Object.fromEntries(
  settings.map(({ name, kind }) => [name, { type: kind.type === "switch" ? "boolean" : "string" }]),
) as unknown as SettingOptions

/** Options of the operator's commands, in the form of `parseArgs`. */
export const operateOptions = {
  ...settingOptions,
  config: { type: "string" },
  verify: { type: "boolean" },
  count: { type: "string" },
  days: { type: "string" },
  uses: { type: "string" },
} as const

const withSettings = ["config", ...settingNames] as const

/** Which of all options each of them takes. */
export const operateAllowed = {
  serve: withSettings,
  doctor: withSettings,
  config: withSettings,
  backup: ["data"],
  restore: ["data", "verify"],
  admin: ["data", "count", "days", "uses"],
} as const

type OperateName = keyof typeof operateAllowed

export const isOperateName = (name: string): name is OperateName => Object.hasOwn(operateAllowed, name)

interface OperateValues extends SettingFlags {
  readonly data?: string | undefined
  readonly config?: string | undefined
  readonly verify?: boolean | undefined
  readonly count?: string | undefined
  readonly days?: string | undefined
  readonly uses?: string | undefined
}

/** Invitations made by one call, and days for which they are good. */
const countMax = 1_000
const daysMax = 365
/** Accounts that one invitation may be good for. */
const usesMax = 10_000
const daysDefault = 7

export function parseOperate(
  name: OperateName,
  words: readonly string[],
  values: OperateValues,
): Result<OperateCommand, "usage"> {
  const [first] = words
  switch (name) {
    case "serve":
    case "doctor":
      return words.length === 0 ? succeed(withFlags(name, values)) : usage(first ?? "")
    case "config":
      return first === "print" && words.length === 1
        ? succeed(withFlags("config-print", values))
        : usage("config print")
    case "backup":
      if (first === undefined || words.length !== 1) return usage("DEST")
      return values.data ? succeed({ name, destination: first, data: values.data }) : usage("--data")
    case "restore": {
      if (first === undefined || words.length !== 1) return usage("SOURCE")
      const verify = values.verify === true
      if (values.data === "" || (values.data === undefined && !verify)) return usage("--data")
      return succeed({ name, source: first, data: values.data, verify })
    }
    case "admin":
      return parseAdmin(words, values)
  }
}

function withFlags(name: "serve" | "doctor" | "config-print", values: OperateValues): OperateCommand {
  const flags = Object.fromEntries(settingNames.map(setting => [setting, values[setting]]))
  return { name, flags, config: values.config }
}

function parseAdmin(words: readonly string[], values: OperateValues): Result<OperateCommand, "usage"> {
  const [what] = words
  const { data, count, days, uses } = values
  if ((what !== "invite" && what !== "people" && what !== "storage") || words.length !== 1)
    return usage("admin invite|people|storage")
  if (!data) return usage("--data")
  if (what !== "invite") {
    const given = Object.entries({ count, days, uses }).find(([, value]) => value !== undefined)
    if (given !== undefined) return usage(`--${given[0]}`)
    return succeed({ name: "admin", request: { what, data } })
  }
  const many = whole(count ?? "1", countMax)
  const long = whole(days ?? String(daysDefault), daysMax)
  if (many === undefined) return usage("--count")
  const often = whole(uses ?? "1", usesMax)
  if (long === undefined) return usage("--days")
  if (often === undefined) return usage("--uses")
  return succeed({ name: "admin", request: { what, data, count: many, days: long, uses: often } })
}

function whole(text: string, most: number): number | undefined {
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= most ? value : undefined
}
