import { toUtf8, unwrap } from "@colombe/base"
import { type Check, check, expectBytes, expectSame, type Outcome, runChecks } from "@colombe/base/testing"
import type { LocalStore } from "@colombe/client"
import { localBlobContract, localStoreContract } from "@colombe/client/testing"
import { browserBlobs } from "../blobs/browser.ts"
import { openBrowserStore } from "./open.ts"

const key = new Uint8Array(32).map((_, index) => index * 3)
const engineAddress = "/modules/@journeyapps/wa-sqlite/dist/mc-wa-sqlite.wasm"

/** The contract of the local store on the private files of a real browser. */
export async function run(origin: string): Promise<Outcome> {
  const engine = new Uint8Array(await (await fetch(`${origin}${engineAddress}`)).arrayBuffer())
  const checks: Check[] = []
  localStoreContract(
    (name, run) => checks.push(check(name, run)),
    () => newHome(engine),
  )
  let folders = 0
  localBlobContract(
    (name, run) => checks.push(check(name, run)),
    () => browserBlobs(`files ${folders++}`),
  )
  return runChecks([...checks, ...refusals(engine)], [])
}

let homes = 0

async function newHome(engine: Uint8Array) {
  const names = [`home ${homes++}`]
  const stores: LocalStore[] = []
  const name = () => names.at(-1) ?? ""
  return {
    async open() {
      const store = unwrap(await openBrowserStore(name(), key, engine))
      stores.push(store)
      return store
    },
    async crash() {
      const copied = `home ${homes++}`
      await copyFolder(name(), copied)
      names.push(copied)
    },
    async dispose() {
      for (const store of stores) await store.close()
      const top = await navigator.storage.getDirectory()
      for (const name of names) await top.removeEntry(name, { recursive: true })
    },
  }
}

/** The files as they stand while a store has them open: what a crash at this moment would leave. */
async function copyFolder(from: string, to: string): Promise<void> {
  for (const [name, bytes] of await readFolder(from)) {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(to, { create: true })
    const file = await (await folder.getFileHandle(name, { create: true })).createWritable()
    await file.write(bytes)
    await file.close()
  }
}

async function readFolder(name: string): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name)
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  for await (const [entry, handle] of folder.entries())
    if (handle instanceof FileSystemFileHandle)
      files.set(entry, new Uint8Array(await (await handle.getFile()).arrayBuffer()))
  return files
}

function refusals(engine: Uint8Array): readonly Check[] {
  const withHome = (act: (name: string, store: LocalStore) => Promise<void>) => async () => {
    const name = `home ${homes++}`
    const store = unwrap(await openBrowserStore(name, key, engine))
    await act(name, store)
    await store.close()
  }
  const codeOf = async (name: string, under = key) => {
    const result = await openBrowserStore(name, under, engine)
    if (!result.ok) return result.code
    await result.value.close()
    return "ok"
  }
  return [
    check(
      "T23 a home in use is refused, and free once it is closed",
      withHome(async (name, store) => {
        expectSame(await codeOf(name), "home-busy", "while it is open")
        await store.close()
        expectSame(await codeOf(name), "ok", "once it is closed")
      }),
    ),
    check(
      "T24 nothing that was stored can be read from the files",
      withHome(async (name, store) => {
        const secret = "colombe plaintext marker"
        await store.write([{ put: toUtf8(secret), value: toUtf8(secret.repeat(1_000)) }])
        const files = await readFolder(name)
        expectSame((files.get("store-wal")?.length ?? 0) > 24_000, true, "the log holds the record")
        for (const [file, bytes] of files)
          expectSame(new TextDecoder("latin1").decode(bytes).includes(secret), false, file)
      }),
    ),
    check(
      "T25 another key opens nothing and changes nothing",
      withHome(async (name, store) => {
        await store.write([{ put: toUtf8("a"), value: toUtf8("1") }])
        await store.close()
        expectSame(await codeOf(name, new Uint8Array(32)), "storage-locked", "under another key")
        const again = unwrap(await openBrowserStore(name, key, engine))
        expectBytes(await again.get(toUtf8("a")), toUtf8("1"), "value")
        await again.close()
      }),
    ),
  ]
}
