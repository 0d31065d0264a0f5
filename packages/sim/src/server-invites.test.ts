import { expect, test } from "bun:test"
import { type Bytes, encode, unwrap } from "@colombe/base"
import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import {
  type ColombeGroup,
  groupFactsOf,
  hostBytes,
  type InviteReading,
  inviteReading,
  joinLinkAsks,
  labelledSign,
} from "@colombe/rules"
import { crypto, host, start, type TestWorld, testWorld } from "@colombe/server/testing"
import {
  enrolled,
  groupExtensions,
  groupOpening,
  joinByCommit,
  type Made,
  type Member,
  makeCommit,
  member,
  open,
  type Room,
  receive,
  send,
  sorted,
} from "./testing/member.ts"

const hour = 3_600_000

interface Scene {
  readonly world: TestWorld
  readonly ana: Member
  readonly eve: Member
  readonly mal: Member
  readonly room: Room
  readonly link: Signer
}

const newLink = () => signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))
const listing = ({ publicKey: bytes }: Signer, expiresMs = 0, flags = 0): ColombeGroup["links"][number] => ({
  key: { algorithm: "ed25519", bytes },
  flags,
  expiresMs,
})
const extensionOf = ({ group }: Room): ColombeGroup => unwrap(groupFactsOf(group.public)).extension

/** A commit that changes what holds in the group, and nothing else. */
function policy(by: Member, room: Room, change: Partial<ColombeGroup>): Promise<Made> {
  const extensions = groupExtensions({ ...extensionOf(room), ...change })
  return makeCommit(by, room, "policy", { proposals: [{ kind: "groupContextExtensions", extensions }] })
}

/** Ana's group with one link; Eve and Mal are no members. */
async function scene({ uses = 0, expiresMs = 0, flags = 0 } = {}): Promise<Scene> {
  const world = testWorld()
  const [ana, eve, mal] = [
    await enrolled(world, "ana"),
    await enrolled(world, "eve"),
    await enrolled(world, "mal"),
  ]
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const link = await newLink()
  const { commit, groupInfo, next } = await policy(ana, opened, { links: [listing(link, expiresMs, flags)] })
  const inviteLimits = uses === 0 ? [] : [{ key: link.publicKey, uses }]
  const { conversation } = opened
  unwrap(await ana.client.call("commit", { conversation, commit, groupInfo, inviteLimits }))
  return { world, ana, eve, mal, room: next, link }
}

/** Shows a link as this member; changed where a test wants it wrong. */
async function show(
  by: Member,
  { conversation }: Pick<Room, "conversation">,
  link: Signer,
  change: Partial<InviteReading> = {},
  key: Bytes = link.publicKey,
) {
  const statement = { host: hostBytes(host), conversation, account: by.who.account, device: by.id, ...change }
  const signature = await labelledSign(link, "invite reading", encode(inviteReading, statement))
  return by.client.call("openInvite", { conversation, key, signature })
}

const reads = (by: Member, { conversation }: Pick<Room, "conversation">) =>
  by.client.call("pullEntries", { conversation })

const unknown = { code: "conversation-unknown" }
const noLink = { code: "invite-link-unknown" }

test("W4 D220 what is no conversation's id is refused, and nothing fails inside", async () => {
  const { world, eve, link } = await scene()
  for (const length of [0, 31, 33]) {
    const request = {
      conversation: new Uint8Array(length),
      key: link.publicKey,
      signature: new Uint8Array(64),
    }
    expect(await eve.client.call("openInvite", request)).toMatchObject({ code: "request-invalid" })
  }
  expect(world.log.filter(({ event }) => event !== "connection-closed")).toEqual([])
})

