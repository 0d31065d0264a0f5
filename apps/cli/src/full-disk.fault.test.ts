import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { closeSync, existsSync, openSync, readdirSync, rmSync, truncateSync, writeSync } from "node:fs"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { person } from "@colombe/rules/testing"
import { signUpOf } from "@colombe/server/testing"
import { wireVersion } from "@colombe/wire"
import { endProcesses, refused, runBinary, testMilliseconds } from "./testing/binary.ts"
import { checkRun } from "./testing/checker.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { acquaintedPair, clientLogs, flood } from "./testing/load.ts"
import { testServer } from "./testing/server.ts"
import { wireSocket } from "./testing/wire-socket.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const disk = temporaryFolder()
const diskBytes = 32 * 1024 * 1024
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${diskBytes}`, "tmpfs", disk]).status === 0
if (!mounted) console.warn("full disks: skipped, this user may not mount (run as root on Linux)")

afterAll(async () => {
  await endProcesses()
  if (mounted) spawnSync("umount", ["-l", disk])
  for (const one of [folder, disk]) removeFolder(one)
})

/** Takes all the room there is. */
function fill(path: string): void {
  const file = openSync(path, "w")
  try {
    for (let size = 1024 * 1024; size >= 512; )
      try {
        if (writeSync(file, new Uint8Array(size)) < size) size /= 2
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error
        size /= 2
      }
  } finally {
    closeSync(file)
  }
}

/** What becomes of a new account: `ok`, or the code of the refusal. */
async function signUp(url: string, name: string): Promise<string> {
  const socket = await wireSocket(url)
  unwrap(await socket.call("greet", { wireVersion }))
  const answer = await socket.call("signUp", await signUpOf(await person(name), name))
  socket.close()
  return answer.ok ? "ok" : answer.code
}

// skip: where nothing can be mounted, no disk is small enough to fill
test.skipIf(!mounted)(
  "T18 D24 a disk that is full under load: changes wait with their senders, reads go on, and with room all goes out once",
  async () => {
    const server = await testServer(join(disk, "data"))
    await server.start()
    const pair = await acquaintedPair(folder, server.url)
    const [ana, bob] = pair.people
    const floods = [ana, bob].map(one => flood(pair, one, { count: 15 }))
    await Promise.all(floods.map(one => one.acknowledged(2)))
    const ballast = join(disk, "ballast")
    // What the log of changes has room for already is still taken.
    let refusal = "ok"
    for (let count = 0; refusal === "ok" && count < 2_000; count++) {
      fill(ballast)
      refusal = await signUp(server.url, `person${count}`)
    }
    expect(refusal).toBe("server-storage-full")
    // Whoever only reads is served.
    const reader = await wireSocket(server.url)
    unwrap(await reader.call("greet", { wireVersion }))
    expect((await reader.call("resolveHandle", { handle: "ana" })).ok).toBe(true)
    reader.close()
    rmSync(ballast)
    for (const { ended } of floods) expect(await ended).toBe("done")
    const { faults, acknowledged } = checkRun(server.data, await clientLogs(pair))
    expect([faults, acknowledged]).toEqual([[], 30])
    expect(await server.end()).toBe(0)
  },
)

// skip: where nothing can be mounted, no disk is small enough to fill
test.skipIf(!mounted)(
  "T18 a server that is killed on a full disk has what it acknowledged, and starts once there is room",
  async () => {
    const server = await testServer(join(disk, "killed"))
    await server.start()
    const other = temporaryFolder()
    const pair = await acquaintedPair(other, server.url)
    const floods = pair.people.map(one => flood(pair, one, { count: 15 }))
    await Promise.all(floods.map(one => one.acknowledged(2)))
    const ballast = join(disk, "ballast")
    fill(ballast)
    await server.kill()
    rmSync(ballast)
    await server.start()
    for (const { ended } of floods) expect(await ended).toBe("done")
    const { faults, acknowledged } = checkRun(server.data, await clientLogs(pair))
    expect([faults, acknowledged]).toEqual([[], 30])
    expect(await server.end()).toBe(0)
    removeFolder(other)
  },
)

// skip: where nothing can be mounted, no disk is small enough to fill
test.skipIf(!mounted)(
  "T29–T31 a backup that a disk has no room for, a place that is taken and a backup that was cut are refused beside a running server",
  async () => {
    const elsewhere = temporaryFolder()
    const server = await testServer(join(elsewhere, "data"))
    await server.start()
    expect(await signUp(server.url, "ana")).toBe("ok")
    const backup = (to: string) => runBinary(["backup", to, "--data", server.data])
    const ballast = join(disk, "ballast")
    fill(ballast)
    expect(refused(await backup(join(disk, "backup"))).reason).toBe("destination-full")
    // Nothing stands there under the name of a backup.
    expect(existsSync(join(disk, "backup"))).toBe(false)
    rmSync(ballast)
    const kept = join(elsewhere, "backup")
    expect((await backup(kept)).code).toBe(0)
    expect(refused(await backup(kept)).reason).toBe("destination-used")
    expect(refused(await backup(server.data)).reason).toBe("destination-used")
    const file = readdirSync(kept).find(name => name.endsWith(".sqlite")) ?? ""
    truncateSync(join(kept, file), 8_192)
    const restored = join(elsewhere, "restored")
    const restore = ["restore", kept, "--data", restored, "--verify"]
    expect(refused(await runBinary(restore)).reason).toBe("backup-cut")
    expect(existsSync(restored)).toBe(false)
    expect(await signUp(server.url, "bob")).toBe("ok")
    expect(await server.end()).toBe(0)
    removeFolder(elsewhere)
  },
)
