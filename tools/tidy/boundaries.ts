import { dirname, join } from "node:path/posix"
import type { Manifest } from "./manifest.ts"
import type { Import, Source } from "./source.ts"
import { allowsModule, allowsWorkspace, type ImportTable } from "./table.ts"
import { isTest, type Problem, workspaceOf } from "./tree.ts"

export interface World {
  readonly table: ImportTable
  readonly manifests: ReadonlyMap<string, Manifest>
}

const isPlatform = (specifier: string): boolean => /^(node:|bun:|bun$)/.test(specifier)

/** `@scope/name/sub/path` as its package `@scope/name` and `sub/path`. */
function splitSpecifier(specifier: string): { name: string; entry: string } {
  const parts = specifier.split("/")
  const length = specifier.startsWith("@") ? 2 : 1
  return { name: parts.slice(0, length).join("/"), entry: parts.slice(length).join("/") }
}

function checkRelative(source: Source, specifier: string): string | undefined {
  const target = join(dirname(source.path), specifier.replace(/[?#].*$/, ""))
  const from = workspaceOf(source.path)
  return workspaceOf(target) === from && !target.startsWith("..")
    ? undefined
    : `${specifier} leaves ${from || "the root"}: import the package by its name`
}

function checkWorkspace(world: World, source: Source, target: Manifest, entry: string): string | undefined {
  const from = workspaceOf(source.path)
  const folderName = target.folder.replace(/^packages\//, "")
  const named = entry === "" ? target.name : `${target.name}/${entry}`
  if (target.folder === from) return `imports its own package by name (${named}): use a relative path`
  if (target.folder.startsWith("apps/")) return `imports ${named}: nothing imports an app`
  if (!target.entries.includes(entry === "" ? "." : `./${entry}`))
    return `deep import ${named}: it is not in the exports of ${target.folder}/package.json`
  if (!allowsWorkspace(world.table.get(from), folderName, entry))
    return `${from} may not import ${named} (import table in ARCHITECTURE.md)`
  if (/(^|\/)testing$/.test(entry) && !isTest(source.path) && from !== "packages/sim" && from !== "tools")
    return `imports ${named}, which is for tests only`
  if (folderName === "sim" && !isTest(source.path) && from !== "tools")
    return `imports ${named}: only tests import the simulation`
  return from === "tools" ? undefined : checkDeclared(world, source, target.name)
}

function checkDeclared(world: World, source: Source, name: string): string | undefined {
  const from = workspaceOf(source.path)
  const own = world.manifests.get(from === "tools" ? "" : from)
  const root = world.manifests.get("")
  const mayBeDevelopment = isTest(source.path) || from === "tools" || from === ""
  const declared = [
    ...(own?.dependencies ?? []),
    ...(mayBeDevelopment ? [...(own?.devDependencies ?? []), ...(root?.devDependencies ?? [])] : []),
  ]
  return declared.includes(name)
    ? undefined
    : `imports ${name}, which ${own?.folder ? `${own.folder}/` : ""}package.json does not declare`
}

function checkImport(world: World, source: Source, { specifier }: Import): string | undefined {
  if (specifier === undefined) return "imports a computed name, which nobody can check"
  if (specifier.startsWith(".")) return checkRelative(source, specifier)
  const { name, entry } = splitSpecifier(specifier)
  const target = [...world.manifests.values()].find(manifest => manifest.name === name)
  if (target) return checkWorkspace(world, source, target, entry)
  const module = isPlatform(specifier) ? specifier : name
  const from = workspaceOf(source.path)
  const inTests = isTest(source.path) && allowsModule(world.table.get("tests"), module)
  if (!inTests && !allowsModule(world.table.get(from || "tools"), module))
    return `${from || "the root"} may not import ${module} (import table in ARCHITECTURE.md)`
  return isPlatform(specifier) ? undefined : checkDeclared(world, source, name)
}

/** Every import, type imports too, against the import table, the package's declarations and the target's entries. */
export function checkImports(world: World, sources: readonly Source[]): Problem[] {
  return sources.flatMap(source =>
    source.imports.flatMap(one => {
      const message = checkImport(world, source, one)
      return message === undefined ? [] : [{ path: source.path, line: one.line, message }]
    }),
  )
}

/** Table and package.json files name the same packages, and nobody declares what the table does not allow. */
export function checkDeclarations(world: World): Problem[] {
  const problems: Problem[] = []
  for (const manifest of world.manifests.values()) {
    if (manifest.folder === "") continue
    const path = `${manifest.folder}/package.json`
    const row = world.table.get(manifest.folder)
    if (!row) problems.push({ path, line: 1, message: "has no row in the import table of ARCHITECTURE.md" })
    for (const name of manifest.dependencies) {
      const target = [...world.manifests.values()].find(other => other.name === name)
      const folderName = target?.folder.replace(/^packages\//, "") ?? ""
      const allowed = target
        ? row?.workspaces === "anything" ||
          row?.workspaces.some(one => one === folderName || one.startsWith(`${folderName}/`))
        : allowsModule(row, name)
      if (row && !allowed)
        problems.push({ path, line: 1, message: `declares ${name}, which the import table does not allow` })
    }
  }
  for (const place of world.table.keys())
    if (place.includes("/") && !world.manifests.has(place))
      problems.push({
        path: "ARCHITECTURE.md",
        line: 1,
        message: `import table names ${place}, which is absent`,
      })
  return problems
}
