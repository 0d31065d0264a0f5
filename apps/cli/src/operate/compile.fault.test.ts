import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { spawn, spawnSync } from "node:child_process"
import { join, resolve } from "node:path"
import { testMilliseconds } from "../testing/binary.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { freePort } from "../testing/server.ts"

setDefaultTimeout(2 * testMilliseconds)
const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

test("one file is a server that writes, an operator's tool, and a client", async () => {
  const colombe = join(folder, "colombe")
  const compile = join(resolve(import.meta.dirname, "../../../.."), "tools/compile.ts")
  expect(spawnSync(process.execPath, [compile, colombe]).status).toBe(0)
  const run = (...args: readonly string[]) => spawnSync(colombe, args, { encoding: "utf8", cwd: folder })
  const port = String(await freePort())
  const server = spawn(colombe, ["serve", "--data", "data", "--port", port, "--sign-up", "invite"], {
    cwd: folder,
  })
  // The invitation is on disk when it is printed: the writer's thread works.
  const invitation = await new Promise<string>((done, failed) => {
    let out = ""
    server.stdout.on("data", chunk => {
      out += chunk
      const found = /[0-9a-f]{30}/.exec(out)?.[0]
      if (found !== undefined) done(found)
    })
    server.once("close", code => failed(new Error(`ended with ${code}`)))
  })
  const url = `http://localhost:${port}`
  const registered = run("--home", "ana", "register", "ana", "--server", url, "--invite", invitation)
  expect([registered.status, registered.stdout.trim().split(" ").length]).toEqual([0, 24])
  expect(run("doctor", "--data", "data", "--port", port).status).toBe(0)
  expect(run("backup", "backup", "--data", "data").status).toBe(0)
  expect(run("restore", "backup", "--verify").stdout).toContain("1 accounts")
  const ended = new Promise(done => server.once("close", done))
  server.kill("SIGTERM")
  expect(await ended).toBe(0)
})
