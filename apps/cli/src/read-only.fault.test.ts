import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { refused, runBinary, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { personIn } from "./testing/person.ts"
import { freePort, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)

const folder = temporaryFolder()
afterAll(() => removeFolder(folder))

/** Root writes whatever the permission bits say: only a mount is read-only to everybody, here in a namespace of its own. */
const readOnly = (target: string): readonly string[] => [
  "unshare",
  "--mount",
  "sh",
  "-c",
  'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"',
  target,
]
const canMount = spawnSync("unshare", ["--mount", "true"]).status === 0
if (!canMount) console.warn("read-only folders: skipped, this user may not mount (run as root on Linux)")

/** Names, sizes and times of everything within. */
const stateOf = (target: string): readonly string[] =>
  readdirSync(target, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map(name => {
      const { size, mtimeMs } = statSync(join(target, name))
      return `${name} ${size} ${mtimeMs}`
    })

// skip: where nothing can be mounted, nothing is read-only
test.skipIf(!canMount)("a home on a read-only disk is refused with its code, and left as it is", async () => {
  const server = await testServer(join(folder, "data"))
  await server.start()
  const ana = personIn(folder, "ana")
  await ana.say("register", "ana", "--server", server.url)
  const before = stateOf(ana.home)
  for (const command of [
    ["whoami"],
    ["send", "@ana", "bonjour"],
    ["register", "bob", "--server", server.url],
  ]) {
    const ran = await runBinary(["--home", ana.home, ...command], { through: readOnly(ana.home) })
    expect(refused(ran)).toEqual({ code: 3, reason: "home-read-only" })
  }
  expect(stateOf(ana.home)).toEqual(before)
  expect(await ana.say("whoami")).toContain("ana@localhost")
  await server.end()
})

// skip: where nothing can be mounted, nothing is read-only
test.skipIf(!canMount)(
  "a data folder on a read-only disk is refused with its code, and left as it is",
  async () => {
    const server = await testServer(join(folder, "served"))
    await server.start()
    await server.end()
    const before = stateOf(server.data)
    const serve = ["serve", "--data", server.data, "--port", String(await freePort())]
    expect(refused(await runBinary(serve, { through: readOnly(server.data) }))).toEqual({
      code: 3,
      reason: "data-read-only",
    })
    expect(stateOf(server.data)).toEqual(before)
    await server.start()
    await server.end()
  },
)
