import { unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { storeContract } from "@colombe/store/testing"
import { openSqliteStore } from "./open.ts"
import { crashedCopy, quickFolders, removeFolder, temporaryFolder } from "./testing/folder.ts"

const crypto = deterministicCrypto(Uint8Array.of(1))

storeContract("SQLite store", crypto, async () => {
  const folders = [temporaryFolder(quickFolders)]
  const open = async () => unwrap(await openSqliteStore(folders.at(-1) ?? "", { crypto }))
  const stores = [await open()]
  return {
    store: stores[0] as (typeof stores)[number],
    async reopen() {
      folders.push(crashedCopy(folders.at(-1) ?? "", quickFolders))
      const store = await open()
      stores.push(store)
      return store
    },
    async dispose() {
      for (const store of stores) await store.close()
      for (const folder of folders) removeFolder(folder)
    },
  }
})
