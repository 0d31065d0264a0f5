import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { person } from "@colombe/rules/testing"
import { signUpOf } from "@colombe/server/testing"
import { endProcesses, startBinary, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { greeted, isKnown, openAccount } from "./testing/newcomers.ts"
import { freePort, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

test("D11 told to stop, a server answers what was asked, says why it goes, and has what it acknowledged", async () => {
  const server = await testServer(join(folder, "stopped"))
  await server.start()
  const [busy, idle] = [await greeted(server.url), await greeted(server.url)]
  const names = Array.from({ length: 30 }, (_, index) => `person${index}`)
  const requests = await Promise.all(names.map(async name => signUpOf(await person(name), name)))
  const answers = requests.map(request => busy.call("signUp", request))
  // The first answer says that the others have arrived, since frames keep their order.
  unwrap(await (answers[0] as (typeof answers)[number]))
  const ended = server.end()
  for (const socket of [busy, idle])
    expect(await socket.ended).toMatchObject({
      status: 4000,
      reason: "server-stopping",
      told: "server-stopping",
    })
  expect(await ended).toBe(0)
  for (const answer of answers) expect((await answer).ok).toBe(true)
  await server.start()
  const again = await greeted(server.url)
  for (const name of names) expect(await isKnown(again, name)).toBe(true)
  expect(await server.end()).toBe(0)
})

test("T18 D24 a disk that fails to write is trusted no more: changes are refused, what is there is read, nothing acknowledged is lost", async () => {
  const data = join(folder, "failing")
  const port = await freePort()
  const serve = ["serve", "--data", data, "--port", String(port)]
  // No file may grow beyond so many KiB: what the system then says is not that the disk is full.
  const through = ["bash", "-c", 'trap "" XFSZ; ulimit -f 1500; exec "$@"', "limited"]
  const failing = startBinary(serve, { through })
  await failing.line(line => line.startsWith("http"))
  const socket = await greeted(`http://localhost:${port}`)
  const acknowledged: string[] = []
  let refusal = "ok"
  for (let count = 0; refusal === "ok" && count < 2_000; count++) {
    refusal = await openAccount(socket, `person${count}`)
    if (refusal === "ok") acknowledged.push(`person${count}`)
  }
  expect(refusal).toBe("server-storage-failed")
  expect(await openAccount(socket, "later")).toBe("server-storage-failed")
  expect(await isKnown(socket, "person0")).toBe(true)
  failing.child.kill("SIGTERM")
  await failing.ended
  const server = startBinary(serve)
  await server.line(line => line.startsWith("http"))
  const again = await greeted(`http://localhost:${port}`)
  for (const name of acknowledged) expect(await isKnown(again, name)).toBe(true)
  expect(await openAccount(again, "later")).toBe("ok")
  server.child.kill("SIGTERM")
  expect((await server.ended).code).toBe(0)
})
