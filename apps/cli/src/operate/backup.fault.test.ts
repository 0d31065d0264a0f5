import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { rmSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { exits } from "../exit.ts"
import { endProcesses, refused, runBinary, testMilliseconds } from "../testing/binary.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { personIn, register } from "../testing/person.ts"
import { testServer } from "../testing/server.ts"

// Some ten processes start one after the other.
setDefaultTimeout(2 * testMilliseconds)
const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

test("T29–T31 a disk is lost: two people go on from a backup of the running server", async () => {
  const server = await testServer(at("data"))
  await server.start()
  const [ana, bob] = [personIn(folder, "ana"), personIn(folder, "bob")]
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "before the backup")
  expect(await bob.texts("@ana")).toEqual(["before the backup"])
  const made = await runBinary(["backup", at("backup"), "--data", server.data])
  expect(made).toMatchObject({ code: exits.done, err: "" })
  expect(made.out).toContain("2 accounts")
  expect((await runBinary(["restore", at("backup"), "--verify"])).code).toBe(exits.done)
  expect(refused(await runBinary(["restore", at("backup"), "--data", server.data]))).toEqual({
    code: exits.refused,
    reason: "destination-used",
  })
  await server.kill()
  rmSync(server.data, { recursive: true })
  const restored = await runBinary(["restore", at("backup"), "--data", server.data, "--verify"])
  expect(restored).toMatchObject({ code: exits.done, err: "" })
  await server.start()
  await bob.say("send", "@ana", "after the restore")
  expect(await ana.texts("@bob")).toContain("after the restore")
  expect(await server.end()).toBe(exits.done)
  truncateSync(join(at("backup"), "colombe.sqlite"), 4096)
  expect(refused(await runBinary(["restore", at("backup"), "--data", at("new")]))).toEqual({
    code: exits.verification,
    reason: "backup-cut",
  })
})

test("what is no backup, no store and no place for one is refused with its code", async () => {
  const cases = [
    [["restore", at("none"), "--verify"], "backup-missing"],
    [["restore", folder, "--verify"], "backup-cut"],
    [["backup", at("b"), "--data", at("none")], "data-missing"],
    [["restore", at("b")], "usage"],
    [["backup", "--data", at("none")], "usage"],
  ] as const
  for (const [args, reason] of cases) expect(refused(await runBinary(args)).reason ?? "usage").toBe(reason)
})
