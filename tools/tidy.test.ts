import { describe, expect, test } from "bun:test"
import { resolve } from "node:path"
import { checkTree } from "./tidy/check.ts"
import { rulesIn } from "./tidy/spec.ts"
import { readTree } from "./tidy/tree.ts"

const table = `
| package or place | workspace packages | npm packages and platform modules |
| --- | --- | --- |
| \`packages/base\` | nothing | \`cborg\` |
| \`packages/mls\` | \`base\` | nothing |
| \`packages/server\` | \`base\` \`mls/public\` | nothing |
| \`packages/phrases\` | \`base\` | nothing |
| \`packages/sim\` | anything | nothing |
| \`apps/cli\` | anything | \`node:*\` |
| \`tools\` | anything | \`node:*\` |
| \`tests\` | nothing more | \`bun:test\` \`fast-check\` \`node:*\` |
`

const manifest = (name: string, more: object = {}) =>
  JSON.stringify({ name, license: "AGPL-3.0-or-later", exports: { ".": "./src/index.ts" }, ...more })

const on = (...names: string[]) => ({
  dependencies: Object.fromEntries(names.map(name => [`@colombe/${name}`, "0.1.0"])),
})

/** A small project without a fault; each test plants one. */
const clean: Readonly<Record<string, string>> = {
  "ARCHITECTURE.md": table,
  LICENSE: "text",
  "package.json": manifest("colombe", { devDependencies: { "fast-check": "1.0.0" } }),
  "docs/decisions/0001-a.md": "`cborg` and `fast-check`",
  "packages/base/LICENSE": "text",
  "packages/base/package.json": manifest("@colombe/base", {
    license: "MIT",
    exports: { ".": "./src/index.ts", "./testing": "./src/testing/index.ts" },
    dependencies: { cborg: "1.0.0" },
  }),
  "packages/base/src/index.ts": `export * from "./bytes.ts"\nimport { encode } from "cborg"\nencode(1)\n`,
  "packages/base/src/bytes.ts": "export type Bytes = Uint8Array\n",
  "packages/base/src/bytes.test.ts": `import { test } from "bun:test"\nimport fc from "fast-check"\ntest("B1 bytes", () => fc)\n`,
  "packages/base/src/testing/index.ts": `import { readFile } from "node:fs/promises"\nexport { readFile }\n`,
  "packages/mls/LICENSE": "text",
  "packages/mls/package.json": manifest("@colombe/mls", {
    license: "MIT",
    exports: { ".": "./src/index.ts", "./public": "./src/public/index.ts" },
    ...on("base"),
  }),
  "packages/mls/src/index.ts": `import type { Bytes } from "@colombe/base"\nexport type Key = Bytes\n`,
  "packages/server/package.json": manifest("@colombe/server", on("base", "mls")),
  "packages/server/src/index.ts": `export * from "@colombe/mls/public"\n`,
  "packages/server/src/index.test.ts": `import {} from "@colombe/base/testing"\n`,
  "packages/phrases/package.json": manifest("@colombe/phrases", on("base")),
  "packages/phrases/src/index.ts": `import {} from "@colombe/base"\n`,
  "packages/sim/package.json": manifest("@colombe/sim", on("server")),
  "packages/sim/src/index.ts": `export * from "@colombe/server"\n`,
  "apps/cli/package.json": manifest("colombe-cli", on("server")),
  "apps/cli/src/main.ts": `import "@colombe/server"\nimport "node:fs"\n`,
  "spec/bytes.md":
    "# Bytes\n\n**B1** Bytes are bytes.\n\n**B2** They are eight bits (no test: true by definition).\n",
}

/** What `tidy` says about the clean project with some files replaced, or taken away by undefined. */
function problemsWith(changes: Readonly<Record<string, string | undefined>>): string[] {
  const entries = Object.entries({ ...clean, ...changes })
  const tree = new Map(entries.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])))
  return checkTree(tree).map(({ path, line, message }) => `${path}:${line} ${message}`)
}

interface Fault {
  readonly name: string
  readonly plant: Readonly<Record<string, string | undefined>>
  readonly caught: RegExp
}

function expectCaught(faults: readonly Fault[]) {
  for (const { name, plant, caught } of faults)
    test(name, () => {
      const problems = problemsWith(plant)
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatch(caught)
    })
}

test("the repository is tidy", async () => {
  const problems = checkTree(await readTree(resolve(import.meta.dir, "..")))
  expect(problems.map(({ path, line, message }) => `${path}:${line}: ${message}`)).toEqual([])
})

test("a project without a fault passes", () => {
  expect(problemsWith({})).toEqual([])
})

const serverFile = "packages/server/src/index.ts"

