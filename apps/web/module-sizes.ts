import { appendFileSync } from "node:fs"
import type { Plugin } from "vite"

/** One line for each module of a chunk: what it came to, before minifying. `tools/bundle-size.ts` reads them. */
export function moduleSizes(realm: "page" | "worker"): readonly Plugin[] {
  const { COLOMBE_MODULE_SIZES: file } = process.env
  if (file === undefined) return []
  return [
    {
      name: "module-sizes",
      generateBundle(_, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== "chunk") continue
          for (const [path, { renderedLength }] of Object.entries(chunk.modules))
            if (renderedLength > 0)
              appendFileSync(file, `${realm}\t${chunk.name}\t${renderedLength}\t${path}\n`)
        }
      },
    },
  ]
}
