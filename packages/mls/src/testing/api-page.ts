import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const folder = join(import.meta.dir, "..")
export const apiFile = join(folder, "../API.md")

interface Exported {
  readonly name: string
  readonly words: string | undefined
  /** Of a function; undefined for a constant. */
  readonly signature: string | undefined
}

function exportsOf(index: string): readonly Exported[] {
  const text = readFileSync(join(folder, index), "utf8")
  return [...text.matchAll(/^export \{([^}]+)\} from "\.\/(.+)"/gm)].flatMap(([, names = "", file = ""]) => {
    const source = readFileSync(join(folder, index, "..", file), "utf8")
    return names
      .split(",")
      .map(name => name.trim())
      .filter(name => name !== "")
      .map(name => read(source, name))
  })
}

/** A declaration with the words before it; the layout is the formatter's. */
function read(source: string, name: string): Exported {
  const found = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[^])*)\\*/\\n)?export (?:async )?(function|const) ${name}\\b`,
  ).exec(source)
  if (found === null) throw new Error(`${name} is not where it is exported from`)
  const words = found[1]?.replace(/\n \*/g, "").replace(/\s+/g, " ").trim()
  if (found[2] === "const") return { name, words, signature: undefined }
  const lines = source.slice(source.indexOf(`function ${name}`, found.index)).split("\n")
  const end = lines.findIndex(line => /(\): .*|^>+) \{$/.test(line))
  const signature = lines
    .slice(0, end + 1)
    .join("\n")
    .replace(/^function /, "")
    .replace(/ \{$/, "")
  return { name, words, signature }
}

/** What is exported and has no words. */
export function undocumented(): readonly string[] {
  return ["index.ts", "public/index.ts", "wide-suites/index.ts"]
    .flatMap(exportsOf)
    .filter(({ words }) => words === undefined)
    .map(({ name }) => name)
}

/** The reference: every function and constant of all entries, with its signature and its docstring. */
export function apiPage(): string {
  const part = (title: string, index: string) =>
    [`## ${title}`, ...exportsOf(index).map(section)].join("\n\n")
  return `# API

Generated from the docstrings by \`npm run api -w packages/mls\`; a test compares. A function that can fail answers a \`Result\` with a code of [VALIDATION.md](VALIDATION.md). The structs of RFC 9420 are exported, too, each as a codec and a type: see [\`src/public/structs\`](src/public/structs).

${part("`@colombe/mls`: members", "index.ts")}

${part("`@colombe/mls/public`: without secrets", "public/index.ts")}

${part("`@colombe/mls/wide-suites`: suites 4 to 7", "wide-suites/index.ts")}
`
}

function section({ name, words, signature }: Exported): string {
  const code = signature === undefined ? [] : ["```ts", signature, "```", ""]
  return [`### ${name}`, "", ...code, words ?? ""].join("\n")
}

if (import.meta.main) writeFileSync(apiFile, apiPage())
