import { compileMessage } from "@lingui/message-utils/compileMessage"
import { defineConfig, type Plugin } from "vite"
import { brotliFiles } from "./compress.ts"
import { devWorld } from "./dev-world.ts"
import { emojiData } from "./emoji-data.ts"
import { moduleSizes } from "./module-sizes.ts"
import manifest from "./package.json" with { type: "json" }
import { serviceWorker } from "./service-worker.ts"

/** Turns a catalogue of ICU messages into what Lingui's core reads, so that no parser travels to the browser. */
function messageCatalogues(): Plugin {
  return {
    name: "message-catalogues",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".messages.json")) return undefined
      const messages = Object.entries(JSON.parse(code) as Record<string, string>)
      const compiled = Object.fromEntries(messages.map(([name, message]) => [name, compileMessage(message)]))
      return { code: `export default ${JSON.stringify(compiled)}`, map: null, moduleType: "js" }
    },
  }
}

export default defineConfig({
  plugins: [
    messageCatalogues(),
    emojiData(),
    devWorld(),
    serviceWorker(),
    brotliFiles("node_modules/.cache/brotli"),
    ...moduleSizes("page"),
  ],
  define: { __VERSION__: JSON.stringify(manifest.version) },
  build: {
    target: "es2024",
    outDir: "dist",
    // Inlined assets would need `data:` in the content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs comes in two pieces, not in one for each module that a later part shares: the frame,
        // which shows a problem on any origin, and what stands in it first.
        codeSplitting: {
          groups: [
            { name: "frame", test: /features\/problem\.tsx$/, priority: 2 },
            { name: "first", test: /boot\/start\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  worker: { format: "es", plugins: () => [...moduleSizes("worker")] },
  server: { host: "127.0.0.1" },
})
