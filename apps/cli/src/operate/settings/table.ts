/** How a setting is read from text, and what `config print` writes back. */
export type SettingKind =
  | { readonly type: "text" }
  | { readonly type: "whole"; readonly least: number; readonly most: number }
  | { readonly type: "choice"; readonly of: readonly string[] }
  | { readonly type: "switch" }
  /** IP addresses and subnets, separated by commas. */
  | { readonly type: "addresses" }

export interface Setting {
  /** On the command line `--name`, in a file `name = value`. */
  readonly name: string
  readonly environment: string
  readonly kind: SettingKind
  /** Absent where there is none: the setting is off, or has to be given. */
  readonly default?: string
  /** One sentence, for `config print` and the guide. */
  readonly about: string
}

const portMax = 65_535

/** Every setting of a server, written once: command line, environment, file, defaults and guide follow from it. */
export const settings = [
  {
    name: "data",
    environment: "COLOMBE_DATA",
    kind: { type: "text" },
    about: "Folder of the store; made where there is none.",
  },
  {
    name: "port",
    environment: "COLOMBE_PORT",
    kind: { type: "whole", least: 0, most: portMax },
    default: "4000",
    about: "Port to listen on; 0 for any that is free.",
  },
  {
    name: "listen",
    environment: "COLOMBE_LISTEN",
    kind: { type: "text" },
    about: "Address to listen on; loopback, or every address with TLS files or behind a proxy.",
  },
  {
    name: "host",
    environment: "COLOMBE_HOST",
    kind: { type: "text" },
    default: "localhost",
    about: "Name of the server: what stands behind the @ of a handle, and is signed into sessions.",
  },
  {
    name: "sign-up",
    environment: "COLOMBE_SIGN_UP",
    kind: { type: "choice", of: ["open", "invite", "closed"] },
    about: "Who may make an account; open on loopback, by invitation elsewhere.",
  },
  {
    name: "sign-up-work",
    environment: "COLOMBE_SIGN_UP_WORK",
    kind: { type: "whole", least: 0, most: 22 },
    about: "Zero bits that an open sign-up computes for; 17 (a second or so), none on loopback.",
  },
  {
    name: "keep-days",
    environment: "COLOMBE_KEEP_DAYS",
    kind: { type: "whole", least: 1, most: 36_500 },
    about: "Days for which messages are kept; for good where there is none.",
  },
  {
    name: "file-quota",
    environment: "COLOMBE_FILE_QUOTA",
    kind: { type: "whole", least: 1, most: 1_000_000 },
    about: "Gibibytes of files that one account may keep; 20, and 1,024 on loopback.",
  },
  {
    name: "web",
    environment: "COLOMBE_WEB",
    kind: { type: "text" },
    about: "Folder of the built web app to serve.",
  },
  {
    name: "behind-proxy",
    environment: "COLOMBE_BEHIND_PROXY",
    kind: { type: "switch" },
    default: "false",
    about: "A proxy in front ends TLS and names clients in X-Forwarded-For.",
  },
  {
    name: "trusted-proxies",
    environment: "TRUSTED_PROXIES",
    kind: { type: "addresses" },
    default: "127.0.0.0/8,::1",
    about: "Addresses and subnets whose X-Forwarded-For is believed behind a proxy.",
  },
  {
    name: "tls-certificate",
    environment: "COLOMBE_TLS_CERTIFICATE",
    kind: { type: "text" },
    about: "File with the certificate and its chain, PEM; read again on SIGHUP.",
  },
  {
    name: "tls-key",
    environment: "COLOMBE_TLS_KEY",
    kind: { type: "text" },
    about: "File with the certificate's private key, PEM; read again on SIGHUP.",
  },
  {
    name: "metrics-port",
    environment: "COLOMBE_METRICS_PORT",
    kind: { type: "whole", least: 0, most: portMax },
    about: "Port on loopback for Prometheus; off where there is none.",
  },
] as const satisfies readonly Setting[]

export type SettingName = (typeof settings)[number]["name"]

/** Where a value came from; a later one of these wins over an earlier. */
export type SettingSource = "default" | "file" | "environment" | "flag"

/** Names of the environment that begin like settings and are something else: the client's, and those of development. */
const foreign = /^COLOMBE_(HOME|PASSPHRASE|CONFIG|WRITE_VECTORS|DEV_.+)$/

export const isForeignEnvironment = (name: string): boolean => foreign.test(name)
