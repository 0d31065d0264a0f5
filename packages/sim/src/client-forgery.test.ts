import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, fromBase64Url, toHex, unwrap } from "@colombe/base"
import { storedGroup } from "@colombe/client/testing"
import { exportSecret } from "@colombe/mls"
import { entryDigest, kinds, logHash } from "@colombe/rules"
import { type Entry, type Mail, MailKind, type PullEntriesResponse } from "@colombe/wire"
import {
  type ClientWorld,
  clientWorld,
  crypto,
  type Device,
  direct,
  lines,
  say,
} from "./testing/client-world.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

/** How long a device waits for a Welcome, in milliseconds (spec Y29). */
const welcomeWaitMs = 15_000

async function account(device: Device): Promise<string> {
  return (await device.client.me())?.account ?? ""
}

async function acquainted(world: ClientWorld, one: Device, other: Device): Promise<string> {
  const conversation = await direct(world, one, other.name)
  await say(world, one, conversation, "bonjour")
  await world.rest(one, other)
  await say(world, other, conversation, "bonjour")
  await world.rest(one, other)
  return conversation
}

/** A server that rewrites an entry and everything that it is itself responsible for: digest and log hash. */
function rewrite(bob: Device, wanted: (entry: Entry) => boolean, body: (entry: Entry) => Bytes): void {
  const hashes = new Map<bigint, Bytes>()
  const change = (entry: Entry): Entry => {
    const previous = hashes.get(entry.seq - 1n)
    hashes.set(entry.seq, entry.hash)
    if (!wanted(entry) || previous === undefined) return entry
    const forged = body(entry)
    const { type, incarnation } = entry
    const place = { seq: Number(entry.seq), atMs: Number(entry.atMs), epoch: Number(entry.epoch) }
    const digest = entryDigest(crypto, forged)
    const hash = logHash(crypto, { ...place, type, incarnation, previous, entry: digest })
    hashes.set(entry.seq, hash)
    return { ...entry, body: forged, hash }
  }
  tamper(bob, {
    answers: {
      pullEntries: (response: PullEntriesResponse) => ({
        ...response,
        entries: response.entries.map(change),
      }),
    },
    // Everything is pulled, so that the whole log goes through the forger's hands.
    events: event => (event.event.case === "entryStored" ? undefined : event),
  })
}

/** Forgets the conversation, so that the whole log is pulled again, through a forger. */
async function fromTheStart(world: ClientWorld, bob: Device, conversation: string): Promise<void> {
  await world.run(bob.client.close())
  const id = toHex(fromBase64Url(conversation) ?? new Uint8Array())
  for (const key of [...bob.records.keys()]) if (key.slice(2).startsWith(id)) bob.records.delete(key)
  bob.records.delete("03")
}

test("Y28 a commit that is wrong in public stops the conversation, however well the log hash fits", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await acquainted(world, ana, bob)
  await fromTheStart(world, bob, conversation)
  rewrite(
    bob,
    ({ type }) => type === kinds.commit,
    ({ body }) => body.with(body.length >> 1, (body[body.length >> 1] ?? 0) ^ 1),
  )
  await world.reopen(bob)
  await world.run(bob.client.settle())
  expect(await bob.client.conversation(conversation)).toMatchObject({ alert: "log-broken", epoch: 0 })
})

test("Y32 a message put in another's place opens nowhere, and each place says so", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await acquainted(world, ana, bob)
  await say(world, ana, conversation, "un")
  await say(world, ana, conversation, "deux")
  await world.rest()
  let first: Bytes | undefined
  await fromTheStart(world, bob, conversation)
  let messages = 0
  rewrite(
    bob,
    ({ type }) => type === kinds.message && ++messages > 1,
    ({ body }) => {
      first ??= body
      return first
    },
  )
  await world.reopen(bob)
  await world.run(bob.client.settle())
  expect((await lines(bob, conversation)).length).toBeLessThanOrEqual(1)
})

test("Y29 a false Welcome lets nobody in wrongly: the device joins by itself and reads from then on", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  await acquainted(world, ana, bob)
  await acquainted(world, ana, eve)
  const welcomes: Bytes[] = []
  tamper(eve, {
    events: event => {
      if (event.event.case === "mailStored" && event.event.value.mail?.kind === MailKind.WELCOME)
        welcomes.push(event.event.value.mail.body)
      return event
    },
  })
  unwrap(await world.run(ana.client.createGroup("Autre", [await account(eve)])))
  await world.rest()
  const [foreign = new Uint8Array()] = welcomes
  tamper(bob, {
    answers: {
      pullMail: response => ({
        ...response,
        mail: response.mail.map(mail => (mail.kind === MailKind.WELCOME ? { ...mail, body: foreign } : mail)),
      }),
    },
    events: event => (event.event.case === "mailStored" ? undefined : event),
  })
  const people = [await account(bob)]
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Jardin", people)))
  await world.rest()
  await world.rest()
  await say(world, ana, conversation, "et maintenant ?")
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Ana: et maintenant ?"])
  expect((await bob.client.conversation(conversation))?.membership).toBe("member")
})

