import { compileMessage } from "@lingui/message-utils/compileMessage"
import { defineConfig, type Plugin } from "vite"
import { devWorld } from "./dev-world.ts"
import manifest from "./package.json" with { type: "json" }

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
  plugins: [messageCatalogues(), devWorld()],
  define: { __VERSION__: JSON.stringify(manifest.version) },
  build: {
    target: "es2024",
    outDir: "dist",
    // Inlined assets would need `data:` in the content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  server: { host: "127.0.0.1" },
})
