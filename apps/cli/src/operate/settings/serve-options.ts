import { readFileSync } from "node:fs"
import { fail, type Result, succeed } from "@colombe/base"
import { usage } from "../../usage-failure.ts"
import { type ResolvedSettings, resolveSettings, type SettingCode, type SettingFlags } from "./resolve.ts"
import { type SettingName, settings } from "./table.ts"

/** What a server is started with, every value checked for form. */
export interface ServeOptions {
  readonly data: string
  readonly port: number
  readonly listen: string | undefined
  readonly host: string
  readonly signUp: "open" | "invite" | "closed" | undefined
  readonly signUpWork: number | undefined
  readonly keepDays: number | undefined
  /** Gibibytes of files of one account. */
  readonly fileQuota: number | undefined
  readonly web: string | undefined
  readonly behindProxy: boolean
  readonly trustedProxies: string
  readonly certificate: string | undefined
  readonly key: string | undefined
  readonly metricsPort: number | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads settings from flags, environment, and the file that `--config` or `COLOMBE_CONFIG` names. */
export function readSettings(
  flags: SettingFlags,
  config: string | undefined,
  environment: Environment,
): Result<ResolvedSettings, SettingCode | "settings-unreadable"> {
  const path = config ?? environment.COLOMBE_CONFIG
  let file: string | undefined
  try {
    file = path === undefined || path === "" ? undefined : readFileSync(path, "utf8")
  } catch (error) {
    return fail("settings-unreadable", "never", error)
  }
  return resolveSettings({ flags, environment, file })
}

export function serveOptions(resolved: ResolvedSettings): Result<ServeOptions, "usage"> {
  const text = (name: SettingName): string | undefined => resolved.get(name)?.text
  const data = text("data")
  const whole = (name: SettingName): number | undefined => {
    const value = text(name)
    return value === undefined ? undefined : Number(value)
  }
  if (data === undefined) return usage("--data")
  if ((text("tls-certificate") === undefined) !== (text("tls-key") === undefined)) return usage("--tls-key")
  return succeed({
    data,
    port: Number(text("port")),
    listen: text("listen"),
    host: text("host") ?? "localhost",
    signUp: text("sign-up") as ServeOptions["signUp"],
    signUpWork: whole("sign-up-work"),
    keepDays: whole("keep-days"),
    fileQuota: whole("file-quota"),
    web: text("web"),
    behindProxy: text("behind-proxy") === "true",
    trustedProxies: text("trusted-proxies") ?? "",
    certificate: text("tls-certificate"),
    key: text("tls-key"),
    metricsPort: whole("metrics-port"),
  })
}

/** `colombe config print`: every setting with what it says, in the form of a settings file. */
export function printSettings(resolved: ResolvedSettings): string {
  return settings
    .map(({ name, environment, about }) => {
      const value = resolved.get(name)
      const line = value === undefined ? `# ${name} =` : `${name} = ${value.text}`
      return `# ${about}\n# ${environment}; ${value?.source ?? "not set"}\n${line}`
    })
    .join("\n\n")
}
