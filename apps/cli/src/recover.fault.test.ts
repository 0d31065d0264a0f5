import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { cpSync, rmSync } from "node:fs"
import { join } from "node:path"
import { toBase64Url } from "@colombe/base"
import { phrase } from "@colombe/phrases"
import { kinds } from "@colombe/rules"
import { openSealed, readSealed } from "@colombe/seal"
import { cryptoPort } from "./session.ts"
import { endProcesses, refused, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { secretsOfHome } from "./testing/opened-home.ts"
import { personIn } from "./testing/person.ts"
import { expectRefusal } from "./testing/refusal.ts"
import { type TestServer, testServer } from "./testing/server.ts"
import { storedLog } from "./testing/stored-log.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [ana, bob, cleo] = [personIn(folder, "ana"), personIn(folder, "bob"), personIn(folder, "cleo")] as const
/** Where a thief keeps what was Ana's home. */
const stolen = personIn(folder, "stolen")
const again = personIn(folder, "again")
let server: TestServer
let words: readonly string[]
let others: string
/** 24 words of the list: with these before it, only "art" and seven others may stand last. */
const checksumWrong = new Array<string>(24).fill("abandon").join(" ")

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  words = (await ana.say("register", "ana", "--server", server.url)).trim().split(" ")
  await bob.say("register", "bob", "--server", server.url)
  others = await cleo.say("register", "cleo", "--server", server.url)
  await ana.say("send", "@bob", "un")
  await bob.say("send", "@ana", "deux")
  await ana.say("send", "@bob", "trois")
  await bob.say("send", "@ana", "quatre")
  await ana.history("@bob")
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

const recover = (input: string, handle = "ana") =>
  again.run(["recover", handle, "--server", server.url], { input })

/** Each message at the server whose content these keys open. */
async function opensWith(home: string): Promise<ReadonlySet<string>> {
  const { epochKeys } = await secretsOfHome(home)
  const opened = new Set<string>()
  for (const entry of storedLog(server.data).filter(({ type }) => type === kinds.message)) {
    const sealed = readSealed({ in: "log", ...entry }, entry.body)
    if (sealed.ok && (await openSealed(cryptoPort, sealed.value, epochKeys)).ok)
      opened.add(`${toBase64Url(entry.conversation)} ${entry.seq}`)
  }
  return opened
}

test("R2 R5 words that are wrong are refused, each with its code and a sentence that helps", async () => {
  const misspelt = words.with(5, `${words[5]}x`)
  const swapped = [...words.slice(12), ...words.slice(0, 12)]
  expect(refused(await recover(words.slice(1).join(" ")))).toEqual({ code: 3, reason: "words-count-wrong" })
  const unknown = await recover(misspelt.join(" "))
  expect(refused(unknown)).toEqual({ code: 3, reason: "word-unknown" })
  expect(unknown.err).toContain(`"${words[5]}x"`)
  expect(unknown.err).toContain(words[5] ?? "")
  const mixed = refused(await recover(swapped.join(" ")))
  expect(["words-checksum-wrong", "words-not-theirs"]).toContain(mixed.reason ?? "")
  expect(refused(await recover(checksumWrong))).toEqual({ code: 3, reason: "words-checksum-wrong" })
  expect(refused(await recover(others))).toEqual({ code: 5, reason: "words-not-theirs" })
  expect(refused(await recover(words.join(" "), "dan"))).toEqual({ code: 3, reason: "account-unknown" })
  expect(refused(await again.run(["whoami"]))).toEqual({ code: 3, reason: "home-empty" })
})

test("R5 R6 R7 the home is gone, the words bring everything back, and the old home opens nothing that follows", async () => {
  const before = await ana.texts("@bob")
  expect(before).toEqual(["un", "deux", "trois", "quatre"])
  cpSync(ana.home, stolen.home, { recursive: true })
  rmSync(ana.home, { recursive: true })
  const loud = `\n${words.map((word, at) => `${at + 1}.  ${word.toUpperCase()}`).join(",\n")}  \n`
  const recovered = await recover(loud)
  expect([recovered.code, recovered.out]).toEqual([0, "ana@localhost\n"])
  expect(await again.texts("@bob")).toEqual(before)
  await again.say("send", "@bob", "cinq")
  await bob.say("send", "@ana", "six")
  const after = [...before, "cinq", "six"]
  expect(await again.texts("@bob")).toEqual(after)
  expect(await bob.texts("@ana")).toEqual(after)
  const [thief, owner] = [await opensWith(stolen.home), await opensWith(again.home)]
  expect(owner.size).toBeGreaterThanOrEqual(after.length)
  const newest = [...owner].filter(one => !thief.has(one))
  expect(newest.length).toBeGreaterThanOrEqual(2)
  expect(refused(await stolen.run(["history", "@bob"]))).toEqual({ code: 3, reason: "device-inactive" })
})

test("R10 words that nobody could read because the output was closed are there the next time, and only then", async () => {
  const dora = personIn(folder, "dora")
  const cut = dora.start("register", "dora", "--server", server.url)
  cut.child.stdout?.destroy()
  expect((await cut.ended).code).not.toBe(0)
  const listed = await dora.run(["devices", "list"])
  expect([listed.code, listed.err]).toEqual([
    0,
    `${phrase("words-not-seen", "en", { address: "dora@localhost" })}\n`,
  ])
  expect(await dora.say("words")).toMatch(/^([a-z]+ ){23}[a-z]+\n$/)
  await expectRefusal(["--home", dora.home, "words"], "words-not-kept")
  expect((await dora.run(["devices", "list"])).err).toBe("")
})
