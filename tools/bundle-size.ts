import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { root } from "./command.ts"

/** KB of 1,024 bytes, after gzip, that sealing and the group engine may cost whoever loads them. */
const kilobytesMax = 80

const entry = join(root, "entry.ts")
const parts = ["mls", "seal"].map(name => join(root, "packages", name, "src/index.ts"))
const built = await Bun.build({
  entrypoints: [entry],
  files: { [entry]: parts.map(path => `export * from ${JSON.stringify(path)}`).join("\n") },
  target: "browser",
  format: "esm",
  minify: true,
})
const output = built.outputs[0]
if (!built.success || output === undefined) throw new Error(`does not bundle: ${built.logs.join("\n")}`)
const bytes = new Uint8Array(await output.arrayBuffer())
const zipped = gzipSync(bytes, { level: 9 }).length / 1024
console.log(
  `mls and seal with all they need: ${(bytes.length / 1024).toFixed(1)} KB, ${zipped.toFixed(1)} KB after gzip (at most ${kilobytesMax})`,
)
if (zipped > kilobytesMax) process.exitCode = 1
