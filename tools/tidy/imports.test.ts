import { describe, expect, test } from "bun:test"
import { expectCaught, manifest, problemsWith, serverFile, table } from "./small-project.ts"

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

describe("the core", () => {
  const inServer = (text: string) => ({ [serverFile]: `\n${text}\n` })
  expectCaught([
    { name: "the clock", plant: inServer("Date.now()"), caught: /index.ts:2 Date.now in the core/ },
    {
      name: "the clock, by a date of now",
      plant: inServer("new Date()"),
      caught: /new Date\(\) in the core/,
    },
    { name: "chance", plant: inServer("Math.random()"), caught: /Math.random in the core/ },
    { name: "the platform", plant: inServer(`globalThis["fetch"]`), caught: /globalThis in the core/ },
    {
      name: "a way out of the public part of mls",
      plant: {
        "packages/mls/src/public/index.ts": `export * from "./tree/hash.ts"\n`,
        "packages/mls/src/public/tree/hash.ts": `export * from "../../secret.ts"\n`,
      },
      caught: /hash.ts:1 ..\/..\/secret.ts leads out of the public part/,
    },
  ])
  test("a date of a given time, and the clock in a test, pass", () => {
    const given = { [serverFile]: "new Date(0)\n", "packages/mls/src/a.test.ts": "Date.now()\n" }
    expect(problemsWith(given)).toEqual([])
  })
})
