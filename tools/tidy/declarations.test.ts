import { describe, expect, test } from "bun:test"
import { expectCaught, manifest, on, problemsWith, serverFile, table } from "./small-project.ts"

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
      name: "a record that the index does not list",
      plant: { "docs/decisions/0002-b.md": "B" },
      caught: /0002-b.md:1 is not in docs/,
    },
    {
      name: "two records of one number",
      plant: { "docs/decisions/0001-b.md": "B", "docs/decisions/README.md": "(0001-a.md) (0001-b.md)" },
      caught: /0001-b.md:1 number 0001 is taken/,
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
    {
      name: "a code without a sentence, in a union of codes",
      plant: { ...areas, [serverFile]: `export type OpenCode = "known" | "new-code" | OtherCode\n` },
      caught: /index.ts:1 new-code has no sentence/,
    },
    {
      name: "a code without a sentence, in a failure written out",
      plant: { ...areas, [serverFile]: `({ ok: false, code: "new-code", retry: "never" })\n` },
      caught: /index.ts:1 new-code has no sentence/,
    },
  ])
})
