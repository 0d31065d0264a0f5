import { fail, type Result, succeed } from "@colombe/base"
import { isAddressList } from "../../serve/addresses.ts"
import { usage } from "../../usage-failure.ts"
import { closest } from "./closest.ts"
import {
  isForeignEnvironment,
  type Setting,
  type SettingName,
  type SettingSource,
  settings,
} from "./table.ts"

export interface Resolved {
  readonly text: string
  readonly source: SettingSource
}

/** What is set, by name; absent where nothing is. */
export type ResolvedSettings = ReadonlyMap<SettingName, Resolved>

export type SettingFlags = { readonly [Name in SettingName]?: string | boolean | undefined }

export interface SettingSources {
  readonly flags: SettingFlags
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The text of the settings file. */
  readonly file?: string | undefined
}

export type SettingCode = "usage" | "setting-unknown" | "setting-invalid"

/** What stands in the sentence about a setting: how it was written, and what may have been meant. */
export interface SettingDetail {
  readonly what: string
  readonly suggestion?: string
}

const byName: ReadonlyMap<string, Setting> = new Map(settings.map(one => [one.name, one]))
const byEnvironment: ReadonlyMap<string, Setting> = new Map(settings.map(one => [one.environment, one]))

/** One value for each setting: the flag's, else the environment's, else the file's, else the default. */
export function resolveSettings(sources: SettingSources): Result<ResolvedSettings, SettingCode> {
  const file = readFile(sources.file ?? "")
  if (!file.ok) return file
  const environment = readEnvironment(sources.environment)
  if (!environment.ok) return environment
  const resolved = new Map<SettingName, Resolved>()
  for (const setting of settings) {
    const flag = sources.flags[setting.name]
    const candidates: readonly (readonly [SettingSource, string | undefined])[] = [
      ["flag", flag === undefined ? undefined : String(flag)],
      ["environment", environment.value.get(setting.name)],
      ["file", file.value.get(setting.name)],
      ["default", "default" in setting ? setting.default : undefined],
    ]
    const [source, text] = candidates.find(([, value]) => value !== undefined) ?? []
    if (source === undefined || text === undefined) continue
    if (!isValid(setting, text)) return invalid(setting, source, text)
    resolved.set(setting.name, { text, source })
  }
  return succeed(resolved)
}

function invalid(setting: Setting, source: SettingSource, text: string): Result<never, SettingCode> {
  if (source === "flag") return usage(`--${setting.name}`)
  const name = source === "environment" ? setting.environment : setting.name
  return fail("setting-invalid", "never", { what: `${name} = ${text}` } satisfies SettingDetail)
}

function isValid({ kind }: Setting, text: string): boolean {
  switch (kind.type) {
    case "text":
      return text !== ""
    case "switch":
      return text === "true" || text === "false"
    case "choice":
      return kind.of.includes(text)
    case "addresses":
      return isAddressList(text)
    case "whole":
      return /^[0-9]{1,9}$/.test(text) && Number(text) >= kind.least && Number(text) <= kind.most
  }
}

function unknown(what: string, names: readonly string[]): Result<never, "setting-unknown"> {
  const suggestion = closest(what, names)
  const detail: SettingDetail = { what, ...(suggestion === undefined ? {} : { suggestion }) }
  return fail("setting-unknown", "never", detail)
}

function readEnvironment(
  environment: SettingSources["environment"],
): Result<ReadonlyMap<string, string>, "setting-unknown"> {
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(environment)) {
    const setting = byEnvironment.get(name)
    if (setting !== undefined && value !== undefined && value !== "") values.set(setting.name, value)
    if (setting === undefined && name.startsWith("COLOMBE_") && !isForeignEnvironment(name))
      return unknown(name, [...byEnvironment.keys()])
  }
  return succeed(values)
}

/** Lines `name = value`; blank ones and those that begin with # say nothing. */
function readFile(text: string): Result<ReadonlyMap<string, string>, "setting-unknown" | "setting-invalid"> {
  const values = new Map<string, string>()
  for (const line of text.split("\n").map(one => one.trim())) {
    if (line === "" || line.startsWith("#")) continue
    const [, name, value] = /^([a-z-]+)\s*=\s*(.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined || values.has(name))
      return fail("setting-invalid", "never", { what: line } satisfies SettingDetail)
    if (!byName.has(name)) return unknown(name, [...byName.keys()])
    values.set(name, value)
  }
  return succeed(values)
}
