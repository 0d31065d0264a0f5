import { expect, test } from "bun:test"
import { equal, unwrap } from "@colombe/base"
import { decodeMessageAs, encodeMessage, referenceOf } from "@colombe/mls/public"
import { commitBytesMax, groupFactsOf, kinds, type Role } from "@colombe/rules"
import { crypto, type TestWorld, testWorld } from "@colombe/server/testing"
import { MailKind, welcomeBytesMax, welcomesBytesMax } from "@colombe/wire"
import {
  addOf,
  directOpening,
  enrolled,
  extensionOf,
  groupExtensions,
  groupOpening,
  joinByCommit,
  joinByMail,
  leaving,
  type Member,
  makeCommit,
  open,
  publish,
  pull,
  type Room,
  receive,
  say,
  send,
  sorted,
} from "./testing/member.ts"

interface Group {
  readonly world: TestWorld
  readonly ana: Member
  readonly bob: Member
  readonly eve: Member
  readonly atAna: Room
  readonly atBob: Room
  readonly atEve: Room
}

/** Ana, Bob and Eve in epoch 1, all following. */
async function groupOfThree(): Promise<Group> {
  const world = testWorld()
  const [ana, bob, eve] = [
    await enrolled(world, "ana"),
    await enrolled(world, "bob"),
    await enrolled(world, "eve"),
  ]
  for (const one of [bob, eve]) await publish(one, 2)
  for (const one of [ana, bob, eve]) unwrap(await one.client.call("follow", {}))
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob, eve) })
  unwrap(await send(ana, made))
  await world.server.settled()
  for (const one of [ana, bob, eve]) one.client.events("entryStored")
  return {
    world,
    ana,
    bob,
    eve,
    atAna: made.next,
    atBob: await joinByMail(bob),
    atEve: await joinByMail(eve),
  }
}

const remove = (removed: number) => ({ proposals: [{ kind: "remove", removed } as const] })

test("D17 a commit makes the next epoch, and members can follow it", async () => {
  const { ana, bob, atAna, atBob } = await groupOfThree()
  const made = await makeCommit(ana, atAna, "path")
  const { entry } = unwrap(await send(ana, made))
  expect(entry).toMatchObject({ seq: 3n, type: kinds.commit, epoch: 2n, author: ana.who.account })
  const [told] = bob.client.events("entryStored")
  expect(told?.entry?.body).toEqual(made.commit)
  const followed = await receive(atBob, told?.entry?.body ?? new Uint8Array())
  expect((await say(bob, followed)).ok).toBe(true)
  expect(await say(bob, atBob)).toMatchObject({ code: "stale-epoch" })
})

test("D17 a repeated commit gets its first answer", async () => {
  const { ana, atAna } = await groupOfThree()
  const made = await makeCommit(ana, atAna, "path")
  const first = unwrap(await send(ana, made))
  expect(unwrap(await send(ana, made))).toEqual(first)
  expect(await pull(ana, atAna)).toHaveLength(3)
})

test("D17 of several commits on one epoch one wins, and the others lose by their place alone", async () => {
  const { ana, bob, eve, atAna, atBob, atEve } = await groupOfThree()
  const made = [
    [ana, await makeCommit(ana, atAna, "path")],
    [bob, await makeCommit(bob, atBob, "path")],
    [eve, await makeCommit(eve, atEve, "path")],
  ] as const
  const answers = await Promise.all(made.map(([by, one]) => send(by, one)))
  expect(answers.map(answer => (answer.ok ? "won" : answer.code)).sort()).toEqual([
    "stale-epoch",
    "stale-epoch",
    "won",
  ])
})

test("D17 a commit that is garbage, flipped, of another conversation or no commit is refused", async () => {
  const { ana, bob, atAna } = await groupOfThree()
  const made = await makeCommit(ana, atAna, "path")
  const flipped = made.commit.slice()
  flipped[flipped.length - 150] = (flipped.at(-150) ?? 0) ^ 1
  const other = await directOpening(ana, bob)
  unwrap(await open(ana, other))
  const elsewhere = await makeCommit(ana, other, "path")
  const { proposal } = await leaving(bob, atAna).catch(() => ({ proposal: new Uint8Array(3) }))
  for (const commit of [
    new Uint8Array(),
    crypto.random(400),
    flipped,
    elsewhere.commit,
    made.groupInfo,
    proposal,
  ])
    expect(await send(ana, { ...made, commit })).toMatchObject({ code: "commit-invalid" })
  expect(await send(ana, { ...made, commit: new Uint8Array(commitBytesMax + 1) })).toMatchObject({
    code: "entry-too-large",
  })
  expect((await send(ana, made)).ok).toBe(true)
})

