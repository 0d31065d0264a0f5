import type { Tree } from "./tree.ts"

/** One row of the import table in ARCHITECTURE.md. */
export interface Row {
  /** Folder names of workspace packages, or one entry of such a package: `base`, `mls/public`. */
  readonly workspaces: readonly string[] | "anything"
  /** npm packages and platform modules: `cborg`, `bun:sqlite`, `node:*`. */
  readonly modules: readonly string[]
}

export type ImportTable = ReadonlyMap<string, Row>

export const tablePath = "ARCHITECTURE.md"
const header = /^\| *package or place *\| *workspace packages *\| *npm packages and platform modules *\|$/

const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? "")

/** Undefined where ARCHITECTURE.md holds no table of that header. */
export function readTable(tree: Tree): ImportTable | undefined {
  const lines = (tree.get(tablePath) ?? "").split("\n")
  const start = lines.findIndex(line => header.test(line))
  if (start < 0) return undefined
  const table = new Map<string, Row>()
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith("|")) break
    const [place = "", workspaces = "", modules = ""] = line.split("|").slice(1)
    const [name = place.trim()] = names(place)
    table.set(name, {
      workspaces: workspaces.trim() === "anything" ? "anything" : names(workspaces),
      modules: names(modules),
    })
  }
  return table
}

export function allowsModule(row: Row | undefined, module: string): boolean {
  return (
    row?.modules.some(allowed =>
      allowed.endsWith("*") ? module.startsWith(allowed.slice(0, -1)) : allowed === module,
    ) ?? false
  )
}

/** `entry` is the path behind the package's name, "" for its main entry. */
export function allowsWorkspace(row: Row | undefined, folderName: string, entry: string): boolean {
  if (row === undefined) return false
  if (row.workspaces === "anything") return true
  const wanted = entry === "" ? folderName : `${folderName}/${entry}`
  return row.workspaces.includes(folderName) || row.workspaces.includes(wanted)
}
