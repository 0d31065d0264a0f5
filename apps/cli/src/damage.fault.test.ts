import { afterAll, expect, setDefaultTimeout, test } from "bun:test"
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { exits } from "./exit.ts"
import { endProcesses, refused, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { type Person, personIn, register } from "./testing/person.ts"
import { testServer } from "./testing/server.ts"

// Several pages are tried, each with two processes.
setDefaultTimeout(2 * testMilliseconds)
const folder = temporaryFolder()

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

const pageBytes = 4096
const storeOf = ({ home }: Person) => join(home, "colombe.db", "store")

function flip(file: string, page: number): void {
  const bytes = readFileSync(file)
  bytes.writeUInt8(bytes.readUInt8(page * pageBytes + 50) ^ 1, page * pageBytes + 50)
  writeFileSync(file, bytes)
}

/** Refusals that end with the damage remembered or not, from pages with which nothing could be carried over. */
const met = { code: exits.verification, reason: "storage-damaged" }

test("T70 Y72 a page is changed in a person's database: it is met as damage, and the server gives back what was there", async () => {
  const server = await testServer(join(folder, "data"))
  await server.start()
  const [ana, bob] = [personIn(folder, "ana"), personIn(folder, "bob")]
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "un")
  await bob.say("send", "@ana", "deux")
  for (const text of ["trois", "quatre"]) await ana.say("send", "@bob", text)
  const before = await ana.history("@bob")
  expect(before.flatMap(({ text }) => text ?? [])).toEqual(["un", "deux", "trois", "quatre"])
  await bob.say("send", "@ana", "pendant ce temps")
  const whole = join(folder, "whole")
  cpSync(ana.home, whole, { recursive: true })
  const pages = readFileSync(storeOf(ana)).length / pageBytes
  const outcomes = new Set<string>()
  for (let page = pages - 1; page > 0 && !outcomes.has("healed"); page--) {
    rmSync(ana.home, { recursive: true })
    cpSync(whole, ana.home, { recursive: true })
    flip(storeOf(ana), page)
    const damaged = readFileSync(storeOf(ana))
    const first = await ana.run(["history", "@bob", "--json"])
    if (first.code === exits.done) {
      outcomes.add("not met")
      continue
    }
    expect([page, first.out, refused(first)]).toEqual([page, "", met])
    const second = await ana.run(["history", "@bob", "--json"])
    if (second.code !== exits.done) {
      expect([page, second.out, refused(second)]).toEqual([page, "", met])
      outcomes.add("refused")
      continue
    }
    // Only read, and kept.
    expect(readFileSync(storeOf(ana)).equals(damaged)).toBe(true)
    outcomes.add("healed")
  }
  expect(outcomes).toContain("healed")
  const after = await ana.history("@bob")
  expect(after.slice(0, before.length)).toEqual([...before])
  expect(after.flatMap(({ text }) => text ?? []).at(-1)).toBe("pendant ce temps")
  await ana.say("send", "@bob", "de nouveau là")
  expect(await bob.texts("@ana")).toEqual(await ana.texts("@bob"))
  expect(await server.end()).toBe(exits.done)
})