test("D17 a commit of another member's device is refused", async () => {
  const { ana, bob, atAna } = await groupOfThree()
  const made = await makeCommit(ana, atAna, "path")
  expect(await send(bob, made)).toMatchObject({ code: "commit-forbidden" })
})

test("D17 what the rules forbid is refused: a member removes, an owner leaves nobody, policy without a role", async () => {
  const { ana, bob, eve, atAna, atBob } = await groupOfThree()
  expect(await send(bob, await makeCommit(bob, atBob, "removePerson", remove(2)))).toMatchObject({
    code: "commit-forbidden",
  })
  const { group } = atBob
  const seed = { kind: "group", creator: bob.who.account, nonce: crypto.random(32) } as const
  const extensions = groupExtensions(
    extensionOf(seed, { roles: [{ account: bob.who.account, role: "owner" }] }),
  )
  const change = { proposals: [{ kind: "groupContextExtensions", extensions } as const] }
  expect(await send(bob, await makeCommit(bob, { ...atBob, group }, "policy", change))).toMatchObject({
    code: "commit-forbidden",
  })
  expect(await send(ana, await makeCommit(ana, atAna, "silent", remove(2)))).toMatchObject({
    code: "commit-forbidden",
  })
  expect((await say(eve, atAna)).ok).toBe(true)
})

test("C7 D17 a role that somebody gives themselves, or takes from above, is refused by the server, whatever their client thinks", async () => {
  const world = testWorld()
  const [ana, bob, eve] = [
    await enrolled(world, "ana"),
    await enrolled(world, "bob"),
    await enrolled(world, "eve"),
  ]
  for (const one of [bob, eve]) await publish(one, 1)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob, eve) })
  unwrap(await send(ana, made))
  await world.server.settled()
  const { extension } = unwrap(groupFactsOf(made.next.group.public))
  const roles = (...entries: readonly (readonly [Member, Role])[]) => {
    const listed = entries.map(([{ who }, role]) => ({ account: who.account, role }))
    const extensions = groupExtensions({ ...extension, roles: sorted(listed) })
    return { proposals: [{ kind: "groupContextExtensions", extensions } as const] }
  }
  const atBob = await joinByMail(bob)
  const forbidden = { code: "commit-forbidden" }
  for (const change of [
    roles([ana, "owner"], [bob, "owner"]),
    roles([ana, "owner"], [bob, "admin"]),
    roles([ana, "owner"], [eve, "moderator"]),
    roles([bob, "owner"]),
  ])
    expect(await send(bob, await makeCommit(bob, atBob, "policy", change))).toMatchObject(forbidden)
  const promoted = await makeCommit(ana, made.next, "policy", roles([ana, "owner"], [bob, "admin"]))
  unwrap(await send(ana, promoted))
  const bobsNext = await receive(atBob, promoted.commit)
  const demoted = await makeCommit(ana, promoted.next, "policy", roles([ana, "owner"]))
  unwrap(await send(ana, demoted))
  const late = roles([ana, "owner"], [bob, "admin"], [eve, "moderator"])
  expect(await send(bob, await makeCommit(bob, bobsNext, "policy", late))).toMatchObject({
    code: "stale-epoch",
  })
  const bobsLast = await receive(bobsNext, demoted.commit)
  expect(await send(bob, await makeCommit(bob, bobsLast, "policy", late))).toMatchObject(forbidden)
})

test("D18 group info of another epoch, signer or shape is refused", async () => {
  const { ana, bob, atAna, atBob } = await groupOfThree()
  const made = await makeCommit(ana, atAna, "path")
  const others = await makeCommit(bob, atBob, "path")
  const before = unwrap(await ana.client.call("pullGroup", { conversation: atAna.conversation }))
  for (const groupInfo of [new Uint8Array(), others.groupInfo, before.groupInfo, made.commit])
    expect(await send(ana, { ...made, groupInfo })).toMatchObject({ code: "group-info-invalid" })
  expect((await send(ana, made)).ok).toBe(true)
})

