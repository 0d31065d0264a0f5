import { existsSync } from "node:fs"
import { run } from "./command.ts"

/** Chromium and the fonts that screenshots need: the names of Debian's packages. */
const packages = ["chromium", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"]
const names = ["chromium", "chromium-browser", "google-chrome"]

function find(): string | undefined {
  const configured = process.env.CHROMIUM
  if (configured !== undefined && existsSync(configured)) return configured
  return names.map(name => Bun.which(name)).find(path => path !== null) ?? undefined
}

const mayInstall = (): boolean => process.getuid?.() === 0 && existsSync("/etc/debian_version")

async function install(): Promise<void> {
  console.log(`     installing ${packages.join(", ")}`)
  const environment = { DEBIAN_FRONTEND: "noninteractive" }
  await run(["apt-get", "update"], environment)
  await run(["apt-get", "install", "-y", "--no-install-recommends", ...packages], environment)
}

/** The browser for suites that need one, handed to them in `CHROMIUM`; or one line on how to get it. */
export async function chromiumOrReason(): Promise<
  { readonly environment: Readonly<Record<string, string>> } | { readonly missing: string }
> {
  if (find() === undefined && mayInstall()) await install()
  const path = find()
  return path === undefined
    ? { missing: `needs Chromium: apt-get install ${packages.join(" ")}, or its path in CHROMIUM` }
    : { environment: { CHROMIUM: path } }
}
