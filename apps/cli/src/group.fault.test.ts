import { Database } from "bun:sqlite"
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { toBase64Url } from "@colombe/base"
import type { KnownCode } from "@colombe/phrases"
import { kinds } from "@colombe/rules"
import { openSealed, readSealed } from "@colombe/seal"
import { cryptoPort } from "./session.ts"
import { endProcesses, refused, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { secretsOfHome } from "./testing/opened-home.ts"
import { type Person, personIn, register } from "./testing/person.ts"
import { expectRefusal } from "./testing/refusal.ts"
import { type TestServer, testServer } from "./testing/server.ts"
import { type StoredEntry, storedLog } from "./testing/stored-log.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const person = (name: string) => personIn(folder, name)
const [ana, bob, cleo, dan, eve, fay] = [
  person("ana"),
  person("bob"),
  person("cleo"),
  person("dan"),
  person("eve"),
  person("fay"),
] as const
const title = "Le verger"
let server: TestServer
let group: string

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, bob, cleo, dan, eve, fay])
  group = (await ana.say("group", "create", title, "@bob", "@cleo", "@dan", "@eve")).trim()
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

/** Message entries of the group at the server whose content these keys open. */
async function opensWith(someone: Person, entries: readonly StoredEntry[]): Promise<number[]> {
  const { epochKeys } = await secretsOfHome(someone.home)
  const opened: number[] = []
  for (const entry of entries) {
    const sealed = readSealed({ in: "log", ...entry }, entry.body)
    if (sealed.ok && (await openSealed(cryptoPort, sealed.value, epochKeys)).ok) opened.push(entry.seq)
  }
  return opened
}

const messages = () =>
  storedLog(server.data).filter(
    entry => toBase64Url(entry.conversation) === group && entry.type === kinds.message,
  )

test("Y41 five people are asked, come in by writing, and read one log", async () => {
  await ana.say("send", title, "welcome to the orchard")
  const invited = [bob, cleo, dan, eve]
  const asked = await bob.history(title)
  expect(asked.every(item => item.request)).toBe(true)
  expect(asked.flatMap(item => item.text ?? [])).toEqual(["welcome to the orchard"])
  for (const one of invited) await one.say("send", title, `${one.name} is here`)
  const logs = await Promise.all([ana, ...invited].map(one => one.history(title)))
  const said = ["welcome to the orchard", ...invited.map(one => `${one.name} is here`)]
  for (const log of logs) {
    expect(log.flatMap(item => item.text ?? [])).toEqual(said)
    expect(log.some(item => item.request || item.kind === "notice")).toBe(false)
  }
})

test("a change that makes no sense or that a role does not allow is refused with its code", async () => {
  const refuses = (who: Person, code: KnownCode, ...args: readonly string[]) =>
    expectRefusal(["--home", who.home, "group", ...args], code)
  await refuses(ana, "member-already", "add", title, "@bob")
  await refuses(ana, "member-unknown", "remove", title, "@fay")
  await refuses(ana, "last-admin", "remove", title, "@ana")
  await refuses(bob, "commit-forbidden", "remove", title, "@cleo")
  await refuses(bob, "commit-forbidden", "remove", title, "@ana")
  await refuses(fay, "title-unknown", "add", title, "@fay")
})

let lastSeen: number

test("whoever is removed can not send, and is shown nothing that follows", async () => {
  lastSeen = messages().at(-1)?.seq ?? 0
  await ana.say("group", "remove", title, "@eve")
  await expectRefusal(["--home", eve.home, "send", title, "still here?"], "conversation-unknown")
  for (const one of [ana, bob, cleo]) await one.say("send", title, `${one.name} whispers`)
  const shown = (await eve.texts(title)).filter(text => text.includes("whispers"))
  expect(shown).toEqual([])
  expect((await dan.texts(title)).filter(text => text.includes("whispers"))).toEqual([
    "ana whispers",
    "bob whispers",
    "cleo whispers",
  ])
})

