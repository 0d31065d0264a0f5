import { dirname, join } from "node:path/posix"
import { missingPlatforms } from "../lock-platforms.ts"
import type { Manifest } from "./manifest.ts"
import { lineAt, type Problem, type Tree } from "./tree.ts"

/** The project stands alone: it names no place of one machine, and no registry that one network uses. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w.:/-])\/(?:home|Users|root|work)\/[\w.-]/g, "a path of one machine"],
  [/(?:shared\/)design\//g, "a file outside the project"],
  [/\bregistry\.[a-z]+\.(?:org|com|dev)\b/g, "a package registry's host"],
  [/"resolved": "(?:https?|git)[^"]*/g, "an address in the lock file"],
]

export function checkForeign(tree: Tree): Problem[] {
  const problems: Problem[] = []
  for (const [path, text] of tree)
    for (const [pattern, what] of foreign)
      for (const match of text.matchAll(pattern))
        problems.push({ path, line: lineAt(text, match.index), message: `${what}: ${match[0]}` })
  return problems
}

/** The two packages that are useful to anybody on their own carry a licence that anybody can use. */
const mitFolders = new Set(["packages/base", "packages/mls"])

export function checkLicences(tree: Tree, manifests: ReadonlyMap<string, Manifest>): Problem[] {
  const problems: Problem[] = []
  for (const { folder, license } of manifests.values()) {
    const wanted = mitFolders.has(folder) ? "MIT" : "AGPL-3.0-or-later"
    const path = join(folder, "package.json")
    if (license !== wanted) problems.push({ path, line: 1, message: `licence is ${license}, not ${wanted}` })
    const file = join(folder, "LICENSE")
    if ((mitFolders.has(folder) || folder === "") && !tree.has(file))
      problems.push({ path: file, line: 1, message: "licence text is missing" })
  }
  return problems
}

/** Each npm package that a manifest names stands, in backquotes, in a decision record. */
export function checkDecisions(tree: Tree, manifests: ReadonlyMap<string, Manifest>): Problem[] {
  const records = [...tree].filter(([path]) => /^docs\/decisions\/\d{4}-[a-z0-9-]+\.md$/.test(path))
  const recorded = records.map(([, text]) => text).join("\n")
  const own = new Set([...manifests.values()].map(({ name }) => name))
  return [...manifests.values()].flatMap(({ folder, dependencies, devDependencies }) =>
    [...dependencies, ...devDependencies]
      .filter(name => !own.has(name) && !recorded.includes(`\`${name}\``))
      .map(name => ({
        path: join(folder, "package.json"),
        line: 1,
        message: `${name} has no record in docs/decisions`,
      })),
  )
}

/** Records are numbered once and stand in the index. */
export function checkRecords(tree: Tree): Problem[] {
  const index = tree.get("docs/decisions/README.md") ?? ""
  const numbers = new Set<string>()
  return [...tree.keys()].flatMap(path => {
    const record = /^docs\/decisions\/((\d{4})-.*)$/.exec(path)
    const [, name = "", number = ""] = record ?? []
    if (!record) return []
    const taken = numbers.has(number)
    numbers.add(number)
    if (taken) return [{ path, line: 1, message: `number ${number} is taken by another record` }]
    return index.includes(`(${name})`)
      ? []
      : [{ path, line: 1, message: "is not in docs/decisions/README.md" }]
  })
}

/** Relative links of Markdown files lead to a file or folder of the project. */
export function checkLinks(tree: Tree): Problem[] {
  const problems: Problem[] = []
  const folders = new Set([...tree.keys()].map(dirname).flatMap(path => ancestors(path)))
  for (const [path, text] of tree) {
    if (!path.endsWith(".md")) continue
    for (const match of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      const link = match[1] ?? ""
      if (/^([a-z]+:|#)/.test(link)) continue
      const target = join(dirname(path), link.replace(/#.*$/, "")).replace(/\/$/, "")
      if (!tree.has(target) && !folders.has(target))
        problems.push({ path, line: lineAt(text, match.index), message: `link to nothing: ${link}` })
    }
  }
  return problems
}

function ancestors(path: string): string[] {
  const parts = path.split("/")
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"))
}

/** `npm ci` refuses a lock file that lacks a platform's package, so its absence is found here and not on a new machine. */
export function checkLock(tree: Tree): Problem[] {
  const path = "package-lock.json"
  const text = tree.get(path)
  const missing = text === undefined ? [] : missingPlatforms(JSON.parse(text))
  if (missing.length === 0) return []
  const message = `lacks ${missing.length} packages of other platforms, ${missing[0]?.path} first: npm run lock adds them`
  return [{ path, line: 1, message }]
}
