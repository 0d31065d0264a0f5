import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { endProcesses, startBinary, testMilliseconds } from "./testing/binary.ts"
import { type FaultySystem, faultySystem } from "./testing/faulty-system.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { greeted, isKnown, openAccount } from "./testing/newcomers.ts"
import { freePort } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const system = faultySystem(folder)

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

type Fault = "begins" | "ends"
const faults: readonly (readonly [string, (disk: FaultySystem, fault: Fault) => void])[] = [
  ["fsync says EIO", (disk, fault) => disk.failSync(fault === "begins" ? "EIO" : undefined)],
  ["a disk becomes read-only", (disk, fault) => disk.failWrite(fault === "begins" ? "EROFS" : undefined)],
]

// skip: where no C compiler is, nothing can stand between a program and its disk
for (const [number, [name, set]] of faults.entries())
  test.skipIf(!system)(
    `T18 D24 ${name} while the server runs: changes are refused, reading goes on, nothing acknowledged is lost`,
    async () => {
      if (system === undefined) throw new Error("no system")
      const port = await freePort()
      const serve = ["serve", "--data", join(folder, `data-${number}`), "--port", String(port)]
      const failing = startBinary(serve, system.surroundings)
      await failing.line(line => line.startsWith("http"))
      const socket = await greeted(`http://localhost:${port}`)
      expect(await openAccount(socket, "before")).toBe("ok")
      set(system, "begins")
      expect(await openAccount(socket, "during")).toBe("server-storage-failed")
      expect(await isKnown(socket, "before")).toBe(true)
      // The disk works again: nobody can say what it holds, so that nothing more is written by this process.
      set(system, "ends")
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