describe("imports", () => {
  expectCaught([
    {
      name: "a package outside its row",
      plant: { [serverFile]: `import "@colombe/phrases"\n` },
      caught: /server may not import @colombe\/phrases/,
    },
    {
      name: "the private part of a package of which only one entry is allowed",
      plant: { [serverFile]: `import "@colombe/mls"\n` },
      caught: /server may not import @colombe\/mls /,
    },
    {
      name: "the same by type, in a test",
      plant: { "packages/server/src/index.test.ts": `import type { Key } from "@colombe/mls"\n` },
      caught: /server may not import @colombe\/mls /,
    },
    {
      name: "the same by an import inside a type",
      plant: { [serverFile]: `export type Key = import("@colombe/mls").Key\n` },
      caught: /server may not import @colombe\/mls /,
    },
    {
      name: "the same by export from",
      plant: { [serverFile]: `export type { Key } from "@colombe/mls"\n` },
      caught: /server may not import @colombe\/mls /,
    },
    {
      name: "the same at run time",
      plant: { [serverFile]: `await import("@colombe/mls")\n` },
      caught: /server may not import @colombe\/mls /,
    },
    {
      name: "the same by require",
      plant: { [serverFile]: `require("@colombe/mls")\n` },
      caught: /server may not import @colombe\/mls /,
    },
    {
      name: "a name made at run time",
      plant: { [serverFile]: "await import(process.argv[2])\n" },
      caught: /computed name/,
    },
    {
      name: "a file that the package does not export",
      plant: { [serverFile]: `import "@colombe/mls/tree"\n` },
      caught: /deep import @colombe\/mls\/tree/,
    },
    {
      name: "another package by a relative path",
      plant: { [serverFile]: `import "../../mls/src/index.ts"\n` },
      caught: /leaves packages\/server/,
    },
    {
      name: "a file outside the project",
      plant: { [serverFile]: `import "../../../../other/index.ts"\n` },
      caught: /leaves packages\/server/,
    },
    {
      name: "its own package by name",
      plant: { "packages/base/src/bytes.ts": `import "@colombe/base"\n` },
      caught: /its own package/,
    },
    {
      name: "an app",
      plant: { "packages/sim/src/index.ts": `import "colombe-cli"\n` },
      caught: /nothing imports an app/,
    },
    {
      name: "a testing entry in what ships",
      plant: { [serverFile]: `import "@colombe/base/testing"\n` },
      caught: /for tests only/,
    },
    {
      name: "the simulation in what ships",
      plant: { "apps/cli/src/main.ts": `import "@colombe/sim"\n` },
      caught: /only tests import the simulation/,
    },
    {
      name: "a workspace package that is not declared",
      plant: { "apps/cli/src/main.ts": `import "@colombe/base"\n` },
      caught: /imports @colombe\/base, which apps\/cli\/package.json does not declare/,
    },
    {
      name: "an npm package outside its row",
      plant: { [serverFile]: `import { encode } from "cborg"\n` },
      caught: /server may not import cborg/,
    },
    {
      name: "an npm package that is allowed and not declared",
      plant: {
        "packages/base/package.json": manifest("@colombe/base", {
          license: "MIT",
          exports: { ".": "", "./testing": "" },
        }),
      },
      caught: /imports cborg, which packages\/base\/package.json does not declare/,
    },
    {
      name: "a platform module in the core",
      plant: { [serverFile]: `import { readFile } from "node:fs/promises"\n` },
      caught: /server may not import node:fs\/promises/,
    },
    {
      name: "a test tool in what ships",
      plant: { [serverFile]: `import fc from "fast-check"\n` },
      caught: /server may not import fast-check/,
    },
  ])
})

describe("declarations", () => {
  expectCaught([
    {
      name: "no import table",
      plant: { "ARCHITECTURE.md": "# Architecture\n" },
      caught: /import table is missing/,
    },
    {
      name: "a package without a row",
      plant: { "packages/new/package.json": manifest("@colombe/new") },
      caught: /packages\/new\/package.json:1 has no row/,
    },
    {
      name: "a row without a package",
      plant: { "ARCHITECTURE.md": `${table}| \`packages/gone\` | nothing | nothing |\n` },
      caught: /names packages\/gone, which is absent/,
    },
    {
      name: "a declared package that the table does not allow",
      plant: { "packages/server/package.json": manifest("@colombe/server", on("base", "mls", "phrases")) },
      caught: /declares @colombe\/phrases, which the import table does not allow/,
    },
    {
      name: "a dependency without a record",
      plant: { "docs/decisions/0001-a.md": "`cborg`" },
      caught: /package.json:1 fast-check has no record/,
    },
    {
      name: "a wrong licence",
      plant: { "packages/sim/package.json": manifest("@colombe/sim", { license: "MIT", ...on("server") }) },
      caught: /licence is MIT, not AGPL-3.0-or-later/,
    },
    {
      name: "a missing licence text",
      plant: { "packages/base/LICENSE": undefined },
      caught: /packages\/base\/LICENSE:1 licence text is missing/,
    },
    {
      name: "an address in the lock file",
      plant: {
        "package-lock.json": `{ "packages": { "a": { "resolved": "${["https", "//b.example/a.tgz"].join(":")}" } } }`,
      },
      caught: /an address in the lock file/,
    },
    {
      name: "a lock file without the packages of another platform",
      plant: {
        "package-lock.json": JSON.stringify({
          packages: { "node_modules/tool": { optionalDependencies: { "tool-darwin-x64": "1.0.0" } } },
        }),
      },
      caught: /lacks 1 packages of other platforms, node_modules\/tool-darwin-x64 first/,
    },
  ])
})

