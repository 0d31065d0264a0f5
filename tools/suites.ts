import { join } from "node:path"
import type { BrowserName } from "./browsers.ts"
import { root, tool } from "./command.ts"

/** Something that `npm run verify` or `npm test` runs. */
export interface Suite {
  readonly name: string
  readonly command: readonly string[]
  /** Files that make the suite, or the npm script; where there is none, it is skipped and the run says so. */
  readonly made: { readonly of: string } | { readonly by: string; readonly in: string }
  /** A part that not every machine has. */
  readonly needs?: BrowserName | "vectors"
  /** Used where it can be had. */
  readonly likes?: BrowserName
  /** How long it may take; by default, as long as any command. */
  readonly secondsMax?: number
}

/** Milliseconds for one test: generous, so that a loaded machine fails no test that an idle one passes. */
const testTimeout = 30_000

const bunTest = (...parameters: readonly string[]): readonly string[] => [
  process.execPath,
  "test",
  "--only-failures",
  `--timeout=${testTimeout}`,
  ...parameters,
]

/** Published vectors, looked for beside the repository. */
export const vectorsFolder = "../shared/vectors"

/** Tests that take long on purpose: they run in `npm test`, not before every commit. */
const longTests = { simulation: "packages/sim/**/*.test.ts", faults: "**/*.fault.test.ts" }

/** Quick enough to run before every commit. The longest comes first, so that two cores end together. */
export const checks: readonly Suite[] = [
  {
    name: "unit and contract tests",
    command: bunTest(...Object.values(longTests).map(glob => `--path-ignore-patterns=${glob}`)),
    made: { of: "packages/*/src/**/*.test.ts" },
  },
  { name: "dead code", command: tool("knip", "--no-config-hints"), made: { of: "knip.json" } },
  { name: "types", command: tool("tsc", "-p", "tsconfig.json"), made: { of: "tsconfig.json" } },
  {
    name: "types of the core",
    command: tool("tsc", "-p", "tsconfig.core.json"),
    made: { of: "tsconfig.core.json" },
  },
  {
    name: "types of the web app",
    command: tool("tsc", "-p", "apps/web/tsconfig.json"),
    made: { of: "apps/web/tsconfig.json" },
  },
  {
    name: "types of the service worker",
    command: tool("tsc", "-p", "apps/web/tsconfig.sw.json"),
    made: { of: "apps/web/tsconfig.sw.json" },
  },
  { name: "format and lint", command: tool("biome", "check", "."), made: { of: "biome.json" } },
  { name: "tidy", command: [process.execPath, "tools/tidy.ts"], made: { of: "tools/tidy.ts" } },
]

/** What `npm test` runs after the checks: each keeps one core busy. The longest comes first here, too. */
export const suites: readonly Suite[] = [
  { name: "faults", command: bunTest(".fault.test.ts"), made: { of: longTests.faults } },
  { name: "simulation", command: bunTest("./packages/sim"), made: { of: longTests.simulation } },
  {
    name: "contracts in the browser",
    command: [process.execPath, "tools/browser-tests.ts"],
    made: { of: "packages/*/src/**/*.{browser,portable}.ts" },
    needs: "chromium",
  },
  {
    name: "published vectors of MLS",
    command: [
      "npm",
      "run",
      "--silent",
      "vectors",
      "-w",
      "packages/mls",
      "--",
      join(root, vectorsFolder, "mls"),
    ],
    made: { by: "vectors", in: "packages/mls" },
    needs: "vectors",
  },
  {
    name: "schedules of MLS groups",
    command: ["npm", "run", "--silent", "schedules", "-w", "packages/mls", "--", "--runs", "25"],
    made: { by: "schedules", in: "packages/mls" },
  },
  {
    name: "contracts in Node",
    command: [process.execPath, "tools/node-tests.ts"],
    made: { of: "packages/*/src/**/*.portable.ts" },
  },
  {
    name: "sizes of what the web app ships",
    command: [process.execPath, "tools/bundle-size.ts"],
    made: { of: "apps/web/vite.config.ts" },
  },
]

/** What shares itself out over all cores, and runs alone for that. */
export const wholeMachine: readonly Suite[] = [
  {
    name: "seeds of the world",
    command: [process.execPath, "tools/simulate.ts", "--seeds", "300", "--acts", "12", "--jobs", "2"],
    made: { of: "packages/sim/src/world.ts" },
  },
  {
    name: "end to end",
    // Not through npx, which dies alone when it is ended, and leaves the journeys running.
    command: ["node", "node_modules/.bin/playwright", "test", "--config", "tools/playwright.config.ts"],
    made: { of: "**/*.e2e.ts" },
    needs: "chromium",
    likes: "headless",
    secondsMax: 35 * 60,
  },
  {
    // On the build that the journeys before it made.
    name: "a journey in Firefox",
    command: [process.execPath, "apps/web/firefox/journey.ts"],
    made: { of: "apps/web/firefox/journey.ts" },
    needs: "firefox",
  },
]
