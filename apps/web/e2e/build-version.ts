import { resolve } from "node:path"
import { build } from "vite"

/** The app as it ships, under another version and into another folder: what an operator deploys next. */
const [version = "", outDir = ""] = process.argv.slice(2)
const web = resolve(import.meta.dirname, "..")
await build({
  root: web,
  configFile: resolve(web, "vite.config.ts"),
  logLevel: "error",
  define: { __VERSION__: JSON.stringify(version) },
  build: { outDir, emptyOutDir: true },
})
