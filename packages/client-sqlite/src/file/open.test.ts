import { test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { LocalStore } from "@colombe/client"
import { localStoreContract } from "@colombe/client/testing"
import { crashedCopy, removeFolder, temporaryFolder } from "../testing/folder.ts"
import { openFileStore } from "./open.ts"

const key = new Uint8Array(32).map((_, index) => index * 3)

localStoreContract(test, async () => {
  const folders = [temporaryFolder()]
  const stores: LocalStore[] = []
  const folder = () => folders.at(-1) ?? ""
  return {
    async open() {
      const store = unwrap(await openFileStore(folder(), key))
      stores.push(store)
      return store
    },
    async crash() {
      folders.push(crashedCopy(folder()))
    },
    async dispose() {
      for (const store of stores) await store.close()
      for (const folder of folders) removeFolder(folder)
    },
  }
})
