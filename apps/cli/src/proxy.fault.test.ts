import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { publicLimits } from "@colombe/server"
import { endProcesses, refused, runBinary, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { greeted } from "./testing/newcomers.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

/** How many link boxes are opened before one is refused, each on a connection of its own with the header given. */
async function boxesUntilRefused(url: string, forwarded: (index: number) => string): Promise<number> {
  const most = publicLimits.linkBoxes.burst + 3
  for (let index = 0; index < most; index++) {
    const socket = await greeted(url, { "X-Forwarded-For": forwarded(index) })
    const name = crypto.getRandomValues(new Uint8Array(16))
    const answer = await socket.call("openLinkBox", { name, key: name })
    socket.close()
    if (!answer.ok) {
      expect(answer.code).toBe("rate-limited")
      return index
    }
  }
  return most
}

const { burst } = publicLimits.linkBoxes
const somebody = (index: number): string => `198.51.100.${index + 1}`

async function serving(name: string, ...more: readonly string[]): Promise<TestServer> {
  const server = await testServer(join(folder, name))
  await server.start("--listen", "127.0.0.1", "--behind-proxy", "--host", "proxied.example", ...more)
  return server
}

test("behind a proxy that is not trusted, a forged X-Forwarded-For gives nobody a rate of their own", async () => {
  const server = await serving("untrusted", "--trusted-proxies", "192.0.2.1")
  expect(await boxesUntilRefused(server.url, somebody)).toBe(burst)
  await server.end()
})

test("behind a trusted proxy each client has a rate of its own, and what a client wrote before the proxy counts for nothing", async () => {
  const server = await serving("trusted")
  expect(await boxesUntilRefused(server.url, somebody)).toBe(burst + 3)
  // One client, who names another one before each request; the proxy appends whom it saw.
  expect(await boxesUntilRefused(server.url, index => `${somebody(100 + index)}, 203.0.113.7`)).toBe(burst)
  expect(await boxesUntilRefused(server.url, () => "127.0.0.1, ::1, 203.0.113.8")).toBe(burst)
  await server.end()
})

/** As somebody without rights, where ports below 1024 are the system's: in a network namespace, since some hosts give them out. */
const unprivileged: readonly string[] = [
  "unshare",
  "--net",
  "sh",
  "-c",
  'ip link set lo up && exec setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all "$@"',
  "unprivileged",
]
const [command = "", ...before] = unprivileged
const canDrop = spawnSync(command, [...before, process.execPath, "--version"]).status === 0
if (!canDrop)
  console.warn("a port that is forbidden: skipped, only root on Linux can give up its rights (with iproute2)")

// skip: whoever has no rights to give up, or no namespaces, has no port that is forbidden for sure
test.skipIf(!canDrop)(
  "a port that its user may not open is refused with its code, and nothing is left behind",
  async () => {
    const data = join(folder, "open")
    mkdirSync(data)
    for (const path of [folder, data]) chmodSync(path, 0o777)
    const serve = ["serve", "--data", join(data, "data"), "--port", "443"]
    const environment = { HOME: data }
    expect(refused(await runBinary(serve, { through: unprivileged, environment }))).toEqual({
      code: 3,
      reason: "port-forbidden",
    })
  },
)
