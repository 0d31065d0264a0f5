import { readFile } from "node:fs/promises"
import { extname, join } from "node:path"
import { Glob } from "bun"

/** Every file of the project by its path from the root; the text of those that people write, "" for the others. */
export type Tree = ReadonlyMap<string, string>

/** Something that is not as the project wants it. */
export interface Problem {
  readonly path: string
  readonly line: number
  readonly message: string
}

const foldersLeftOut = /(^|\/)(node_modules|dist|\.git|\.cache|test-results|playwright-report)(\/|$)|^data\//
const textExtensions = new Set(
  ".ts .tsx .mts .js .mjs .json .md .css .html .proto .yaml .yml .toml .sh .svg .txt .webmanifest".split(" "),
)
const textNames = /^(\.ci\/.*|.*(LICENSE|\.npmrc|\.gitignore))$/

export async function readTree(root: string): Promise<Tree> {
  const tree = new Map<string, string>()
  for await (const path of new Glob("**/*").scan({ cwd: root, dot: true })) {
    if (foldersLeftOut.test(path)) continue
    const isText = textExtensions.has(extname(path)) || textNames.test(path)
    tree.set(path, isText ? await readFile(join(root, path), "utf8") : "")
  }
  return new Map([...tree].sort(([left], [right]) => (left < right ? -1 : 1)))
}

export const isGenerated = (path: string): boolean => path.includes("/gen/")

export const isScript = (path: string): boolean => /\.m?tsx?$/.test(path) && !path.endsWith(".d.ts")

/** Tests, their fixtures and contract suites, and scripts beside `src`: what never ships. */
export function isTest(path: string): boolean {
  return (
    /\.(test|e2e|bench|browser|portable)\.tsx?$/.test(path) ||
    path.includes("/src/testing/") ||
    /^(packages|apps)\/[^/]+\/(?!src\/)/.test(path)
  )
}

/** The folder of the workspace that a path belongs to, or `tools` or the root (""). */
export function workspaceOf(path: string): string {
  const [first = "", second = ""] = path.split("/")
  if (first === "packages" || first === "apps") return `${first}/${second}`
  return first === "tools" ? "tools" : ""
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length
