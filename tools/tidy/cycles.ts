import { dirname, join } from "node:path/posix"
import type { World } from "./boundaries.ts"
import type { Source } from "./source.ts"
import { type Problem, workspaceOf } from "./tree.ts"

type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** One path round each cycle found by a depth-first walk, each node visited once. */
function findCycles(graph: Graph): string[][] {
  const done = new Set<string>()
  const cycles: string[][] = []
  const visit = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node)
    if (at >= 0) cycles.push([...trail.slice(at), node])
    if (at >= 0 || done.has(node)) return
    for (const next of graph.get(node) ?? []) visit(next, [...trail, node])
    done.add(node)
  }
  for (const node of graph.keys()) visit(node, [])
  return cycles
}

function fileGraph(sources: readonly Source[]): Graph {
  return new Map(
    sources.map(({ path, imports }) => {
      const relative = imports.flatMap(({ specifier }) => (specifier?.startsWith(".") ? [specifier] : []))
      return [path, new Set(relative.map(one => join(dirname(path), one.replace(/[?#].*$/, ""))))]
    }),
  )
}

/** Arrows of the import table, of the package.json files and of the imports themselves. */
function packageGraph(world: World, sources: readonly Source[]): Graph {
  const graph = new Map<string, Set<string>>()
  const folderByName = new Map([...world.manifests.values()].map(({ name, folder }) => [name, folder]))
  for (const { folder, dependencies, devDependencies } of world.manifests.values()) {
    const row = world.table.get(folder)
    const named = row === undefined || row.workspaces === "anything" ? [] : row.workspaces
    const declared = [...dependencies, ...devDependencies].flatMap(name => folderByName.get(name) ?? [])
    graph.set(folder, new Set([...declared, ...named.map(one => `packages/${one.split("/")[0]}`)]))
  }
  for (const { path, imports } of sources)
    for (const { specifier } of imports) {
      const target = folderByName.get(specifier?.split("/").slice(0, 2).join("/") ?? "")
      const from = workspaceOf(path)
      if (target && target !== from) graph.get(from)?.add(target)
    }
  return graph
}

export function checkCycles(world: World, sources: readonly Source[]): Problem[] {
  const cycles = [...findCycles(packageGraph(world, sources)), ...findCycles(fileGraph(sources))]
  return cycles.map(cycle => ({
    path: cycle[0] ?? "",
    line: 1,
    message: `import cycle: ${cycle.join(" → ")}`,
  }))
}
