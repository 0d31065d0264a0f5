import { describe, expect, test } from "bun:test"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { resolveSettings, type SettingSources } from "./resolve.ts"
import { printSettings, readSettings, serveOptions } from "./serve-options.ts"
import { settings } from "./table.ts"

const resolve = (sources: Partial<SettingSources>) =>
  resolveSettings({ flags: {}, environment: {}, ...sources })
const value = (name: "port" | "host", sources: Partial<SettingSources>) => unwrap(resolve(sources)).get(name)

describe("settings", () => {
  test("a flag wins over the environment, that over the file, that over the default", () => {
    const file = "# who we are\nport = 1\n\nhost=file.example\n"
    const environment = { COLOMBE_PORT: "2", PATH: "/bin" }
    expect(value("port", { flags: { port: "3" }, environment, file })).toEqual({ text: "3", source: "flag" })
    expect(value("port", { environment, file })).toEqual({ text: "2", source: "environment" })
    expect(value("port", { environment: { COLOMBE_PORT: "" }, file })).toEqual({ text: "1", source: "file" })
    expect(value("host", { environment, file })).toEqual({ text: "file.example", source: "file" })
    expect(value("port", {})).toEqual({ text: "4000", source: "default" })
  })

  test("an unknown one is refused wherever it stands, with what may have been meant", () => {
    expect(resolve({ file: "prot = 3" })).toMatchObject({
      code: "setting-unknown",
      cause: { what: "prot", suggestion: "port" },
    })
    expect(resolve({ environment: { COLOMBE_SIGNUP: "open" } })).toMatchObject({
      code: "setting-unknown",
      cause: { what: "COLOMBE_SIGNUP", suggestion: "COLOMBE_SIGN_UP" },
    })
    const far = resolve({ file: "entirely-else = 3" })
    expect(far).toMatchObject({ code: "setting-unknown", cause: { what: "entirely-else" } })
    expect(far.ok ? {} : far.cause).not.toHaveProperty("suggestion")
    expect(
      resolve({ environment: { COLOMBE_HOME: "x", COLOMBE_PASSPHRASE: "y", COLOMBE_DEV_FOLDER: "z" } }).ok,
    ).toBe(true)
  })

  test("a value outside its limits is refused, named as it was written", () => {
    for (const port of ["65536", "-1", "http", "1e3", "4.5"])
      expect(resolve({ environment: { COLOMBE_PORT: port } })).toMatchObject({
        code: "setting-invalid",
        cause: { what: `COLOMBE_PORT = ${port}` },
      })
    for (const file of ["port = ", "sign-up = maybe", "behind-proxy = yes", "trusted-proxies = 10.0.0.0/40"])
      expect(resolve({ file })).toMatchObject({ code: "setting-invalid", cause: { what: file } })
    for (const file of ["port", "PORT = 3", "port = 3\nport = 4"]) expect(resolve({ file }).ok).toBe(false)
    expect(resolve({ flags: { "sign-up": "maybe" } })).toMatchObject({
      code: "usage",
      cause: { what: "--sign-up" },
    })
  })

  test("what a server cannot do without is asked for", () => {
    const options = (flags: SettingSources["flags"]) => serveOptions(unwrap(resolve({ flags })))
    expect(options({})).toMatchObject({ code: "usage", cause: { what: "--data" } })
    expect(options({ data: "d", "tls-key": "k" })).toMatchObject({ cause: { what: "--tls-key" } })
    expect(options({ data: "d", "behind-proxy": true })).toMatchObject({
      value: { data: "d", port: 4000, host: "localhost", behindProxy: true, metricsPort: undefined },
    })
  })

  test("what is printed can be read back as a file and says the same", () => {
    const folder = mkdtempSync(join(tmpdir(), "colombe-settings-"))
    const path = join(folder, "colombe.conf")
    const flags = { data: "/srv/colombe", "sign-up": "invite", "behind-proxy": true, "metrics-port": "9100" }
    const printed = printSettings(unwrap(resolve({ flags })))
    writeFileSync(path, printed)
    const read = unwrap(readSettings({}, path, {}))
    expect(unwrap(serveOptions(read))).toEqual(unwrap(serveOptions(unwrap(resolve({ flags })))))
    expect(unwrap(readSettings({}, undefined, { COLOMBE_CONFIG: path })).get("data")?.text).toBe(
      "/srv/colombe",
    )
    for (const { name, environment, about } of settings) {
      expect(printed).toContain(name)
      expect(printed).toContain(environment)
      expect(printed).toContain(about)
    }
    rmSync(folder, { recursive: true })
    expect(readSettings({}, path, {})).toMatchObject({ code: "settings-unreadable" })
  })
})
