import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { phrase } from "@colombe/phrases"
import { kinds } from "@colombe/rules"
import { openSealed, readSealed } from "@colombe/seal"
import { cryptoPort } from "./session.ts"
import { endProcesses, type Process, refused, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { secretsOfHome } from "./testing/opened-home.ts"
import { type Person, personIn, register } from "./testing/person.ts"
import { type TestServer, testServer } from "./testing/server.ts"
import { storedLog } from "./testing/stored-log.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const person = (name: string) => personIn(folder, name)
const [ana, tablet, laptop, bob] = [person("ana"), person("tablet"), person("laptop"), person("bob")] as const
let server: TestServer

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "bonjour")
  await bob.say("send", "@ana", "salut")
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

const answer = ({ child }: Process, line: string) => child.stdin?.write(`${line}\n`)
const qr = (line: string) => line.startsWith("colombe:link#")
const typed = (line: string) => /^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(line)
const digits = (line: string) => /^[0-9]{6}$/.test(line)

interface LinkedDevice {
  readonly device: string
  readonly name: string
  readonly current: boolean
}

async function devicesOf(who: Person): Promise<readonly LinkedDevice[]> {
  const lines = (await who.say("devices", "list", "--json")).trim().split("\n")
  return lines.map(line => JSON.parse(line) as LinkedDevice)
}

test("G3 a new home is linked by the typed code, has the account, sends and receives", async () => {
  const fresh = tablet.talk("link", "--server", server.url, "--name", "tablet")
  const code = await fresh.line(typed)
  const old = ana.talk("link", "--accept", code)
  const shown = await fresh.line(digits)
  answer(old, shown === "000000" ? "111111" : "000000")
  answer(old, shown)
  const safety = await old.line(line => /^([0-9]{5} ){5}[0-9]{5}$/.test(line))
  expect(await fresh.line(line => line.startsWith("ana@localhost"))).toContain(safety)
  answer(fresh, "yes")
  expect((await fresh.ended).code).toBe(0)
  expect((await old.ended).code).toBe(0)

  expect(JSON.parse(await tablet.say("whoami", "--json"))).toMatchObject({ address: "ana@localhost" })
  expect((await devicesOf(ana)).map(({ name, current }) => [name, current])).toEqual([
    ["", true],
    ["tablet", false],
  ])
  await tablet.say("send", "@bob", "de la tablette")
  await bob.say("send", "@ana", "bien reçu")
  for (const one of [ana, tablet])
    expect((await one.texts("@bob")).slice(-2)).toEqual(["de la tablette", "bien reçu"])
})

test("G2 the other way is the text of the QR code, and who does not agree stays nobody", async () => {
  const fresh = laptop.talk("link", "--server", server.url)
  const old = tablet.talk("link", "--accept", await fresh.line(qr))
  answer(old, "oui")
  await fresh.line(line => line.startsWith("ana@localhost"))
  answer(fresh, "no")
  expect(refused(await fresh.ended)).toEqual({ code: 3, reason: "link-refused" })
  expect(refused(await old.ended)).toEqual({ code: 3, reason: "link-refused-there" })
  expect(refused(await laptop.run(["whoami"]))).toEqual({ code: 3, reason: "home-empty" })
  expect(refused(await ana.run(["link", "--accept", "AAAA-AAAA"]))).toEqual({
    code: 3,
    reason: "link-code-unknown",
  })
})

test("Y49 a home tells of a device that another one let in, until it was listed there", async () => {
  const fresh = laptop.talk("link", "--server", server.url, "--name", "laptop")
  const old = tablet.talk("link", "--accept", await fresh.line(qr))
  answer(old, "yes")
  await fresh.line(line => line.startsWith("ana@localhost"))
  answer(fresh, "yes")
  expect((await fresh.ended).code).toBe(0)
  expect((await old.ended).code).toBe(0)
  const told = `${phrase("devices-unseen", "en", { count: 1 })}\n`
  for (const command of [["list"], ["devices", "list", "--json"]])
    expect(await ana.run(command)).toMatchObject({ code: 0, err: told })
  for (const home of [ana, tablet, laptop])
    expect(await home.run(["list"])).toMatchObject({ code: 0, err: "" })
  const came = (await devicesOf(laptop)).find(({ current }) => current)
  await ana.say("devices", "remove", came?.device ?? "")
})

/** Places of messages in all logs that the keys of this home open, out of everything on the server's disk. */
async function opens(who: Person): Promise<readonly string[]> {
  const { epochKeys } = await secretsOfHome(who.home)
  const opened: string[] = []
  for (const entry of storedLog(server.data)) {
    if (entry.type !== kinds.message) continue
    const sealed = readSealed({ in: "log", ...entry }, entry.body)
    if (sealed.ok && (await openSealed(cryptoPort, sealed.value, epochKeys)).ok)
      opened.push(`${entry.conversation.toHex()} ${entry.seq}`)
  }
  return opened
}

test("Y47 Y48 a removed home says so, and opens nothing that follows although it has every byte of the server", async () => {
  const before = await opens(tablet)
  expect(before.length).toBeGreaterThan(1)
  await ana.say("devices", "remove", "tablet", "--lost")
  expect((await devicesOf(ana)).map(({ current }) => current)).toEqual([true])
  await bob.say("send", "@ana", "entre nous")
  await ana.say("send", "@bob", "sans la tablette")
  expect(refused(await tablet.run(["send", "@bob", "encore là ?"])).reason).toBe("device-inactive")
  expect(await opens(tablet)).toEqual(before)
  expect((await opens(ana)).length).toBeGreaterThan(before.length)
  expect((await bob.texts("@ana")).slice(-2)).toEqual(["entre nous", "sans la tablette"])
  expect(refused(await ana.run(["devices", "remove", "tablet"]))).toEqual({
    code: 3,
    reason: "device-not-yours",
  })
})

test("Y95 a home signs itself out while another process has it open: all of it is erased, and the other says so", async () => {
  const spare = person("spare")
  const fresh = spare.talk("link", "--server", server.url, "--name", "spare")
  const old = ana.talk("link", "--accept", await fresh.line(qr))
  answer(old, "yes")
  await fresh.line(line => line.startsWith("ana@localhost"))
  answer(fresh, "yes")
  expect((await fresh.ended).code).toBe(0)
  expect((await old.ended).code).toBe(0)
  await spare.say("send", "@bob", "de passage")
  const listening = spare.start("listen", "--json")
  await bob.say("send", "@ana", "à tous")
  await listening.line(line => line.includes("à tous"))
  expect((await spare.run(["devices", "remove", "spare"])).code).toBe(0)
  expect(refused(await listening.ended)).toEqual({ code: 3, reason: "signed-out" })
  const left = readdirSync(spare.home).filter(name => /^(colombe|key|home|files)/.test(name))
  expect(left).toEqual([])
  expect((await devicesOf(ana)).map(({ current }) => current)).toEqual([true])
  expect(refused(await spare.run(["whoami"])).reason).toBe("home-empty")
  expect(refused(await ana.run(["devices", "remove", (await devicesOf(ana))[0]?.device ?? ""])).reason).toBe(
    "device-last",
  )
  expect((await ana.texts("@bob")).slice(-2)).toEqual(["de passage", "à tous"])
})