test("D220 only whoever shows a listed link reads, over that connection alone, and gets its members' number", async () => {
  const { world, eve, mal, room, link } = await scene()
  expect(await reads(eve, room)).toMatchObject(unknown)
  expect(unwrap(await show(eve, room, link))).toMatchObject({ members: 1, member: false })
  expect(unwrap(await reads(eve, room)).entries).toHaveLength(2)
  unwrap(await eve.client.call("pullGroup", { conversation: room.conversation }))
  const again = await member(world, eve.who)
  for (const other of [again, mal]) {
    expect(await reads(other, room)).toMatchObject(unknown)
    expect(await other.client.call("pullGroup", { conversation: room.conversation })).toMatchObject(unknown)
  }
})

test("D220 G20 a signature of somebody else's key, for somebody else, elsewhere or for another group is worth nothing", async () => {
  const { eve, mal, room, link } = await scene()
  const other = await newLink()
  const conversation = crypto.random(32)
  const shown = [
    show(mal, room, other),
    show(mal, room, other, {}, link.publicKey),
    show(mal, room, link, { account: eve.who.account }),
    show(mal, room, link, { device: eve.id }),
    show(mal, room, link, { host: hostBytes("chat.example.org") }),
    show(mal, room, link, { conversation }),
    show(mal, { conversation }, link),
  ]
  for (const one of shown) expect(await one).toMatchObject(noLink)
  expect(await reads(mal, room)).toMatchObject(unknown)
})

test("D220 a link that ends takes back what it let read, and no commit by it is taken any more", async () => {
  const { ana, eve, room, link } = await scene()
  unwrap(await show(eve, room, link))
  const join = await joinByCommit(eve, room.conversation, "link", undefined, link)
  unwrap(await send(ana, await policy(ana, room, { links: [] })))
  expect(await reads(eve, room)).toMatchObject(noLink)
  expect(await send(eve, join)).toMatchObject(noLink)
  expect(await show(eve, room, link)).toMatchObject(noLink)
})

test("D21 D220 what reads by a link changes nothing but by it", async () => {
  const { ana, eve, room, link } = await scene()
  const { conversation } = room
  unwrap(await show(eve, room, link))
  for (const reason of ["join", "resync"] as const) {
    const join = await joinByCommit(eve, conversation, reason)
    expect(await send(eve, join)).toMatchObject({ code: "commit-forbidden" })
  }
  const forged = await joinByCommit(eve, conversation, "link", undefined, await newLink())
  expect(await send(eve, forged)).toMatchObject({ code: "commit-forbidden" })
  expect(await eve.client.call("propose", { conversation, proposal: new Uint8Array(8) })).toMatchObject(
    unknown,
  )
  expect(await eve.client.call("pullInvites", { conversation })).toMatchObject(unknown)
  const join = await joinByCommit(eve, conversation, "link", undefined, link)
  unwrap(await send(eve, join))
  unwrap(await send(eve, join))
  expect(await eve.client.call("pullInvites", { conversation })).toMatchObject({ code: "commit-forbidden" })
  expect(unwrap(await ana.client.call("pullInvites", { conversation })).invites).toMatchObject([
    { key: link.publicKey, uses: 0, used: 1 },
  ])
})

test("D221 of two who come in by the last use of a link at one moment, one does", async () => {
  const { ana, eve, mal, room, link } = await scene({ uses: 1 })
  for (const one of [eve, mal]) unwrap(await show(one, room, link))
  const first = await joinByCommit(eve, room.conversation, "link", undefined, link)
  const second = await joinByCommit(mal, room.conversation, "link", undefined, link)
  const sent = await Promise.all([send(eve, first), send(mal, second)])
  expect(sent).toMatchObject([{ ok: true }, { code: "stale-epoch" }])
  expect(await send(mal, second)).toMatchObject({ code: "invite-link-used-up" })
  expect(await show(mal, room, link)).toMatchObject({ code: "invite-link-used-up" })
  const { conversation } = room
  expect(unwrap(await ana.client.call("pullInvites", { conversation })).invites).toMatchObject([{ used: 1 }])
})

