import type { Tree } from "./tree.ts"

/** What `tidy` reads of a package.json. */
export interface Manifest {
  readonly folder: string
  readonly name: string
  readonly license: string
  /** Entries that others may import: "." and "./testing" and so on. */
  readonly entries: readonly string[]
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : []
}

function parse(folder: string, text: string): Manifest {
  const json = JSON.parse(text)
  return {
    folder,
    name: String(json.name),
    license: String(json.license),
    entries: keysOf(json.exports),
    dependencies: [...keysOf(json.dependencies), ...keysOf(json.peerDependencies)],
    devDependencies: keysOf(json.devDependencies),
  }
}

/** The manifests of all workspaces by folder; the root's is under "". */
export function readManifests(tree: Tree): ReadonlyMap<string, Manifest> {
  const manifests = new Map<string, Manifest>()
  for (const [path, text] of tree) {
    const folder = /^(?:((?:packages|apps)\/[^/]+)\/)?package\.json$/.exec(path)
    if (folder) manifests.set(folder[1] ?? "", parse(folder[1] ?? "", text))
  }
  return manifests
}
