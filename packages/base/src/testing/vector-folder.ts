import { existsSync, readFileSync } from "node:fs"
import type { Vectors } from "./crypto-vectors.ts"

const folder = new URL("../../../../../shared/vectors/", import.meta.url)

/** Published vectors from beside the repository; says loudly which are absent, since their checks do not run then. */
export function readVectors(paths: readonly string[]): Vectors {
  const vectors: Record<string, unknown> = {}
  for (const path of paths) {
    const file = new URL(path, folder)
    if (existsSync(file)) vectors[path] = JSON.parse(readFileSync(file, "utf8"))
    else console.warn(`SKIPPED: no vectors at ${file.pathname}`)
  }
  return vectors
}
