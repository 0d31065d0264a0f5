import { createHash } from "node:crypto"
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { brotliCompress, constants } from "node:zlib"
import type { Plugin } from "vite"

const compressed = promisify(brotliCompress)
/** Bytes from which a transfer has something to gain. */
const bytesMin = 1024
const kinds = /\.(?:css|html|js|svg|wasm)$/

/**
 * Puts `NAME.br` beside every file that a server may send compressed. The database's code never changes between two
 * builds and takes long: what was compressed once is kept.
 */
export function brotliFiles(cache: string): Plugin {
  return {
    name: "brotli-files",
    apply: "build",
    async writeBundle({ dir = "" }) {
      await mkdir(cache, { recursive: true })
      const names = await readdir(dir, { recursive: true })
      await Promise.all(names.filter(name => kinds.test(name)).map(name => compress(join(dir, name), cache)))
    },
  }
}

async function compress(path: string, cache: string): Promise<void> {
  const bytes = await readFile(path)
  if (bytes.length < bytesMin) return
  const quality = path.endsWith(".wasm") ? constants.BROTLI_MAX_QUALITY : 9
  const kept = join(cache, createHash("sha256").update(bytes).digest("hex") + quality)
  const known = await readFile(kept).catch(() => undefined)
  const short = known ?? (await compressed(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }))
  if (known === undefined) await writeFile(kept, short)
  await writeFile(`${path}.br`, short)
}
