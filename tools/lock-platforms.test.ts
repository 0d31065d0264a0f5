import { expect, test } from "bun:test"
import { type Lock, missingPlatforms } from "./lock-platforms.ts"

const parent = { version: "2.0.0", dev: true, license: "MIT" }

test("an optional package without an entry gets one, with its platform", () => {
  const lock: Lock = {
    packages: {
      "node_modules/tool": {
        ...parent,
        optionalDependencies: { "@tool/cli-linux-x64": "2.0.0", "@tool/cli-linux-x64-musl": "2.0.0" },
      },
      "node_modules/@tool/cli-linux-x64": { version: "2.0.0" },
    },
  }
  const platform = { os: ["linux"], cpu: ["x64"], libc: ["musl"] }
  expect(missingPlatforms(lock)).toEqual([
    { path: "node_modules/@tool/cli-linux-x64-musl", entry: { ...parent, ...platform, optional: true } },
  ])
})

test("where another version has the place, the entry goes below the package that wants it", () => {
  const lock: Lock = {
    packages: {
      "node_modules/a/node_modules/tool": {
        ...parent,
        optionalDependencies: { "tool-darwin-arm64": "2.0.0" },
      },
      "node_modules/tool-darwin-arm64": { version: "1.0.0" },
    },
  }
  const places = missingPlatforms(lock).map(({ path }) => path)
  expect(places).toEqual(["node_modules/a/node_modules/tool/node_modules/tool-darwin-arm64"])
})

test("a complete lock file needs nothing, and one that was completed is complete", () => {
  const incomplete: Lock = {
    packages: {
      "node_modules/tool": { ...parent, optionalDependencies: { "tool-win32-x64": "2.0.0" } },
      "node_modules/b/node_modules/tool": { ...parent, optionalDependencies: { "tool-win32-x64": "3.0.0" } },
    },
  }
  const added = Object.fromEntries(missingPlatforms(incomplete).map(({ path, entry }) => [path, entry]))
  expect(Object.keys(added)).toHaveLength(2)
  expect(missingPlatforms({ packages: { ...incomplete.packages, ...added } })).toEqual([])
})
