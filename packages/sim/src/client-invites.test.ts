import { expect, setDefaultTimeout, test } from "bun:test"
import { fromBase64Url, toUtf8, unwrap } from "@colombe/base"
import type { Invite, InviteOptions } from "@colombe/client"
import { connectedHome, storedGroup } from "@colombe/client/testing"
import { createGroupInfo, encodeTree } from "@colombe/mls"
import { readInviteLink, writeInviteLink } from "@colombe/seal"
import { type Asker, decodeCall } from "@colombe/wire"
import { type ClientWorld, clientWorld, crypto, type Device, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(120_000)

const nobody = { member: false, asks: false, asked: false }
const day = 24 * 60 * 60 * 1000

interface Garden {
  readonly world: ClientWorld
  readonly conversation: string
  readonly ana: Device
  readonly bob: Device
  readonly eve: Device
}

/** Ana's group with Bob; Eve has an account and knows nobody. */
async function garden(): Promise<Garden> {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  await acquaint(world, ana, bob)
  const conversation = await group(world, ana, "Jardin", [bob])
  return { world, conversation, ana, bob, eve }
}

async function invitesOf({ world, conversation }: Garden, by: Device): Promise<readonly Invite[]> {
  return unwrap(await world.run(by.client.invites(conversation)))
}

async function linkOf(garden: Garden, by: Device, options?: InviteOptions): Promise<string> {
  const { world, conversation } = garden
  const { id } = unwrap(await world.run(by.client.makeInvite(conversation, options)))
  const made = (await invitesOf(garden, by)).find(invite => invite.id === id)
  if (made?.link === undefined) throw new Error("whoever made a link sees it")
  return made.link
}

const enter = ({ world }: Garden, who: Device, link: string) => world.run(who.client.joinByInvite(link))

async function changes({ conversation }: Garden, { client }: Device): Promise<readonly string[]> {
  const { items } = await client.timeline(conversation, { limit: 500 })
  return items.flatMap(item => {
    if (item.kind !== "change") return []
    const all = item.change.type === "several" ? item.change.changes : [item]
    return all.map(({ by, change }) => `${by.address.split("@")[0]} ${change.type}`)
  })
}

const titleOf = async ({ conversation }: Garden, { client }: Device) =>
  (await client.conversation(conversation))?.title

test("Y220, Y222 whoever opens a link sees where it leads, comes in, and everybody reads how", async () => {
  const here = await garden()
  const { world, conversation, ana, bob, eve } = here
  await say(world, ana, conversation, "avant")
  await world.rest()
  const link = await linkOf(here, ana)
  expect(link).toMatch(/^http:\/\/localhost:4000\/#\/join\/[A-Za-z0-9_-]+$/)
  const preview = unwrap(await world.run(eve.client.lookAtInvite(link)))
  expect(preview).toEqual({ conversation, title: "Jardin", host: "localhost", members: 2, ...nobody })
  await world.rest()
  expect((await ana.client.conversation(conversation))?.memberCount).toBe(2)
  expect(await eve.client.conversations()).toEqual([])
  expect(unwrap(await enter(here, eve, link))).toEqual({ conversation, asked: false })
  expect(await titleOf(here, eve)).toBe("Jardin")
  await say(world, eve, conversation, "moi")
  await world.rest()
  await say(world, bob, conversation, "bienvenue")
  await world.rest()
  for (const device of [ana, bob]) {
    expect(await lines(device, conversation)).toEqual(["Ana: avant", "Eve: moi", "Bob: bienvenue"])
    expect((await changes(here, device)).slice(-2)).toEqual(["ana link-made", "eve joined-by-link"])
  }
  expect(await lines(eve, conversation)).toEqual(["Eve: moi", "Bob: bienvenue"])
  expect(await invitesOf(here, ana)).toMatchObject([
    { uses: 0, used: 1, ended: undefined, by: { address: "ana@localhost" } },
  ])
  expect(unwrap(await world.run(eve.client.lookAtInvite(link)))).toMatchObject({ members: 3, member: true })
  expect(unwrap(await enter(here, eve, link))).toEqual({ conversation, asked: false })
  expect(await invitesOf(here, ana)).toMatchObject([{ used: 1 }])
})

test("Y221 the secret of a link reaches no server, and who sees the conversation sees none of it", async () => {
  const here = await garden()
  const { world, ana, bob, eve } = here
  const sent: Uint8Array[] = []
  for (const { link } of [ana, bob, eve])
    link.outgoing = frame => {
      sent.push(frame)
      return frame
    }
  const link = await linkOf(here, ana)
  unwrap(await enter(here, eve, link))
  await world.rest()
  const { linkSeed } = unwrap(readInviteLink(link.split("/#/join/")[1] ?? ""))
  const holds = (frame: Uint8Array) => Buffer.from(frame).includes(Buffer.from(linkSeed))
  expect(sent.length).toBeGreaterThan(10)
  expect(sent.some(holds)).toBe(false)
})

test("D221 a link that expired, one that is used up and one that was ended let nobody in, each with its own code", async () => {
  const here = await garden()
  const { world, conversation, ana, bob, eve } = here
  const dan = await world.join("dan")
  const [once, short, ended, endless] = [
    await linkOf(here, ana, { uses: 1 }),
    await linkOf(here, ana, { days: 1 }),
    await linkOf(here, ana),
    await linkOf(here, ana, { days: 0 }),
  ]
  unwrap(await enter(here, eve, once))
  expect(await enter(here, dan, once)).toMatchObject({ code: "invite-link-used-up" })
  const gone = (await invitesOf(here, ana)).find(invite => sameKey(invite.link, ended))
  unwrap(await world.run(ana.client.endInvite(conversation, gone?.id ?? "")))
  expect(await enter(here, dan, ended)).toMatchObject({ code: "invite-link-unknown" })
  world.clock.pass(day + 1)
  await world.rest()
  expect(await enter(here, dan, short)).toMatchObject({ code: "invite-link-expired" })
  expect((await invitesOf(here, ana)).map(invite => invite.ended)).toEqual([undefined, "expired", "used-up"])
  expect((await changes(here, bob)).filter(line => line === "ana link-ended")).toHaveLength(1)
  expect(await dan.client.conversations()).toEqual([])
  unwrap(await enter(here, dan, endless))
})

/** The same link: what it says of the group is that of the moment at which it is shown. */
function sameKey(left: string | undefined, right: string): boolean {
  const seed = (text: string) => unwrap(readInviteLink(text.split("/#/join/")[1] ?? "")).linkSeed.join()
  return left !== undefined && seed(left) === seed(right)
}

test("C16 whoever was removed finds no way in by an old link, until somebody lifts that", async () => {
  const here = await garden()
  const { world, conversation, ana, eve } = here
  const link = await linkOf(here, ana)
  unwrap(await enter(here, eve, link))
  await world.rest()
  unwrap(await world.run(ana.client.removeMember(conversation, await account(eve))))
  await world.rest()
  expect(await enter(here, eve, link)).toMatchObject({ code: "invite-link-banned" })
  expect((await eve.client.conversation(conversation))?.membership).toBe("removed")
  unwrap(await world.run(ana.client.liftBan(conversation, await account(eve))))
  await world.rest()
  unwrap(await enter(here, eve, link))
  await say(world, eve, conversation, "de retour")
  await world.rest()
  expect((await lines(ana, conversation)).at(-1)).toBe("Eve: de retour")
})

test("Y223 with somebody's rights go the links that they made, in the same commit", async () => {
  const here = await garden()
  const { world, conversation, ana, bob, eve } = here
  unwrap(await world.run(ana.client.setRole(conversation, await account(bob), "admin")))
  await world.rest()
  const [ofAna, first] = [await linkOf(here, ana), await linkOf(here, bob)]
  await world.rest()
  expect((await invitesOf(here, ana)).map(({ by }) => by?.address).toSorted()).toEqual([
    "ana@localhost",
    "bob@localhost",
  ])
  unwrap(await world.run(ana.client.setRole(conversation, await account(bob), "member")))
  await world.rest()
  expect(await enter(here, eve, first)).toMatchObject({ code: "invite-link-unknown" })
  expect((await changes(here, bob)).slice(-2)).toEqual(["ana role", "ana link-ended"])
  expect(await world.run(bob.client.makeInvite(conversation))).toMatchObject({ code: "commit-forbidden" })
  expect(await world.run(bob.client.invites(conversation))).toMatchObject({ code: "commit-forbidden" })
  unwrap(await world.run(ana.client.setRole(conversation, await account(bob), "admin")))
  await world.rest()
  const second = await linkOf(here, bob)
  unwrap(await world.run(bob.client.leave(conversation)))
  await world.rest()
  expect(await enter(here, eve, second)).toMatchObject({ code: "invite-link-unknown" })
  expect((await invitesOf(here, ana)).map(({ by }) => by?.address)).toEqual(["ana@localhost"])
  // Who left took their role along, so that a link lets them in like anybody.
  unwrap(await enter(here, bob, ofAna))
  expect((await bob.client.conversation(conversation))?.ownRole).toBe("member")
})

test("Y222 a server that shows the group as it was before somebody was removed brings nobody in", async () => {
  const here = await garden()
  const { world, conversation, ana, bob, eve } = here
  const mal = await world.join("mal")
  unwrap(await enter(here, mal, await linkOf(here, ana)))
  await world.rest()
  const { identity, wire } = await world.run(connectedHome(world.ports(mal)))
  wire.close()
  const id = fromBase64Url(conversation) ?? new Uint8Array()
  const held = await storedGroup(crypto, mal.records, id)
  if (held === undefined) throw new Error("Mal has a leaf")
  const stale = await createGroupInfo({ crypto }, held, { signer: identity.signer })
  const last = held.public.context.epoch
  unwrap(await world.run(ana.client.removeMember(conversation, await account(mal))))
  await world.rest()
  const link = await linkOf(here, ana)
  let commits = 0
  tamper(eve, {
    answers: {
      pullGroup: answer => ({ ...answer, groupInfo: stale, ratchetTree: encodeTree(held.public.tree) }),
      pullEntries: answer => {
        const entries = answer.entries.filter(({ epoch }) => epoch <= BigInt(last))
        return { ...answer, entries, head: entries.at(-1)?.seq ?? 0n }
      },
    },
  })
  const { outgoing } = eve.link
  eve.link.outgoing = frame => {
    if (unwrap(decodeCall(frame)).method === "Commit") commits += 1
    return outgoing(frame)
  }
  expect(await enter(here, eve, link)).toMatchObject({ code: "group-unproven" })
  expect(commits).toBe(0)
  // The server shows all of it: what was proven wrong before stands in nobody's way.
  tamper(eve, {})
  unwrap(await enter(here, eve, link))
  await say(world, eve, conversation, "entrée")
  await world.rest(ana, bob, eve)
  expect((await lines(bob, conversation)).at(-1)).toBe("Eve: entrée")
})

test("Y222 what a group is called is not for the server to say, and the newest title follows", async () => {
  const here = await garden()
  const { world, conversation, ana, eve } = here
  const link = await linkOf(here, ana)
  unwrap(await world.run(ana.client.setTitle(conversation, "Potager")))
  await world.rest()
  tamper(eve, { answers: { openInvite: answer => ({ ...answer, members: 900 }) } })
  expect(unwrap(await world.run(eve.client.lookAtInvite(link)))).toMatchObject({
    title: "Jardin",
    members: 900,
  })
  unwrap(await enter(here, eve, link))
  expect(await titleOf(here, eve)).toBe("Jardin")
  await world.rest()
  await world.rest()
  expect(await titleOf(here, eve)).toBe("Potager")
  expect((await changes(here, ana)).filter(line => line === "ana title")).toHaveLength(1)
})

test("G4 Y222 links that are cut, of another server, or under a key that nobody listed lead nowhere", async () => {
  const here = await garden()
  const { world, ana, eve } = here
  const link = await linkOf(here, ana)
  const [origin, fragment = ""] = link.split("/#/join/")
  const read = unwrap(readInviteLink(fragment))
  const altered = (changes: Partial<typeof read>) =>
    `${origin}/#/join/${writeInviteLink({ ...read, ...changes })}`
  const cases = [
    [link.slice(0, -4), "invite-link-malformed"],
    [`${origin}/#/join/`, "invite-link-malformed"],
    [altered({ host: toUtf8("chat.example.org") }), "invite-link-elsewhere"],
    [altered({ linkSeed: crypto.random(32) }), "invite-link-unknown"],
    [altered({ conversation: crypto.random(32) }), "invite-link-unknown"],
  ] as const
  for (const [text, code] of cases) {
    expect(await world.run(eve.client.lookAtInvite(text))).toMatchObject({ code })
    expect(await enter(here, eve, text)).toMatchObject({ code })
  }
})

test("Y220 limits that no link has make none, and the account's other devices show what one made", async () => {
  const here = await garden()
  const { world, conversation, ana } = here
  for (const options of [{ days: 367 }, { days: -1 }, { uses: 100_001 }, { uses: 0.5 }])
    expect(await world.run(ana.client.makeInvite(conversation, options))).toMatchObject({
      code: "invite-limits-invalid",
    })
  expect(await invitesOf(here, ana)).toEqual([])
  const link = await linkOf(here, ana)
  const tablet = await world.second(ana, "tablet")
  await world.until(async () => {
    const shown = await world.run(tablet.client.invites(conversation))
    return shown.ok && sameKey(shown.value[0]?.link, link)
  })
})

test("Y224 by a link that asks nobody comes in before somebody says so, and then at once", async () => {
  const here = await garden()
  const { world, conversation, ana, bob, eve } = here
  const dan = await world.join("dan")
  expect(await world.run(ana.client.makeInvite(conversation, { asks: true, uses: 3 }))).toMatchObject({
    code: "invite-limits-invalid",
  })
  const link = await linkOf(here, ana, { asks: true })
  unwrap(await world.run(ana.client.setRole(conversation, await account(bob), "moderator")))
  await world.rest()
  const heard: string[] = []
  bob.client.watch(notice => notice.type === "askers" && heard.push(notice.conversation))
  expect(unwrap(await world.run(eve.client.lookAtInvite(link)))).toMatchObject({ asks: true, asked: false })
  for (const one of [eve, dan]) {
    expect(unwrap(await enter(here, one, link))).toEqual({ conversation, asked: true })
    // Who asks is listed by the millisecond in which they did.
    world.clock.pass(1)
  }
  expect(unwrap(await world.run(eve.client.lookAtInvite(link)))).toMatchObject({ asks: true, asked: true })
  await world.rest()
  expect(heard).toEqual([conversation, conversation])
  expect((await ana.client.conversation(conversation))?.memberCount).toBe(2)
  expect(await eve.client.conversations()).toEqual([])
  expect((await bob.client.conversation(conversation))?.asksToJoin).toBe(true)
  expect(await askersAt(here, bob)).toEqual(["eve@localhost", "dan@localhost"])
  unwrap(await world.run(bob.client.declineAsker(conversation, await account(dan))))
  expect(await askersAt(here, ana)).toEqual(["eve@localhost"])
  unwrap(await world.run(bob.client.acceptAsker(conversation, await account(eve))))
  await world.rest()
  expect(await askersAt(here, ana)).toEqual([])
  await say(world, eve, conversation, "merci")
  await world.rest()
  expect((await lines(ana, conversation)).at(-1)).toBe("Eve: merci")
  expect((await eve.client.conversation(conversation))?.membership).toBe("member")
  await world.until(async () => (await titleOf(here, eve)) === "Jardin")
  expect(await dan.client.conversations()).toEqual([])
  expect(await world.run(eve.client.askers(conversation))).toMatchObject({ code: "commit-forbidden" })
  expect(await world.run(eve.client.declineAsker(conversation, await account(dan)))).toMatchObject({
    code: "commit-forbidden",
  })
})

test("Y224 a server that asks for somebody is not believed, nor one that takes an asker's word from elsewhere", async () => {
  const here = await garden()
  const { world, conversation, ana, eve } = here
  const link = await linkOf(here, ana, { asks: true })
  unwrap(await enter(here, eve, link))
  const dan = await account(await world.join("dan"))
  const other = new Uint8Array(64).fill(7)
  const lies: readonly ((asker: Asker) => Asker)[] = [
    asker => ({ ...asker, account: fromBase64Url(dan) ?? other }),
    asker => ({ ...asker, deviceSignature: other }),
    asker => ({ ...asker, signature: asker.deviceSignature }),
    asker => ({ ...asker, key: other.slice(0, 32) }),
    asker => ({ ...asker, device: other.slice(0, 16) }),
  ]
  for (const lie of lies) {
    tamper(ana, { answers: { pullAskers: answer => ({ ...answer, askers: answer.askers.map(lie) }) } })
    expect(await askersAt(here, ana)).toEqual([])
  }
  tamper(ana, {})
  expect(await askersAt(here, ana)).toEqual(["eve@localhost"])
  const gone = (await invitesOf(here, ana))[0]?.id ?? ""
  unwrap(await world.run(ana.client.endInvite(conversation, gone)))
  expect(await askersAt(here, ana)).toEqual([])
  expect(await enter(here, eve, link)).toMatchObject({ code: "invite-link-unknown" })
})

async function askersAt({ world, conversation }: Garden, { client }: Device): Promise<readonly string[]> {
  return unwrap(await world.run(client.askers(conversation))).map(({ person }) => person.address)
}
