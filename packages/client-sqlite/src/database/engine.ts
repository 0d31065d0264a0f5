import { Factory } from "@journeyapps/wa-sqlite"
import moduleFactory from "@journeyapps/wa-sqlite/dist/mc-wa-sqlite.mjs"
import type { SyncFolder } from "../vfs/folder.ts"
import { FolderVfs } from "../vfs/folder-vfs.ts"
import type { StatementCalls } from "./statement.ts"

/** SQLite with encryption, in a WebAssembly memory of its own. */
export interface Engine {
  readonly api: ReturnType<typeof Factory>
  readonly module: EngineModule
}

interface EngineModule extends StatementCalls {
  ccall(name: string, returns: "number", types: readonly string[], input: readonly unknown[]): number
}

/** Name of the file system below the encryption, and of the one that encrypts, which puts its own prefix before it. */
const folderVfsName = "colombe"
export const encryptingVfsName = `multipleciphers-${folderVfsName}`

/**
 * A fresh engine on the files of a folder. Given compiled code is shared, the memory never; without it the module fetches
 * its code from beside itself, where a bundler has put it.
 */
export async function startEngine(code: WebAssembly.Module | undefined, folder: SyncFolder): Promise<Engine> {
  const module: EngineModule = await (code ? instantiate(code) : moduleFactory())
  const api = Factory(module)
  api.vfs_register(new FolderVfs(folderVfsName, module, folder), false)
  const made = module.ccall("sqlite3mc_vfs_create", "number", ["string", "number"], [folderVfsName, 1])
  if (made !== 0) throw new Error(`the encrypting file system was not made: ${made}`)
  return { api, module }
}

function instantiate(code: WebAssembly.Module): Promise<EngineModule> {
  return new Promise((resolve, reject) => {
    const made = moduleFactory({
      instantiateWasm(imports: WebAssembly.Imports, ready: (instance: WebAssembly.Instance) => void) {
        WebAssembly.instantiate(code, imports).then(ready, reject)
        return {}
      },
    })
    made.then(resolve, reject)
  })
}
