import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { unwrap } from "@colombe/base"
import { rootFromWords } from "@colombe/seal"
import { withClient } from "./session.ts"
import { endProcesses, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { keyOfHome, secretsOfHome } from "./testing/opened-home.ts"
import { personIn } from "./testing/person.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const passphrase = "nobody guesses this passphrase"
const [ana, bob, cleo] = [
  personIn(folder, "ana"),
  personIn(folder, "bob"),
  personIn(folder, "cleo", { COLOMBE_PASSPHRASE: passphrase }),
] as const
const texts = ["the hazel path at dusk", "beneath the third lantern", "« à l’ombre du tilleul »"]
const [title, displayName] = ["Conjuration des jardiniers", "Anastasia Quenouille"] as const
const words: string[] = []
let server: TestServer

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  words.push(await registerNamed())
  words.push(
    ...(await Promise.all([bob, cleo].map(one => one.say("register", one.name, "--server", server.url)))),
  )
  await ana.say("send", "@bob", texts[0] ?? "")
  await bob.say("send", "@ana", texts[1] ?? "")
  await ana.say("group", "create", title, "@bob", "@cleo")
  await ana.say("send", title, texts[2] ?? "")
  await cleo.say("send", title, "here")
  // Nothing is tidied up: what a crash leaves is read too.
  await server.kill()
  await bob.run(["send", title, "not sent"])
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

/** At the terminal the handle is the name; apps let people choose one. */
async function registerNamed(): Promise<string> {
  const never = new Promise<void>(() => {})
  const io = {
    environment: {},
    print: async () => {},
    complain: async () => {},
    readInput: async () => new Uint8Array(),
    readLine: async () => undefined,
    ended: never,
  }
  const request = { handle: "ana", server: server.url, displayName }
  return unwrap(await withClient(io, { home: ana.home }, client => client.register(request))).words
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

/** As it is, and as the usual writings of bytes and text would have it. */
function writings(secret: Uint8Array | string): Buffer[] {
  const bytes = Buffer.from(secret)
  const hexadecimal = bytes.toString("hex")
  // The last digits of base64 depend on what follows.
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 3))
  const written = [
    hexadecimal,
    hexadecimal.toUpperCase(),
    whole.toString("base64"),
    whole.toString("base64url"),
  ]
  const wide = typeof secret === "string" ? [Buffer.from(secret, "utf16le")] : []
  return [bytes, ...wide, ...written.map(text => Buffer.from(text))]
}

/** Files that hold a writing of it; a home's own key file may hold that home's key. */
function found(secret: Uint8Array | string): string[] {
  const needles = writings(secret)
  return filesBelow(folder)
    .filter(path => basename(path) !== "key" && needles.some(needle => contents(path).includes(needle)))
    .map(path => relative(folder, path))
}

function rootOf(sentence: string): Uint8Array {
  const root = rootFromWords(sentence)
  if (!root.ok) throw new Error(root.code)
  return root.value
}

const read = new Map<string, Buffer>()

function contents(path: string): Buffer {
  const bytes = read.get(path) ?? readFileSync(path)
  read.set(path, bytes)
  return bytes
}

test("the search finds what is there: handles are the server's to know", () => {
  expect(found("ana").filter(path => path.startsWith("data"))).not.toEqual([])
  expect(filesBelow(folder).some(path => path.endsWith("colombe.sqlite-wal"))).toBe(true)
})

test("no text, title, display name or passphrase is in any byte that server and homes wrote", () => {
  for (const secret of [...texts, "not sent", title, displayName, passphrase])
    expect([secret, found(secret)]).toEqual([secret, []])
})

test("no word is by which they are found", () => {
  for (const word of ["hazel", "lantern", "beneath", "tilleul", "conjuration", "jardiniers", "quenouille"])
    expect([word, found(word)]).toEqual([word, []])
})

test("no words are, neither as a sentence nor as what they stand for", () => {
  for (const sentence of words) {
    const spoken = sentence.trim()
    expect(found(spoken)).toEqual([])
    // Any four in a row say more than chance would.
    expect(found(spoken.split(" ").slice(0, 4).join(" "))).toEqual([])
    expect(found(rootOf(spoken))).toEqual([])
  }
})

test("no key of a home, a device, an epoch or a group is", async () => {
  const homes = await Promise.all([
    secretsOfHome(ana.home),
    secretsOfHome(bob.home),
    secretsOfHome(cleo.home, passphrase),
  ])
  const keys = [
    ...[ana, bob].flatMap(one => keyOfHome(one.home) ?? []),
    ...homes.flatMap(home => home.deviceSeeds),
    ...homes.flatMap(home => home.epochKeys.map(({ key }) => key)),
    ...homes.flatMap(home => home.secretStates),
  ]
  expect(keys.length).toBeGreaterThan(20)
  for (const key of keys) expect(found(key)).toEqual([])
})