test("D221 a link that expires between look and join lets nobody in", async () => {
  const { world, eve, room, link } = await scene({ expiresMs: start + hour })
  unwrap(await show(eve, room, link))
  const join = await joinByCommit(eve, room.conversation, "link", undefined, link)
  world.clock.pass(hour)
  expect(await send(eve, join)).toMatchObject({ code: "invite-link-expired" })
  expect(await show(eve, room, link)).toMatchObject({ code: "invite-link-expired" })
})

test("D221 C16 a link of whoever leads no more lets nobody in, though it is listed; who is listed comes in by none", async () => {
  const { ana, eve, mal, room, link } = await scene()
  unwrap(await show(eve, room, link))
  const joined = await joinByCommit(eve, room.conversation, "link", undefined, link)
  unwrap(await send(eve, joined))
  const atAna = await receive(room, joined.commit)
  const owners = sorted([
    { account: ana.who.account, role: "owner" as const },
    { account: eve.who.account, role: "owner" as const },
  ])
  const shared = await policy(ana, atAna, { roles: owners })
  unwrap(await send(ana, shared))
  const eveLeads = { roles: [{ account: eve.who.account, role: "owner" as const }] }
  const down = await policy(ana, shared.next, eveLeads)
  unwrap(await send(ana, down))
  expect(extensionOf(down.next).links).toHaveLength(1)
  expect(await show(mal, room, link)).toMatchObject(noLink)
  const back = await policy(eve, await receiveAll(joined.next, [shared.commit, down.commit]), {
    roles: owners,
  })
  unwrap(await send(eve, back))
  unwrap(await show(mal, room, link))
  const banned = sorted([...owners, { account: mal.who.account, role: "banned" as const }])
  unwrap(await send(eve, await policy(eve, back.next, { roles: banned })))
  for (const asked of [reads(mal, room), show(mal, room, link)])
    expect(await asked).toMatchObject({ code: "invite-link-banned" })
})

async function receiveAll(room: Room, commits: readonly Bytes[]): Promise<Room> {
  let next = room
  for (const commit of commits) next = await receive(next, commit)
  return next
}

test("D222 a link that asks lets read nothing, and asks for the session's own device alone", async () => {
  const { ana, eve, mal, room, link } = await scene({ flags: joinLinkAsks })
  const { conversation } = room
  expect(unwrap(await show(eve, room, link))).toMatchObject({ members: 1, asks: true, asked: false })
  expect(await reads(eve, room)).toMatchObject(unknown)
  const asking = async (by: Member, change: Partial<InviteReading> = {}) => {
    const statement = {
      host: hostBytes(host),
      conversation,
      account: by.who.account,
      device: by.id,
      ...change,
    }
    const said = encode(inviteReading, statement)
    return {
      conversation,
      key: link.publicKey,
      signature: await labelledSign(link, "invite reading", said),
      deviceSignature: await labelledSign(await by.who.key(by.device), "invite asking", said),
    }
  }
  const own = await asking(eve)
  expect(await mal.client.call("askToJoin", own)).toMatchObject(noLink)
  const forged = { ...(await asking(mal)), deviceSignature: own.deviceSignature }
  expect(await mal.client.call("askToJoin", forged)).toMatchObject({ code: "request-invalid" })
  const bare = { ...own, signature: own.deviceSignature }
  expect(await eve.client.call("askToJoin", bare)).toMatchObject(noLink)
  unwrap(await ana.client.call("follow", {}))
  unwrap(await eve.client.call("askToJoin", own))
  unwrap(await eve.client.call("askToJoin", own))
  expect(unwrap(await show(eve, room, link))).toMatchObject({ asked: true })
  expect(ana.client.events("joinAsked")).toHaveLength(2)
  expect(await eve.client.call("pullAskers", { conversation })).toMatchObject(unknown)
  expect(unwrap(await ana.client.call("pullAskers", { conversation })).askers).toMatchObject([
    { account: eve.who.account, deviceSignature: own.deviceSignature },
  ])
  unwrap(await ana.client.call("declineAsker", { conversation, account: eve.who.account }))
  expect(unwrap(await ana.client.call("pullAskers", { conversation })).askers).toEqual([])
})
