import { createHash } from "node:crypto"
import { readdir, readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { build, type Plugin } from "vite"
import { serviceWorkerUrl } from "./src/boot/service-worker-url.ts"
import type { Precache } from "./src/sw/precache.ts"

const web = import.meta.dirname

/** Builds the service worker after everything else, with the list of all files that the build has written. */
export function serviceWorker(): Plugin {
  let isApp = false
  return {
    name: "service-worker",
    apply: "build",
    configResolved({ root }) {
      isApp = resolve(root) === web
    },
    writeBundle: {
      order: "pre",
      sequential: true,
      async handler({ dir = "" }) {
        if (isApp) await buildServiceWorker(dir, await listBuild(dir))
      },
    },
  }
}

/** Every file of a folder, under the path at which the server has it. */
export async function listBuild(folder: string): Promise<Precache> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length).replaceAll("\\", "/"))
    .filter(path => path !== serviceWorkerUrl && !path.endsWith(".br"))
    .sort()
  const hash = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex")
  const files = await Promise.all(
    paths.map(async path => {
      const url = path === "/index.html" ? "/" : path
      return [url, hash(await readFile(join(folder, path)))] as const
    }),
  )
  return { version: hash(JSON.stringify(files)).slice(0, versionLength), files }
}

/** Digits: what tells builds apart, and nobody has to trust. */
const versionLength = 16

async function buildServiceWorker(outDir: string, precache: Precache): Promise<void> {
  await build({
    root: web,
    configFile: false,
    logLevel: "warn",
    define: { __PRECACHE__: JSON.stringify(precache) },
    build: {
      target: "es2024",
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: join(web, "src/sw/main.ts"),
        // One classic script: not every browser takes modules here.
        output: { format: "iife", entryFileNames: serviceWorkerUrl.slice(1) },
      },
    },
  })
}
