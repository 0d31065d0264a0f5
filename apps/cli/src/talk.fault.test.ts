import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { phrase } from "@colombe/phrases"
import { endProcesses, refused, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { type HistoryItem, personIn, register } from "./testing/person.ts"
import { expectRefusal, inBothLanguages } from "./testing/refusal.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [ana, bob] = [personIn(folder, "ana"), personIn(folder, "bob")] as const
const carol = personIn(folder, "carol", { COLOMBE_PASSPHRASE: "a dove carries a branch" })
let server: TestServer
let words: readonly string[]

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  words = await register(server.url, [ana, bob, carol])
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

test("registration prints 24 words alone on one line", () => {
  for (const printed of words) expect(printed).toMatch(/^([a-z]+ ){23}[a-z]+\n$/)
  expect(new Set(words).size).toBe(words.length)
})

test("whoami says who the home belongs to", async () => {
  const me = JSON.parse(await ana.say("whoami", "--json"))
  const plain = await ana.say("whoami")
  expect(me).toMatchObject({ address: "ana@localhost", server: server.url })
  const [address, account, link] = plain.trimEnd().split("\n")
  expect([address, account]).toEqual(["ana@localhost", me.account])
  expect(link).toContain(me.account)
})

test("a first contact is a request until it is answered, and both sides read the same log", async () => {
  await ana.say("send", "@bob", "first")
  const asked = await bob.history("@ana")
  expect(asked.map(item => [item.text, item.request])).toEqual([["first", true]])
  // Looking at it answers nothing.
  expect((await bob.history("@ana")).every(item => item.request)).toBe(true)
  await bob.say("send", "@ana", "second")
  const [atBob, atAna] = await Promise.all([bob.history("@ana"), ana.history("@bob")])
  expect(atBob).toEqual(atAna)
  expect(atBob.map(item => item.seq)).toEqual(atBob.map(item => item.seq).toSorted((a, b) => a - b))
  expect(atBob.some(item => item.request)).toBe(false)
  expect(atBob.filter(item => item.kind === "message")).toEqual([
    expect.objectContaining({ from: "ana@localhost", text: "first" }),
    expect.objectContaining({ from: "bob@localhost", text: "second" }),
  ])
  for (const { sent_at, id } of atBob.filter(item => item.kind === "message")) {
    expect(sent_at).toBe(new Date(sent_at ?? "").toISOString())
    expect(id).toMatch(/^[\w-]{22}$/)
  }
})

test("N51 N55 a poll is asked, answered and closed, and messages are pinned and forwarded", async () => {
  const id = (await ana.say("poll", "@bob", "Where?", "Here", "There")).trim()
  await bob.history("@ana")
  await bob.say("vote", id, "2")
  await ana.say("close", id)
  expect((await bob.run(["vote", id, "1"])).err).toContain("poll-closed")
  const printed = await bob.say("history", "@ana", "--limit", "1")
  expect(printed).toContain(`Where? (poll, closed, votes: 1) (${id})`)
  expect(printed).toContain("2. There: bob@localhost")
  await bob.say("pin", id)
  await bob.say("forward", id, "--to", "@ana")
  const [pinned, forwarded] = (await ana.history("@bob", 2)) as unknown as readonly Record<string, unknown>[]
  expect(pinned).toMatchObject({ change: "pinned", said: "Where?", from: "bob@localhost" })
  expect(forwarded).toMatchObject({ text: "Where?\n– Here\n– There", forwarded_from: { name: "ana" } })
})

test("N70 a list says of every conversation how much is unread, and how much of that mentions this person", async () => {
  const unread = async () => {
    const lines = (await carol.say("list", "--json")).trimEnd().split("\n")
    return lines.filter(line => line !== "").map(line => JSON.parse(line))
  }
  expect(await unread()).toEqual([])
  await ana.say("send", "@carol", "one")
  await ana.say("send", "@carol", "two")
  expect(await unread()).toMatchObject([{ kind: "direct", title: "ana", unread: 2, mentions: 0 }])
  expect(await carol.say("list")).toBe("     2        ana\n")
  expect(refused(await carol.run(["list", "nonsense"]))).toEqual({ code: 2, reason: "usage" })
})

test("V21 a sign alone is oneself: what is said there is kept for nobody else", async () => {
  await carol.say("send", "@", "acheter du pain")
  await carol.say("send", "@carol", "et du sel")
  const lines = (await carol.say("history", "@", "--json")).trimEnd().split("\n")
  expect(lines.map(line => (JSON.parse(line) as HistoryItem).text)).toEqual(["acheter du pain", "et du sel"])
  expect(await carol.say("history", "@", "--limit", "1")).toContain(
    "[(saved messages)] carol@localhost: et du sel",
  )
  expect(await carol.say("list")).toContain("(saved messages)\n")
  expect(await carol.say("search", "pain")).toContain("[(saved messages)]")
})

test("V23 V24 a message is kept until its time, listed, taken away, and goes out with the next command after it", async () => {
  const gone = (await ana.say("send", "@bob", "jamais", "--at", "2099-01-01T00:00")).trim()
  const kept = (
    await ana.say("send", "@bob", "à son heure", "--at", `${new Date().toISOString().slice(0, 19)}Z`)
  ).trim()
  const lines = (await ana.say("scheduled", "--json"))
    .trimEnd()
    .split("\n")
    .filter(line => line !== "")
  expect(lines.map(line => JSON.parse(line).id)).toContain(gone)
  await ana.say("unschedule", gone)
  await bob.history("@ana")
  const ids = (await bob.history("@ana", 50)).map(item => (item as unknown as { readonly id: string }).id)
  expect(ids.filter(id => id === kept)).toHaveLength(1)
  expect(ids).not.toContain(gone)
  expect(await ana.say("scheduled")).toBe("")
  expect(refused(await ana.run(["unschedule", gone])).reason).toBe("scheduled-sent")
  expect(refused(await ana.run(["send", "@bob", "x", "--at", "tomorrow"]))).toEqual({
    code: 2,
    reason: "usage",
  })
})

test("a dash reads standard input, of which one line end at the end is not text", async () => {
  const text = "Bonjour 🕊️\n\tzwei Zeilen — et « trois »\n"
  expect((await bob.run(["send", "@ana", "-"], { input: `${text}\n` })).code).toBe(0)
  const [newest] = await ana.history("@bob", 1)
  expect(newest?.text).toBe(text)
})

test("listening prints what comes, one line per event, and ends by itself or at a signal", async () => {
  const [timed, signalled] = [bob.start("listen", "--json", "--for", "1"), ana.start("listen", "--json")]
  expect((await timed.ended).code).toBe(0)
  const texts = ["one live line", "two\nlines in one", "three"]
  for (const text of texts) await bob.say("send", "@ana", text)
  await signalled.line(line => (JSON.parse(line) as HistoryItem).text === "three")
  signalled.child.kill("SIGTERM")
  expect((await signalled.ended).code).toBe(0)
  const items = signalled.lines().map(line => JSON.parse(line) as HistoryItem)
  expect(items.map(item => item.text)).toEqual(texts)
  expect(items.map(item => item.seq)).toEqual(items.map((_, index) => (items[0]?.seq ?? 0) + index))
})

test("both sides see the same safety number of sixty digits", async () => {
  const [atAna, atBob] = await Promise.all([ana.say("safety", "@bob"), bob.say("safety", "@ana")])
  expect(atAna).toMatch(/^([0-9]{5} ){11}[0-9]{5}\n$/)
  expect(atAna).toBe(atBob)
  expect(await carol.say("safety", "@ana")).not.toBe(atAna)
  const compared = await ana.run(["safety", "@bob", "--verified", "yes"])
  expect([compared.code, compared.out]).toEqual([0, atAna])
  expect((await ana.run(["safety", "@bob"])).err).toContain("compared")
  expect((await ana.run(["safety", "@bob", "--verified", "no"])).err).toBe("")
})

test("a title that two groups have is refused with the list, and the start of an id chooses", async () => {
  const [one, other] = [
    await ana.say("group", "create", "Potager"),
    await ana.say("group", "create", "Potager"),
  ]
  const ambiguous = await inBothLanguages(["--home", ana.home, "send", "Potager", "to which?"])
  for (const locale of ["en", "fr"] as const) {
    const { code, err } = ambiguous[locale]
    const [sentence, ...list] = err.trimEnd().split("\n")
    expect([code, sentence]).toEqual([3, `${phrase("title-ambiguous", locale)} (title-ambiguous)`])
    expect(list.toSorted()).toEqual([one, other].map(id => `  ${id.slice(0, 12)}  Potager  (1)`).toSorted())
  }
  // An id may begin with a dash, as may a text: after two dashes nothing is an option.
  await ana.say("send", "--", other.slice(0, 12), "- to this one")
  expect(await ana.texts(other.trim())).toEqual(["- to this one"])
})

test("the exit code says what kind of failure it was", async () => {
  const usage = await ana.run(["send", "@bob"])
  expect(refused(usage)).toMatchObject({ code: 2, reason: "usage" })
  expect(usage.err).toContain("colombe [--home DIR] send")
  expect(refused(await ana.run(["send", "@nobody", "hello"]))).toMatchObject({
    code: 3,
    reason: "account-unknown",
  })
  expect(refused(await personIn(folder, "empty").run(["history", "@ana"]))).toMatchObject({
    code: 3,
    reason: "home-empty",
  })
})

test("a passphrase protects a home, and a wrong one leaves it as it is", async () => {
  const wrong = { COLOMBE_PASSPHRASE: "a dove carries a stone" }
  expect(refused(await carol.run(["whoami"], { environment: wrong }))).toMatchObject({
    code: 3,
    reason: "passphrase-wrong",
  })
  expect(refused(await personIn(folder, "carol").run(["whoami"]))).toMatchObject({
    code: 3,
    reason: "passphrase-needed",
  })
  expect(await carol.say("whoami")).toContain("carol@localhost")
})

test("the key file is its owner's alone, and is narrowed where a copy widened it", async () => {
  const mode = () => statSync(join(ana.home, "key")).mode & 0o777
  expect(mode()).toBe(0o600)
  chmodSync(join(ana.home, "key"), 0o644)
  await ana.say("whoami")
  expect(mode()).toBe(0o600)
})

test("a home that a newer version wrote is left as it is", async () => {
  const dan = personIn(folder, "dan")
  await dan.run(["whoami"])
  const path = join(dan.home, "home.json")
  const newer = JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), format: 2 })
  writeFileSync(path, newer)
  await expectRefusal(["--home", dan.home, "whoami"], "home-newer")
  expect(readFileSync(path, "utf8")).toBe(newer)
})

test("without the server: 4, nothing is lost, and once it is back all goes out in order", async () => {
  expect(await server.end()).toBe(0)
  expect(refused(await bob.run(["send", "@ana", "later"]))).toMatchObject({
    code: 4,
    reason: "server-unreachable",
  })
  await server.start()
  await bob.say("send", "@ana", "now")
  expect(await ana.texts("@bob")).toEqual(await bob.texts("@ana"))
})

test("a server that goes by another name than at registration: 5, and nothing is sent", async () => {
  await server.end()
  await server.start("--host", "elsewhere.example")
  expect(refused(await bob.run(["send", "@ana", "to whom?"]))).toMatchObject({
    code: 5,
    reason: "host-changed",
  })
  await server.end()
  await server.start()
  expect(await ana.texts("@bob")).not.toContain("to whom?")
})
