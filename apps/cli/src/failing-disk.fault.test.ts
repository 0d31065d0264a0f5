import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { endProcesses, startBinary, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { greeted, isKnown, openAccount } from "./testing/newcomers.ts"
import { freePort } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

const library = join(folder, "failing-disk.so")
const source = join(import.meta.dir, "testing/failing-disk.c")
const compiled = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source], { encoding: "utf8" })
const canFail = process.platform === "linux" && process.arch === "x64" && compiled.status === 0
if (!canFail)
  console.warn(
    `a disk that fails while a server runs: skipped, no C compiler for Linux on x64 (apt install gcc)`,
  )

const faults = [
  ["fsync says EIO", "s"],
  ["writing says that the disk is read-only", "r"],
] as const

// skip: where nothing can be compiled, nothing stands between a program and its disk
for (const [name, fault] of faults)
  test.skipIf(!canFail)(
    `T18 D24 ${name} while the server runs: changes are refused, reading goes on, nothing acknowledged is lost`,
    async () => {
      const [data, flag, port] = [
        join(folder, `data-${fault}`),
        join(folder, `flag-${fault}`),
        await freePort(),
      ]
      const serve = ["serve", "--data", data, "--port", String(port)]
      const environment = { LD_PRELOAD: library, DISK_FAULT: flag }
      const failing = startBinary(serve, { environment })
      await failing.line(line => line.startsWith("http"))
      const socket = await greeted(`http://localhost:${port}`)
      expect(await openAccount(socket, "before")).toBe("ok")
      writeFileSync(flag, fault)
      expect(await openAccount(socket, "during")).toBe("server-storage-failed")
      expect(await isKnown(socket, "before")).toBe(true)
      // The disk works again: nobody can say what it holds, so that nothing more is written by this process.
      rmSync(flag)
      expect(await openAccount(socket, "after")).toBe("server-storage-failed")
      expect(await isKnown(socket, "before")).toBe(true)
      expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200)
      failing.child.kill("SIGTERM")
      await failing.ended
      const server = startBinary(serve)
      await server.line(line => line.startsWith("http"))
      const again = await greeted(`http://localhost:${port}`)
      expect(await isKnown(again, "before")).toBe(true)
      expect(await openAccount(again, "after")).toBe("ok")
      server.child.kill("SIGTERM")
      expect((await server.ended).code).toBe(0)
    },
  )