test("D18 every added device has its Welcome, and nobody else has one", async () => {
  const world = testWorld()
  const [ana, bob, eve] = [
    await enrolled(world, "ana"),
    await enrolled(world, "bob"),
    await enrolled(world, "eve"),
  ]
  for (const one of [bob, eve]) await publish(one, 1)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob, eve) })
  const whole = unwrap(decodeMessageAs(made.welcome, "welcome"))
  const [forBob, forEve] = whole.secrets
  if (!forBob || !forEve) throw new Error("two parts")
  const stranger = { ...forBob, newMember: crypto.random(forBob.newMember.length) }
  const withParts = (...secrets: typeof whole.secrets) =>
    encodeMessage({ format: "welcome", message: { ...whole, secrets } })
  const lacking = [
    new Uint8Array(),
    withParts(),
    withParts(forBob),
    withParts(forBob, forBob),
    withParts(forBob, stranger),
    made.commit,
    made.welcome.slice(1),
  ]
  for (const welcome of lacking)
    expect(await send(ana, { ...made, welcome })).toMatchObject({ code: "welcome-missing" })
  for (const welcome of [withParts(forBob, forEve, stranger), withParts(forBob, forEve, forEve)])
    expect(await send(ana, { ...made, welcome })).toMatchObject({ code: "commit-invalid" })
  const path = await makeCommit(ana, opened, "path")
  expect(await send(ana, { ...path, welcome: made.welcome })).toMatchObject({ code: "commit-invalid" })
  expect((await send(ana, made)).ok).toBe(true)
})

test("D18 a Welcome that would weigh too much in all mailboxes together is refused", async () => {
  const world = testWorld()
  const ana = await enrolled(world, "ana")
  const crowd = await Promise.all(Array.from({ length: 17 }, (_, index) => enrolled(world, `guest${index}`)))
  for (const one of crowd) await publish(one, 1)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, ...crowd) })
  const whole = unwrap(decodeMessageAs(made.welcome, "welcome"))
  const heavy = { ...whole, encryptedGroupInfo: new Uint8Array(welcomesBytesMax / 17) }
  const welcome = encodeMessage({ format: "welcome", message: heavy })
  expect(welcome.length).toBeLessThan(welcomeBytesMax)
  expect(await send(ana, { ...made, welcome })).toMatchObject({ code: "mail-too-large" })
  expect((await send(ana, made)).ok).toBe(true)
})

test("D18 each device that is added gets its own part of the Welcome and nobody else's", async () => {
  const { ana, bob, eve, atAna } = await groupOfThree()
  for (const one of [bob, eve]) {
    const { mail } = unwrap(await one.client.call("pullMail", {}))
    const { secrets } = unwrap(decodeMessageAs(mail.at(-1)?.body ?? new Uint8Array(), "welcome"))
    const own = one.keyPackages.map(({ keyPackage }) =>
      referenceOf({ crypto }, atAna.group.public.suite, keyPackage),
    )
    expect(secrets).toHaveLength(1)
    expect(own.some(reference => equal(reference, secrets[0]?.newMember ?? new Uint8Array()))).toBe(true)
  }
  expect(unwrap(await ana.client.call("pullMail", {})).mail).toEqual([])
})

test("D18 Welcomes reach the mailboxes of those who are added, and are told to who listens", async () => {
  const { bob, atBob } = await groupOfThree()
  expect(bob.client.events("mailStored")).toMatchObject([
    { mail: { seq: 1n, kind: MailKind.WELCOME, conversation: atBob.conversation, commitSeq: 2n } },
  ])
  expect(bob.client.events("conversationChanged")).toMatchObject([
    { changed: { conversation: atBob.conversation, head: 2n } },
  ])
})

test("D19 a removed member hears the commit that removes it and nothing after, and reads nothing more", async () => {
  const { ana, bob, eve, atAna } = await groupOfThree()
  const made = await makeCommit(ana, atAna, "removePerson", remove(2))
  unwrap(await send(ana, made))
  unwrap(await say(ana, made.next))
  expect(eve.client.events("entryStored").map(({ entry }) => entry?.seq)).toEqual([3n])
  expect(bob.client.events("entryStored").map(({ entry }) => entry?.seq)).toEqual([3n, 4n])
  expect(await say(eve, atAna)).toMatchObject({ code: "conversation-unknown" })
  expect(await say(eve, made.next)).toMatchObject({ code: "conversation-unknown" })
  expect(await eve.client.call("pullGroup", { conversation: atAna.conversation })).toMatchObject({
    code: "conversation-unknown",
  })
  expect(await send(eve, made)).toMatchObject({ code: "conversation-unknown" })
})

