import { createHash } from "node:crypto"
import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { blobFolder } from "../blobs/files.ts"
import { syncFolder } from "../database.ts"
import { nameOf } from "../failure.ts"
import { measureFile } from "./measure-file.ts"

/** What a folder of blobs holds. */
export interface MeasuredBlobs {
  readonly files: number
  readonly bytes: number
  /** Over a line of name, length and SHA-256 for each file, in the order of names. In hexadecimal. */
  readonly sha256: string
}

/** Bytes that are there never change, so that files may be copied one by one while a server goes on. */
export function copyBlobs(source: string, destination: string): void {
  for (const name of namesIn(source)) {
    const folder = join(destination, blobFolder, name.slice(0, 2))
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    try {
      copyFileSync(pathOf(source, name), pathOf(destination, name))
    } catch (error) {
      // Nothing refers to it any more: it was removed meanwhile.
      if (nameOf(error) !== "ENOENT" || existsSync(pathOf(source, name))) throw error
    }
    syncFolder(folder)
  }
  if (existsSync(join(destination, blobFolder))) syncFolder(join(destination, blobFolder))
}

/** Reads every file to its end; each is on disk when this returns. */
export function measureBlobs(folder: string): MeasuredBlobs {
  const hash = createHash("sha256")
  let [files, bytes] = [0, 0]
  for (const name of namesIn(folder)) {
    const file = measureFile(pathOf(folder, name))
    hash.update(`${name} ${file.bytes} ${file.sha256}\n`)
    files += 1
    bytes += file.bytes
  }
  return { files, bytes, sha256: hash.digest("hex") }
}

const pathOf = (folder: string, name: string): string => join(folder, blobFolder, name.slice(0, 2), name)

function namesIn(folder: string): readonly string[] {
  const top = join(folder, blobFolder)
  if (!existsSync(top)) return []
  return readdirSync(top)
    .flatMap(name => readdirSync(join(top, name)))
    .sort()
}
