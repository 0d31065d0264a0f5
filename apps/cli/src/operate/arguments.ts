import { type Result, succeed } from "@colombe/base"
import { usage } from "../usage-failure.ts"
import type { AdminRequest } from "./admin.ts"
import { capacityPrices } from "./admin-server.ts"
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
  "machine-price": { type: "string" },
  "storage-price": { type: "string" },
  "traffic-price": { type: "string" },
  copies: { type: "string" },
} as const

const inviteOptions = ["count", "days", "uses"] as const
const priceOptions = ["machine-price", "storage-price", "traffic-price", "copies"] as const

const withSettings = ["config", ...settingNames] as const

/** Which of all options each of them takes. */
export const operateAllowed = {
  serve: withSettings,
  doctor: withSettings,
  config: withSettings,
  backup: ["data"],
  restore: ["data", "verify"],
  admin: ["data", ...inviteOptions, ...priceOptions],
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
  readonly "machine-price"?: string | undefined
  readonly "storage-price"?: string | undefined
  readonly "traffic-price"?: string | undefined
  readonly copies?: string | undefined
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

const adminWords = [
  "invite",
  "invitations",
  "revoke",
  "people",
  "storage",
  "sessions",
  "health",
  "cost",
] as const

function parseAdmin(words: readonly string[], values: OperateValues): Result<OperateCommand, "usage"> {
  const what = adminWords.find(word => word === words[0])
  const [, id] = words
  const { data } = values
  if (what === undefined || words.length !== (what === "revoke" ? 2 : 1))
    return usage(`admin ${adminWords.join("|")}`)
  if (!data) return usage("--data")
  const own: readonly string[] = what === "invite" ? inviteOptions : what === "cost" ? priceOptions : []
  const foreign = [...inviteOptions, ...priceOptions].find(
    name => values[name] !== undefined && !own.includes(name),
  )
  if (foreign !== undefined) return usage(`--${foreign}`)
  if (what === "invite") return parseInvite(data, values)
  if (what === "cost") return parseCost(data, values)
  return succeed({
    name: "admin",
    request: what === "revoke" ? { what, data, id: id ?? "" } : { what, data },
  })
}

function parseInvite(data: string, { count, days, uses }: OperateValues): Result<OperateCommand, "usage"> {
  const many = whole(count ?? "1", countMax)
  const long = whole(days ?? String(daysDefault), daysMax)
  const often = whole(uses ?? "1", usesMax)
  if (many === undefined) return usage("--count")
  if (long === undefined) return usage("--days")
  if (often === undefined) return usage("--uses")
  return succeed({
    name: "admin",
    request: { what: "invite", data, count: many, days: long, uses: often },
  })
}

function parseCost(data: string, values: OperateValues): Result<OperateCommand, "usage"> {
  const prices = {
    machine: price(values["machine-price"], capacityPrices.machine),
    storage: price(values["storage-price"], capacityPrices.storage),
    traffic: price(values["traffic-price"], capacityPrices.traffic),
    copies: price(values.copies, capacityPrices.copies),
  }
  const wrong = Object.entries(prices).find(([, value]) => Number.isNaN(value))
  if (wrong !== undefined) return usage(wrong[0] === "copies" ? "--copies" : `--${wrong[0]}-price`)
  return succeed({ name: "admin", request: { what: "cost", data, prices } })
}

/** Euros, or a number of copies, to a thousandth; not a number where it is none. */
function price(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  return /^[0-9]{1,6}(\.[0-9]{1,6})?$/.test(text) ? Number(text) : Number.NaN
}

function whole(text: string, most: number): number | undefined {
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= most ? value : undefined
}
