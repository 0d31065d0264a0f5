import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { rmSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { kinds } from "@colombe/rules"
import { exits } from "../exit.ts"
import { endProcesses, refused, runBinary, testMilliseconds } from "../testing/binary.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { personIn, register } from "../testing/person.ts"
import { testServer } from "../testing/server.ts"
import { storedLog } from "../testing/stored-log.ts"

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

/** What `run` gives as soon as `accepts` says so: each run of it goes on where the one before ended. */
async function until<Value>(run: () => Promise<Value>, accepts: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await run()
    if (accepts(value)) return value
  }
}

test("Y81 Y83 a server is put back to an older backup: what was said in between is brought back by those who said it, once", async () => {
  const server = await testServer(at("lost"))
  await server.start()
  const [ana, bob] = [personIn(at("people"), "ana"), personIn(at("people"), "bob")]
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "one")
  await bob.say("send", "@ana", "two")
  expect(await ana.texts("@bob")).toEqual(["one", "two"])
  expect((await runBinary(["backup", at("older"), "--data", server.data])).code).toBe(exits.done)
  await ana.say("send", "@bob", "lost by Ana")
  await bob.say("send", "@ana", "lost by Bob")
  expect(await ana.texts("@bob")).toEqual(["one", "two", "lost by Ana", "lost by Bob"])
  await server.kill()
  rmSync(server.data, { recursive: true })
  expect((await runBinary(["restore", at("older"), "--data", server.data])).code).toBe(exits.done)
  await server.start()
  await bob.say("send", "@ana", "since then")
  await ana.say("send", "@bob", "heard")
  const all = ["heard", "lost by Ana", "lost by Bob", "one", "since then", "two"]
  const seen = await until(
    () => bob.texts("@ana"),
    texts => texts.length >= all.length,
  )
  expect(seen.toSorted()).toEqual(all)
  expect(await ana.texts("@bob")).toEqual(seen)
  // What is there is at the server, and not in the memory of whoever said it.
  const stored = storedLog(server.data).filter(({ type, body }) => type === kinds.message && body.length > 0)
  expect(stored.length).toBeGreaterThanOrEqual(all.length)
  expect(await server.end()).toBe(exits.done)
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
