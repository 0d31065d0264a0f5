import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs"
import { join } from "node:path"
import { type Bytes, fail, type Result, succeed, toHex } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { LocalBlobs, LocalStore } from "@colombe/client"
import { folderBlobs, openFileStore } from "@colombe/client-sqlite"
import { writeDurable } from "./durable.ts"
import { type KeyKeeping, keyFromPassphrase, newKey, newPassphraseKeeping, parseKeyFile } from "./key.ts"
import { lockFolder } from "./lock.ts"

/** `home.json`, in the folder of one account: beside it an encrypted database, perhaps its key, and a lock. */
interface Description {
  readonly format: number
  readonly key: KeyKeeping
  /** Whose it is, where it has to be told from others of one home. */
  readonly address?: string
}

const databaseName = "colombe.db"
const descriptionName = "home.json"
const format = 1
const folderMode = 0o700
const fileMode = 0o600

/** This process has the folder for itself until it lets go. */
export interface LockedHome {
  readonly folder: string
  release(): void
}

export function lockHome(folder: string): Result<LockedHome, "home-busy" | "home-read-only"> {
  const writable = attempt(() => {
    mkdirSync(folder, { recursive: true, mode: folderMode })
    accessSync(folder, constants.W_OK)
  }, "home-read-only")
  if (!writable.ok) return writable
  const lock = lockFolder(join(folder, "lock"))
  return lock.ok ? succeed({ folder, release: lock.value.release }) : lock
}

/** Of a folder that is locked. */
export async function openStore(
  folder: string,
  crypto: Crypto,
  passphrase: string | undefined,
): Promise<Result<LocalStore>> {
  const description = describe(folder, crypto, passphrase)
  if (!description.ok) return description
  const key = readKey(folder, description.value, passphrase)
  if (!key.ok) return key
  const store = await openFileStore(join(folder, databaseName), key.value)
  const guessed = !store.ok && store.code === "storage-locked" && description.value.key.kind === "passphrase"
  return guessed ? fail("passphrase-wrong") : store
}

/** Whether there is anything of an account, and whose it is where that was noted. */
export function notedIn(folder: string): { readonly address: string | undefined } | undefined {
  const path = join(folder, descriptionName)
  if (!existsSync(path)) return undefined
  const description = readDescription(path)
  return { address: description.ok ? description.value.address : undefined }
}

export function noteAddress(folder: string, address: string): Result<void> {
  const path = join(folder, descriptionName)
  const description = readDescription(path)
  if (!description.ok) return description
  const part = `${path}.part`
  return attempt(() => {
    rmSync(part, { force: true })
    writeDurable(part, `${JSON.stringify({ ...description.value, address })}\n`)
    renameSync(part, path)
  }, "home-read-only")
}

/** Sealed files, beside the database. */
export const blobsOf = (folder: string): LocalBlobs => folderBlobs(join(folder, "files"))

/** Of a folder whose records are erased: the key first, without which what the disk still has of them opens for nobody. */
export function eraseHome(folder: string): void {
  const names = readdirSync(folder).filter(name => name.startsWith(databaseName))
  for (const name of ["key", descriptionName, ...names, "files"])
    rmSync(join(folder, name), { recursive: true, force: true })
}

/** Reads how the key is kept, or settles it for a new home. */
function describe(folder: string, crypto: Crypto, passphrase: string | undefined): Result<Description> {
  const path = join(folder, descriptionName)
  if (existsSync(path)) return readDescription(path)
  const keeping: KeyKeeping = passphrase === undefined ? { kind: "file" } : newPassphraseKeeping(crypto)
  const description: Description = { format, key: keeping }
  const written = attempt(() => {
    // The key first: a home that names a key has it. A key alone is what a crash between the two leaves; it is used.
    const keyPath = join(folder, "key")
    if (keeping.kind === "file" && !existsSync(keyPath)) writeDurable(keyPath, `${toHex(newKey(crypto))}\n`)
    writeDurable(path, `${JSON.stringify(description)}\n`)
  }, "home-read-only")
  return written.ok ? succeed(description) : written
}

function readDescription(path: string): Result<Description> {
  const text = attempt(() => readFileSync(path, "utf8"), "home-read-only")
  if (!text.ok) return text
  const parsed = attempt(() => JSON.parse(text.value) as Partial<Description>, "storage-damaged")
  if (!parsed.ok) return parsed
  const { format: found, key, address } = parsed.value
  if (typeof found !== "number" || key === undefined) return fail("storage-damaged")
  if (found > format) return fail("home-newer")
  return succeed({ format: found, key, ...(typeof address === "string" ? { address } : {}) })
}

function readKey(folder: string, description: Description, passphrase: string | undefined): Result<Bytes> {
  if (description.key.kind === "passphrase")
    return passphrase === undefined
      ? fail("passphrase-needed")
      : keyFromPassphrase(description.key, passphrase)
  const path = join(folder, "key")
  const text = attempt(() => {
    // A key that others can read protects nothing: narrow what a copy or an archive may have widened.
    chmodSync(path, fileMode)
    return readFileSync(path, "utf8")
  }, "key-file-missing")
  if (!text.ok) return text
  const key = parseKeyFile(text.value)
  return key === undefined ? fail("storage-damaged") : succeed(key)
}

function attempt<Value, const Code extends string>(action: () => Value, code: Code): Result<Value, Code> {
  try {
    return succeed(action())
  } catch (error) {
    return fail(code, "never", error)
  }
}
