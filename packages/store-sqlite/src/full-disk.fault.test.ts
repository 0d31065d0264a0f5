import { expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { conversation, expectChain, newEntry, openEntry, range, seqKey } from "@colombe/store/testing"
import { backupStore } from "./backup/backup.ts"
import { restoreStore, verifyBackup } from "./backup/restore.ts"
import { openSqliteStore } from "./open.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"

const crypto = platformCrypto(globalThis.crypto)
const room = conversation("room")
const diskBytes = 4 * 1024 * 1024

/** A disk of its own that can be filled; undefined where this process may not mount one. */
function smallDisk(): { readonly folder: string; remount(how: string): void; remove(): void } | undefined {
  const folder = temporaryFolder()
  const run = (...command: readonly string[]) => spawnSync(command[0] ?? "", command.slice(1)).status === 0
  if (!run("mount", "-t", "tmpfs", "-o", `size=${diskBytes}`, "tmpfs", folder)) {
    removeFolder(folder)
    return undefined
  }
  return {
    folder,
    remount: how => {
      if (!run("mount", "-o", `remount,${how}`, folder)) throw new Error("no remount")
    },
    remove: () => {
      run("umount", "-l", folder)
      removeFolder(folder)
    },
  }
}

const probe = smallDisk()
probe?.remove()
if (!probe) console.warn("no disk can be mounted here: the tests of a full disk are skipped")

test.skipIf(!probe)(
  "T18 a disk that fills under load loses nothing, is read on, and goes on with room",
  async () => {
    const disk = smallDisk()
    if (!disk) throw new Error("no disk")
    try {
      const data = join(disk.folder, "data")
      const store = unwrap(await openSqliteStore(data, { crypto }))
      unwrap(await store.conversations.open(openEntry()))
      const ballast = join(disk.folder, "ballast")
      writeFileSync(ballast, new Uint8Array(diskBytes / 4))
      const answered = new Map<number, number>()
      const send = async (number: number): Promise<string> => {
        const body = new Uint8Array(2_000).fill(number)
        const entry = newEntry("", { body, sendKey: seqKey("s", number) })
        try {
          const stored = unwrap(await store.conversations.append(entry))
          answered.set(number, stored.seq)
          return "ok"
        } catch (error) {
          return (error as { code?: string }).code ?? String(error)
        }
      }
      let next = 0
      const outcomes: string[] = []
      while (!outcomes.includes("storage-full") && next < 10_000)
        outcomes.push(...(await Promise.all(range(32).map(() => send(next++)))))
      expect(new Set(outcomes)).toEqual(new Set(["ok", "storage-full"]))
      // Full: reads go on, and so does the refusal, with the same code.
      const read = await store.conversations.entries(room, 0, 100_000)
      expectChain(room, read)
      expect(read).toHaveLength(answered.size + 1)
      expect(await send(next++)).toBe("storage-full")
      rmSync(ballast)
      const refused = range(next).filter(number => !answered.has(number))
      for (const number of refused.slice(0, 20)) expect(await send(number)).toBe("ok")
      await store.close()
      const again = unwrap(await openSqliteStore(data, { crypto }))
      const entries = await again.conversations.entries(room, 0, 100_000)
      expectChain(room, entries)
      for (const [number, seq] of answered) expect(entries[seq - 1]?.body?.[0]).toBe(number % 256)
      await again.close()
    } finally {
      disk.remove()
    }
  },
  60_000,
)

test.skipIf(!probe)(
  "T29, T31 a backup and a restore that do not fit leave nothing behind",
  async () => {
    const disk = smallDisk()
    const folder = temporaryFolder()
    if (!disk) throw new Error("no disk")
    try {
      const data = join(folder, "data")
      const store = unwrap(await openSqliteStore(data, { crypto }))
      unwrap(await store.conversations.open(openEntry()))
      await Promise.all(
        range(150).map(number =>
          store.conversations.append(
            newEntry("", { body: new Uint8Array(40_000), sendKey: seqKey("s", number) }),
          ),
        ),
      )
      expect(backupStore(data, join(disk.folder, "b"), 0)).toMatchObject({ code: "destination-full" })
      unwrap(backupStore(data, join(folder, "b"), 0))
      expect(
        restoreStore(join(folder, "b"), join(disk.folder, "d"), { crypto, readBack: true }),
      ).toMatchObject({
        code: "destination-full",
      })
      expect(verifyBackup(join(disk.folder, "b"))).toMatchObject({ code: "backup-missing" })
      await store.close()
      disk.remount("ro")
      expect(backupStore(data, join(disk.folder, "b"), 0)).toMatchObject({ code: "destination-read-only" })
    } finally {
      disk.remove()
      removeFolder(folder)
    }
  },
  60_000,
)