test("D28 who is taken out is led to the commit that did it, reads up to there and nothing after", async () => {
  const { ana, bob, eve, atAna } = await groupOfThree()
  const { conversation } = atAna
  const { accountSeq } = unwrap(await eve.client.call("follow", {}))
  const made = await makeCommit(ana, atAna, "removePerson", remove(2))
  unwrap(await send(ana, made))
  unwrap(await say(ana, made.next))
  expect(unwrap(await eve.client.call("follow", { accountSeq })).changed).toMatchObject([
    { conversation, head: 3n },
  ])
  const { entries, head } = unwrap(await eve.client.call("pullEntries", { conversation, after: 1n }))
  expect([entries.map(({ seq }) => seq), head]).toEqual([[2n, 3n], 3n])
  expect(unwrap(await eve.client.call("pullEntries", { conversation, after: 3n })).entries).toEqual([])
  expect(unwrap(await bob.client.call("pullEntries", { conversation, after: 3n })).entries).toHaveLength(1)
})

test("D19 a message and the removal of its sender at the same moment: it is before the removal or nowhere", async () => {
  const { ana, eve, atAna, atEve } = await groupOfThree()
  const made = await makeCommit(ana, atAna, "removePerson", remove(2))
  const [removed, ...said] = await Promise.all([
    send(ana, made),
    ...Array.from({ length: 5 }, () => say(eve, atEve)),
  ])
  const seq = unwrap(removed).entry?.seq ?? 0n
  for (const answer of said)
    if (answer.ok) expect(answer.value.entry?.seq).toBeLessThan(seq)
    else expect(["stale-epoch", "conversation-unknown"]).toContain(answer.code)
})

test("D20 who leaves is taken out by the next commit, and no commit keeps them", async () => {
  const { ana, bob, eve, atAna, atBob, atEve } = await groupOfThree()
  const stale = await makeCommit(ana, atAna, "path")
  const left = await leaving(eve, atEve)
  const { entry } = unwrap(await eve.client.call("propose", { ...atEve, proposal: left.proposal }))
  expect(entry).toMatchObject({ seq: 3n, type: kinds.proposal, epoch: 1n })
  expect(unwrap(await eve.client.call("propose", { ...atEve, proposal: left.proposal })).entry).toEqual(entry)
  expect(await send(ana, stale)).toMatchObject({ code: "commit-invalid", retry: "after-refresh" })
  const heard = await receive(atBob, left.proposal)
  const made = await makeCommit(bob, heard, "leave", { references: [left.reference] })
  expect(unwrap(await send(bob, made)).entry).toMatchObject({ seq: 4n, epoch: 2n })
  expect(await say(eve, made.next)).toMatchObject({ code: "conversation-unknown" })
})

test("D20 nobody leaves for somebody else, nor the last owner, nor a direct", async () => {
  const { ana, bob, eve, atAna, atEve } = await groupOfThree()
  const left = await leaving(eve, atEve)
  const { conversation } = atEve
  expect(await bob.client.call("propose", { conversation, proposal: left.proposal })).toMatchObject({
    code: "commit-forbidden",
  })
  const owner = await leaving(ana, atAna)
  expect(await ana.client.call("propose", { conversation, proposal: owner.proposal })).toMatchObject({
    code: "commit-forbidden",
  })
  const direct = await directOpening(ana, bob)
  unwrap(await open(ana, direct))
  const { proposal } = await leaving(ana, direct)
  expect(await ana.client.call("propose", { ...direct, proposal })).toMatchObject({
    code: "commit-forbidden",
  })
  for (const garbage of [new Uint8Array(), crypto.random(100), (await makeCommit(ana, atAna, "path")).commit])
    expect(await ana.client.call("propose", { conversation, proposal: garbage })).toMatchObject({
      code: "commit-invalid",
    })
})

test("D21 an external commit by a member's device is taken, by anybody else's it is not", async () => {
  const world = testWorld()
  const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
  const opened = await groupOpening(ana, [bob])
  unwrap(await open(ana, opened))
  const joined = await joinByCommit(bob, opened.conversation)
  expect(await send(ana, joined)).toMatchObject({ code: "commit-forbidden" })
  expect((await send(bob, joined)).ok).toBe(true)
  const again = await joinByCommit(bob, opened.conversation, "resync", 1)
  expect((await send(bob, again)).ok).toBe(true)
})

test("D22 old epochs can be pulled, to prove the newest from them", async () => {
  const { bob, atBob } = await groupOfThree()
  const { conversation } = atBob
  const old = unwrap(await bob.client.call("pullGroup", { conversation, at: { incarnation: 0, epoch: 0n } }))
  const now = unwrap(await bob.client.call("pullGroup", { conversation }))
  expect([old.seq, now.seq]).toEqual([1n, 2n])
  expect(equal(old.ratchetTree, now.ratchetTree)).toBe(false)
  expect(
    await bob.client.call("pullGroup", { conversation, at: { incarnation: 0, epoch: 9n } }),
  ).toMatchObject({
    code: "stale-epoch",
  })
})
