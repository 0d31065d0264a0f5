import { existsSync } from "node:fs"
import { run } from "./command.ts"

interface Browser {
  /** As a person calls it. */
  readonly title: string
  /** Names Debian's executable, or another one, in the environment. */
  readonly variable: string
  readonly executables: readonly string[]
  /** The names of Debian's packages, fonts that screenshots need included. */
  readonly packages: readonly string[]
}

const browsers = {
  chromium: {
    title: "Chromium",
    variable: "CHROMIUM",
    executables: ["chromium", "chromium-browser", "google-chrome"],
    packages: ["chromium", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"],
  },
  headless: {
    title: "Chromium's headless shell",
    variable: "CHROMIUM_HEADLESS",
    executables: ["chromium-headless-shell"],
    // Both are of one version, so that one alone would take the other away.
    packages: ["chromium", "chromium-headless-shell"],
  },
  firefox: {
    title: "Firefox",
    variable: "FIREFOX",
    executables: ["firefox-esr", "firefox"],
    packages: ["firefox-esr"],
  },
} as const satisfies Readonly<Record<string, Browser>>

export type BrowserName = keyof typeof browsers

function find({ variable, executables }: Browser): string | undefined {
  const configured = process.env[variable]
  if (configured !== undefined && existsSync(configured)) return configured
  return executables.map(name => Bun.which(name)).find(path => path !== null) ?? undefined
}

const mayInstall = (): boolean => process.getuid?.() === 0 && existsSync("/etc/debian_version")

async function install({ packages }: Browser): Promise<void> {
  console.log(`     installing ${packages.join(", ")}`)
  const environment = { DEBIAN_FRONTEND: "noninteractive" }
  await run(["apt-get", "update"], environment)
  await run(["apt-get", "install", "-y", "--no-install-recommends", ...packages], environment)
}

/** The browser for suites that need one, handed to them in its variable; or one line on how to get it. */
export async function browserOrReason(
  name: BrowserName,
): Promise<{ readonly environment: Readonly<Record<string, string>> } | { readonly missing: string }> {
  const browser: Browser = browsers[name]
  if (find(browser) === undefined && mayInstall()) await install(browser)
  const path = find(browser)
  const { title, variable, packages } = browser
  return path === undefined
    ? { missing: `needs ${title}: apt-get install ${packages.join(" ")}, or its path in ${variable}` }
    : { environment: { [variable]: path } }
}
