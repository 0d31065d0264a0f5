import { join } from "node:path"

/**
 * `npm run compile -- FILE`: one executable with everything in it but the web app. The store's writer runs in a
 * thread, whose code goes in as an entry of its own; the local store's WebAssembly goes in as a file.
 */
const root = join(import.meta.dir, "..")
const [outfile = join(root, "colombe")] = process.argv.slice(2)
const wasm = "@journeyapps/wa-sqlite/dist/mc-wa-sqlite.wasm"
const resolved = `fileURLToPath(import.meta.resolve("${wasm}"))`

const built = await Bun.build({
  entrypoints: [join(root, "apps/cli/src/main.ts"), join(root, "packages/store-sqlite/src/writer/worker.ts")],
  root,
  compile: { outfile },
  plugins: [
    {
      name: "embed the WebAssembly",
      setup(build) {
        build.onLoad({ filter: /client-sqlite\/src\/file\/open\.ts$/ }, async ({ path }) => {
          const text = await Bun.file(path).text()
          if (!text.includes(resolved)) throw new Error(`${path} finds its WebAssembly in another way`)
          const embedded = `import wasmFile from ${JSON.stringify(Bun.resolveSync(wasm, path))} with { type: "file" }\n`
          return { loader: "ts", contents: embedded + text.replace(resolved, "wasmFile") }
        })
      },
    },
  ],
})
for (const log of built.logs) console.error(String(log))
process.exit(built.success ? 0 : 1)
