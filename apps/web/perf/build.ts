import { resolve } from "node:path"
import { build, type Plugin } from "vite"

const web = resolve(import.meta.dirname, "..")
export const perfFolder = resolve(web, "../../.cache/perf-web")

/** The app as it ships, and a worker that fills its home when it is asked to: where a development server has its own. */
export async function buildMeasured(): Promise<void> {
  const filling = (): Plugin => ({
    name: "fill-when-asked",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("src/worker/")) return undefined
      return { code: code.replaceAll("import.meta.env.DEV", "true"), map: null }
    },
    resolveId: source => (source.endsWith("dev/seeded-home.ts") ? resolve(web, "perf/fill.ts") : undefined),
  })
  await build({
    root: web,
    configFile: resolve(web, "vite.config.ts"),
    logLevel: "error",
    build: { outDir: perfFolder, emptyOutDir: true },
    worker: { format: "es", plugins: () => [filling()] },
  })
}