test("Y31 the removed one's keys open what came before and nothing that follows", async () => {
  const stored = messages()
  const [before, after] = [
    stored.filter(({ seq }) => seq <= lastSeen).map(({ seq }) => seq),
    stored.filter(({ seq }) => seq > lastSeen).map(({ seq }) => seq),
  ]
  expect([before.length, after.length]).toEqual([5, 3])
  expect(await opensWith(eve, stored)).toEqual(before)
  expect(await opensWith(bob, stored)).toEqual([...before, ...after])
})

test("a server that goes on handing everything to the removed one gives nothing away", async () => {
  await server.end()
  const database = new Database(join(server.data, "colombe.sqlite"))
  const account = Uint8Array.fromBase64(JSON.parse(await eve.say("whoami", "--json")).account, {
    alphabet: "base64url",
  })
  database.run("INSERT OR IGNORE INTO member SELECT key, ? FROM conversation WHERE id = ?", [
    account,
    Uint8Array.fromBase64(group, { alphabet: "base64url" }),
  ])
  // As if they had never left.
  database.run("DELETE FROM former_member WHERE account = ?", [account])
  database.close()
  await server.start()
  expect((await eve.run(["history", title])).out).not.toContain("whispers")
  const stored = messages()
  expect(await opensWith(eve, stored)).toEqual(
    stored.filter(({ seq }) => seq <= lastSeen).map(({ seq }) => seq),
  )
  expect(refused(await eve.run(["send", title, "let me in"])).code).not.toBe(0)
  expect(await ana.texts(title)).not.toContain("let me in")
})

test("one added later reads what comes from then on, and no key opens what was before", async () => {
  await ana.say("group", "add", title, "@fay")
  await bob.say("send", title, "for everybody")
  expect(await fay.texts(title)).toEqual(["for everybody"])
  await fay.say("send", title, "thank you")
  const stored = messages()
  expect(await opensWith(fay, stored)).toEqual(stored.slice(-2).map(({ seq }) => seq))
  expect((await cleo.texts(title)).slice(-2)).toEqual(["for everybody", "thank you"])
})

test("C7 Y88 Y89 roles, title and bans are run from a terminal, and every terminal reads what was done", async () => {
  const roles = async (who: Person) => {
    const rows = (await who.say("group", "members", title, "--json")).trim().split("\n")
    return rows.map(row => JSON.parse(row)).map(({ address, role }) => `${address} ${role}`)
  }
  await ana.say("group", "role", title, "admin", "@bob")
  await bob.say("group", "role", title, "moderator", "@cleo")
  await bob.say("group", "title", title, "Le potager")
  expect(await cleo.say("group", "members", "Le potager")).toContain("bob@localhost  bob (admin)")
  await cleo.say("group", "unban", "Le potager", "@eve")
  await expectRefusal(["--home", cleo.home, "group", "unban", "Le potager", "@eve"], "ban-unknown")
  await expectRefusal(
    ["--home", dan.home, "group", "role", "Le potager", "owner", "@dan"],
    "commit-forbidden",
  )
  await expectRefusal(["--home", dan.home, "group", "title", "Le potager", "À moi"], "commit-forbidden")
  await ana.say("group", "title", "Le potager", title)
  const people = ["ana owner", "bob admin", "cleo moderator", "dan member", "fay member"]
  expect(await roles(dan)).toEqual(people.map(line => line.replace(" ", "@localhost ")))
  const changes = (await fay.history(title)).flatMap(item => item.change ?? [])
  expect(changes.slice(-5)).toEqual(["role", "role", "title", "unbanned", "title"])
  await expectRefusal(["--home", bob.home, "group", "hand-over", title, "@dan"], "commit-forbidden")
  await ana.say("group", "hand-over", title, "@bob")
  expect((await roles(bob)).slice(0, 2)).toEqual(["bob@localhost owner", "ana@localhost admin"])
  await cleo.say("group", "leave", title)
  await bob.say("send", title, "so long")
  expect(await roles(ana)).not.toContain("cleo@localhost moderator")
})
