import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { existsSync, mkdirSync, statSync } from "node:fs"
import { join } from "node:path"
import type { Io } from "../io.ts"
import { run } from "../run.ts"
import { adminSocketOf } from "../serve/admin-socket.ts"
import { endProcesses, type Ran, refused, runBinary, testMilliseconds } from "../testing/binary.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { personIn, register } from "../testing/person.ts"
import { testServer } from "../testing/server.ts"

setDefaultTimeout(2 * testMilliseconds)
const folder = temporaryFolder()

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

/** In this process, which is quicker than one for each; the server that is asked is another. */
async function admin(data: string, ...words: readonly string[]): Promise<Ran> {
  const printed = { out: "", err: "" }
  const io: Io = {
    environment: { LC_ALL: "C" },
    print: async line => {
      printed.out += `${line}\n`
    },
    complain: async line => {
      printed.err += `${line}\n`
    },
    readInput: async () => new Uint8Array(),
    readLine: async () => undefined,
    ended: new Promise(() => {}),
  }
  return { code: await run(io, ["admin", ...words, "--data", data]), ...printed }
}

/** Lines of two columns, by the first. */
const valuesOf = ({ out }: Ran): Readonly<Record<string, string>> =>
  Object.fromEntries(out.split("\n").map(line => line.split("\t", 2)))

test("an operator sees who is there, how the server is and what it costs, and neither content nor address", async () => {
  const server = await testServer(join(folder, "data"))
  await server.start("--file-quota", "1")
  const [ana, bob] = [personIn(folder, "ana"), personIn(folder, "bob")]
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "a whale in the bath")
  const ask = (...words: readonly string[]) => admin(server.data, ...words)
  const listening = bob.start("listen", "--json")
  await listening.line(line => line.includes("a whale in the bath"))
  const sessions = await runBinary(["admin", "sessions", "--data", server.data])
  expect(sessions).toMatchObject({ code: 0, err: "" })
  expect(sessions.out).toMatch(/^bob\t[0-9a-f]{16}\t1$/m)
  const health = await ask("health")
  expect(valuesOf(health)).toMatchObject({
    connections: "1",
    unsigned: "0",
    accountsConnected: "1",
    faults: "0",
  })
  expect(Number(valuesOf(health).bytesPublished)).toBeGreaterThanOrEqual(0)
  expect(Number(valuesOf(health).bytesOut)).toBeGreaterThan(500)
  const cost = valuesOf(await ask("cost", "--machine-price", "7.5", "--storage-price", "0"))
  expect(cost).toMatchObject({ machineEuros: "7.500", storageEuros: "0.000" })
  expect(Number(cost.monthEuros)).toBeGreaterThanOrEqual(7.5)
  const people = await ask("people")
  expect(people.out).toMatch(/^ana\t[0-9a-f]{16}\t2\t0\nbob\t[0-9a-f]{16}\t2\t0\n$/)
  for (const { out } of [sessions, health, people, await ask("storage"), await ask("invitations")])
    expect(out).not.toMatch(/whale|127\.0\.0\.1|::1|localhost/)
  // Whoever may not read the folder may not ask either.
  expect(statSync(adminSocketOf(server.data)).mode & 0o777).toBe(0o600)

  await server.kill()
  expect(refused(await ask("health"))).toEqual({ code: 4, reason: "server-not-running" })
  expect((await ask("people")).code).toBe(0)
  await server.start()
  // What the killed server left in the place of its socket hinders nobody.
  expect((await ask("health")).code).toBe(0)
  expect(await server.end()).toBe(0)
  expect(existsSync(adminSocketOf(server.data))).toBe(false)
})

test("an invitation that was taken back lets nobody in, and others still do", async () => {
  const server = await testServer(join(folder, "invited"))
  await server.start("--sign-up", "invite")
  const ask = (...words: readonly string[]) => admin(server.data, ...words)
  const texts = (await ask("invite", "--count", "2", "--uses", "2")).out.trim().split("\n")
  const ids = (await ask("invitations")).out.trim().split("\n")
  // One of them was made at the start.
  expect(ids).toHaveLength(3)
  const people = ["eve", "fay", "gus"].map(name => personIn(folder, name))
  const [eve, fay, gus] = people
  const enter = (one: typeof eve, invitation = "") =>
    one?.run(["register", one.name, "--server", server.url, "--invite", invitation])
  expect((await enter(eve, texts[0]))?.code).toBe(0)
  const used = (await ask("invitations")).out.split("\n").find(line => line.includes("\t1/2\t"))
  expect(refused(await ask("revoke", "000000000000")).reason).toBe("invitation-unknown")
  expect((await ask("revoke", used?.split("\t")[0] ?? "")).code).toBe(0)
  expect(await enter(fay, texts[0])).toMatchObject({
    code: 3,
    err: expect.stringContaining("(invitation-wrong)"),
  })
  expect((await enter(gus, texts[1]))?.code).toBe(0)
  expect(await server.end()).toBe(0)
})

test("in a folder whose name is too long for a socket the server works, and says that it cannot be asked", async () => {
  const long = join(folder, "a".repeat(100))
  mkdirSync(long)
  const server = await testServer(join(long, "data"))
  await server.start()
  const ask = (...words: readonly string[]) => admin(server.data, ...words)
  expect(refused(await ask("health")).reason).toBe("server-not-running")
  expect((await ask("storage")).code).toBe(0)
  expect(await server.end()).toBe(0)
})

test("what an admin command does not take is refused as usage", async () => {
  const ask = (...words: readonly string[]) => admin(join(folder, "data"), ...words)
  const cases = [
    ["revoke"],
    ["sessions", "--uses", "2"],
    ["invite", "--copies", "2"],
    ["cost", "--traffic-price", "-1"],
    ["cost", "--copies", "many"],
    ["nobody"],
  ]
  for (const words of cases) expect([words, (await ask(...words)).code]).toEqual([words, 2])
})
