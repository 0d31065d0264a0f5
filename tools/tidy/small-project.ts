import { expect, test } from "bun:test"
import { checkTree } from "./check.ts"

export const table = `
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

export const manifest = (name: string, more: object = {}) =>
  JSON.stringify({ name, license: "AGPL-3.0-or-later", exports: { ".": "./src/index.ts" }, ...more })

export const on = (...names: string[]) => ({
  dependencies: Object.fromEntries(names.map(name => [`@colombe/${name}`, "0.1.0"])),
})

/** A small project without a fault; each test plants one. */
export const clean: Readonly<Record<string, string>> = {
  "ARCHITECTURE.md": table,
  LICENSE: "text",
  "package.json": manifest("colombe", { devDependencies: { "fast-check": "1.0.0" } }),
  "docs/decisions/README.md": "[0001](0001-a.md)",
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
export function problemsWith(changes: Readonly<Record<string, string | undefined>>): string[] {
  const entries = Object.entries({ ...clean, ...changes })
  const tree = new Map(entries.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])))
  return checkTree(tree).map(({ path, line, message }) => `${path}:${line} ${message}`)
}

interface Fault {
  readonly name: string
  readonly plant: Readonly<Record<string, string | undefined>>
  readonly caught: RegExp
}

export function expectCaught(faults: readonly Fault[]) {
  for (const { name, plant, caught } of faults)
    test(name, () => {
      const problems = problemsWith(plant)
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatch(caught)
    })
}

export const serverFile = "packages/server/src/index.ts"