describe("cycles", () => {
  expectCaught([
    {
      name: "between files, by type imports",
      plant: {
        "packages/mls/src/index.ts": `import type { B } from "./b.ts"\nexport type A = B\n`,
        "packages/mls/src/b.ts": `import type { A } from "./index.ts"\nexport type B = A\n`,
      },
      caught: /cycle: packages\/mls\/src\/index.ts → packages\/mls\/src\/b.ts → packages\/mls\/src\/index.ts/,
    },
    {
      name: "between packages, in the table",
      plant: { "ARCHITECTURE.md": table.replace("`packages/base` | nothing", "`packages/base` | `mls`") },
      caught: /cycle: packages\/base → packages\/mls → packages\/base/,
    },
  ])
})

describe("style", () => {
  const mark = ["TO", "DO"].join("")
  expectCaught([
    {
      name: "a file too long",
      plant: { "packages/mls/src/long.ts": "export {}\n".repeat(401) },
      caught: /401 lines, at most 400/,
    },
    {
      name: "unfinished work without a reason",
      plant: { "packages/mls/src/a.ts": `export {} // ${mark} later\n` },
      caught: /a.ts:1 unfinished work without a reason/,
    },
    {
      name: "a test that keeps others from running",
      plant: { "packages/mls/src/a.test.ts": `\ntest.only("a", () => {})\n` },
      caught: /a.test.ts:2 test.only/,
    },
    {
      name: "a skipped test without a reason",
      plant: { "packages/mls/src/a.test.ts": `// skip: flaky\ntest.skip("a", () => {})\n` },
      caught: /a.test.ts:2 test.skip without a comment/,
    },
    {
      name: "a path of one machine",
      plant: { "README.md": ["", "home", "ana", "colombe"].join("/") },
      caught: /a path of one machine/,
    },
    {
      name: "a registry's host",
      plant: { ".npmrc": ["registry", "example", "org"].join(".") },
      caught: /a package registry's host/,
    },
    {
      name: "a link to nothing",
      plant: { "README.md": "[base](packages/base) [none](packages/none) [site](https://example.org)" },
      caught: /link to nothing: packages\/none/,
    },
  ])
  test("a reason makes unfinished work and a skipped test pass", () => {
    const text = `// ${mark} once channels exist, list them too\n// skip: needs a second network interface\ntest.skip("a", () => {})\n`
    expect(problemsWith({ "packages/mls/src/a.test.ts": text })).toEqual([])
  })
  test("generated code may be long", () => {
    expect(problemsWith({ "packages/mls/src/gen/a.ts": "export {}\n".repeat(401) })).toEqual([])
  })
})

describe("sentences", () => {
  const areas = { "packages/phrases/src/areas/wire.ts": `export const p = {\n  known: { en: "" },\n}\n` }
  test("a code with a sentence passes, and so does one that callers speak for", () => {
    const plant = { [serverFile]: `fail("known")\n`, "packages/mls/src/index.ts": `fail("deep")\n` }
    expect(problemsWith({ ...areas, ...plant })).toEqual([])
  })
  expectCaught([
    {
      name: "a code without a sentence, on one side of a choice",
      plant: { ...areas, [serverFile]: `\nfail(1 > 0 ? "known" : "new-code", "never")\n` },
      caught: /index.ts:2 new-code has no sentence/,
    },
  ])
})

describe("rules of the specification", () => {
  const spec = clean["spec/bytes.md"] ?? ""
  expectCaught([
    {
      name: "a rule that no test quotes",
      plant: { "spec/bytes.md": `${spec}\n**B3** Nobody tests this.\n` },
      caught: /spec\/bytes.md:7 no test quotes rule B3/,
    },
    {
      name: "a test that quotes no rule",
      plant: { "packages/mls/src/a.test.ts": `test("a thing (B9)", () => {})\n` },
      caught: /a.test.ts:1 quotes rule B9/,
    },
    {
      name: "a test that leads with a rule of an unknown letter",
      plant: { "packages/mls/src/a.test.ts": "test(`Z1 a $" + "{1}`, () => {})\n" },
      caught: /a.test.ts:1 quotes rule Z1/,
    },
    {
      name: "a rule that stands twice",
      plant: { "spec/other.md": "**B1** Again.\n" },
      caught: /spec\/other.md:1 rule B1 stands twice/,
    },
    {
      name: "a rule of another form",
      plant: { "spec/bytes.md": `${spec}\n**B3.** Nobody tests this.\n` },
      caught: /not the form of a rule/,
    },
  ])
  test("a name quotes single rules and ranges, and no algorithm is mistaken for one", () => {
    expect(rulesIn("E1–E3, C7: X25519 and P-256")).toEqual(["E1", "E2", "E3", "C7"])
  })
})