test("Y29 a Welcome that never comes is waited for a little while: then the device joins by itself and reads from then on", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  await acquainted(world, ana, bob)
  await acquainted(world, ana, eve)
  let withheld = 0
  const isLeft = (mail: Mail): boolean => {
    if (mail.kind === MailKind.WELCOME) withheld++
    return mail.kind !== MailKind.WELCOME
  }
  tamper(bob, {
    answers: { pullMail: response => ({ ...response, mail: response.mail.filter(isLeft) }) },
    events: event => (event.event.case === "mailStored" ? undefined : event),
  })
  const people = [await account(bob), await account(eve)]
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Jardin", people)))
  const made = world.clock.now()
  await world.rest(ana, eve)
  await say(world, eve, conversation, "et Bob ?")
  await world.until(async () => (await bob.client.conversation(conversation))?.membership === "member")
  expect(withheld).toBeGreaterThan(0)
  expect(world.clock.now() - made).toBeGreaterThan(welcomeWaitMs)
  await world.rest()
  await say(world, ana, conversation, "te voilà")
  await say(world, bob, conversation, "me voilà")
  await world.rest()
  for (const device of [ana, bob, eve])
    expect((await lines(device, conversation)).slice(-2)).toEqual(["Ana: te voilà", "Bob: me voilà"])
})

test("Y31 Y42 a removed member who is handed every byte of the server opens nothing that follows", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  await acquainted(world, ana, bob)
  await acquainted(world, ana, eve)
  const people = [await account(bob), await account(eve)]
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Trois", people)))
  await world.rest()
  await say(world, eve, conversation, "avant")
  await world.rest()
  const handed: Bytes[] = []
  bob.link.incoming = frame => {
    handed.push(frame)
    return frame
  }
  unwrap(await world.run(ana.client.removeMember(conversation, await account(eve))))
  await say(world, ana, conversation, "sans toi")
  await say(world, bob, conversation, "enfin")
  await world.rest(ana, bob)
  eve.inject(handed)
  await world.rest()
  eve.inject(handed)
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Eve: avant", "Ana: sans toi", "Bob: enfin"])
  expect(await lines(eve, conversation)).toEqual(["Eve: avant"])
  expect(await eve.client.conversation(conversation)).toMatchObject({ membership: "removed" })
})

test("Y31 no stored group can export the key of its epoch again", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await acquainted(world, ana, bob)
  const id = fromBase64Url(conversation) ?? new Uint8Array()
  for (const { records } of [ana, bob]) {
    const group = await storedGroup(crypto, records, id)
    if (group === undefined) throw new Error("the home holds no group")
    expect(exportSecret({ crypto }, group, "Colombe 1.0 epoch key", id, 32)).toMatchObject({
      code: "exporter-dropped",
    })
    // Nothing of a commit under way is left either.
    expect(records.has(`1c${toHex(id)}`)).toBe(false)
  }
})

test("Y27 the log of one conversation is not taken for another's", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const eve = await world.join("eve")
  let log: PullEntriesResponse | undefined
  const note = (response: PullEntriesResponse) => {
    log ??= response.entries.length > 0 ? response : undefined
    return response
  }
  tamper(bob, { answers: { pullEntries: note } })
  await acquainted(world, ana, bob)
  tamper(bob, {
    answers: { pullEntries: response => log ?? response },
    events: event => (event.event.case === "entryStored" ? undefined : event),
  })
  const other = await direct(world, eve, "bob")
  await say(world, eve, other, "bonjour")
  await world.run(bob.client.settle())
  expect(log).toBeDefined()
  expect(await bob.client.conversation(other)).toBeUndefined()
})

test("Y30 a chain that the server does not show stalls the log and decides nothing", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  tamper(bob, { answers: { pullChain: response => ({ ...response, links: [] }) } })
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.run(bob.client.settle())
  expect(await lines(bob, conversation)).toEqual([])
  tamper(bob, {})
  await world.rest()
  expect(await bob.client.conversation(conversation)).toMatchObject({ alert: undefined })
})
