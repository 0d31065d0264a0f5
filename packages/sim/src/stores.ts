import { type LocalStore, type MemoryRecords, memoryLocalStore } from "@colombe/client"
import { type AccountStore, type ConversationStore, copy, type Store } from "@colombe/store"
import type { Disk } from "./disk.ts"
import type { Life } from "./life.ts"

/** A device's store on a disk that can crash. */
export function simulatedLocalStore(disk: Disk, life: Life, records: MemoryRecords): LocalStore {
  const store = memoryLocalStore(records)
  return {
    get: key => disk.perform(life, "read", () => store.get(key)),
    scan: range => disk.perform(life, "read", () => store.scan(range)),
    search: range => disk.perform(life, "read", () => store.search(range)),
    write: changes => {
      const own = copy(changes)
      return disk.perform(life, "write", () => store.write(own))
    },
    close: () => disk.perform(life, "read", () => store.close()),
  }
}

const accountReads: readonly (keyof AccountStore)[] = [
  "get",
  "byHandle",
  "keyPackagesLeft",
  "mail",
  "mailbox",
  "changed",
  "accountSeq",
]
const conversationReads: readonly (keyof ConversationStore)[] = [
  "head",
  "entries",
  "group",
  "isMember",
  "readableUpTo",
  "members",
  "memberships",
  "reads",
  "pendingFanout",
]

/** The server's store on a disk that can crash. */
export function simulatedStore(disk: Disk, life: Life, store: Store): Store {
  return {
    storeId: store.storeId,
    accounts: through(disk, life, store.accounts, accountReads),
    conversations: through(disk, life, store.conversations, conversationReads),
    blobs: through(disk, life, store.blobs, ["get", "read"]),
    scrub: () => disk.perform(life, "read", () => store.scrub()),
    close: () => disk.perform(life, "read", () => store.close()),
  }
}

function through<Part extends object>(
  disk: Disk,
  life: Life,
  part: Part,
  reads: readonly (keyof Part)[],
): Part {
  const methods = Object.entries(part).map(([name, method]: [string, (...input: unknown[]) => unknown]) => {
    const kind = reads.includes(name as keyof Part) ? "read" : "write"
    const call = (...input: unknown[]) => {
      const own = copy(input)
      return disk.perform(life, kind, async () => method(...own))
    }
    return [name, call]
  })
  return Object.fromEntries(methods) as Part
}
