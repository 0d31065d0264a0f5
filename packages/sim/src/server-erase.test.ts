import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { crypto, testWorld } from "@colombe/server/testing"
import {
  addOf,
  enrolled,
  groupOpening,
  joinByMail,
  type Member,
  makeCommit,
  open,
  publish,
  pull,
  type Room,
  say,
  sealedBytes,
  send,
} from "./testing/member.ts"

const dayMs = 86_400_000

/** Ana, who owns the group, and Bob, both with a leaf, in the group's epoch 1. */
async function room(settings = {}, change = {}) {
  const world = testWorld({ settings })
  const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
  await publish(bob, 2)
  const opened = await groupOpening(ana, [], change)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob) })
  unwrap(await send(ana, made))
  await world.server.settled()
  return { world, ana, bob, atAna: made.next, atBob: await joinByMail(bob) }
}

interface Said {
  readonly seq: bigint
  readonly digest: Uint8Array
}

async function sayIn(by: Member, at: Room, kind: number = kinds.message): Promise<Said> {
  const body = sealedBytes(at, { kind })
  const { entry } = unwrap(await say(by, at, body))
  return { seq: entry?.seq ?? 0n, digest: crypto.hash("SHA-256", body) }
}

const erase = (by: Member, { conversation }: Room, deletion: Said, ...entries: readonly Said[]) =>
  by.client.call("erase", { conversation, deletion: deletion.seq, entries: [...entries] })

const withBody = async (by: Member, at: Room): Promise<bigint[]> =>
  (await pull(by, at, 2n)).filter(({ body }) => body.length > 0).map(({ seq }) => seq)

test("D31 with a deletion in the log its sender has the bodies taken out, and the log stays whole", async () => {
  const { ana, bob, atAna, atBob } = await room()
  const [first, second, other] = [await sayIn(bob, atBob), await sayIn(bob, atBob), await sayIn(ana, atAna)]
  const before = await pull(ana, atAna)
  const deletion = await sayIn(bob, atBob, kinds.delete)
  unwrap(await erase(bob, atBob, deletion, first))
  unwrap(await erase(bob, atBob, deletion, first))
  expect(await withBody(ana, atAna)).toEqual([second.seq, other.seq, deletion.seq])
  const after = await pull(ana, atAna)
  expect(after.map(({ seq, atMs, type, hash }) => ({ seq, atMs, type, hash })).slice(0, -1)).toEqual(
    before.map(({ seq, atMs, type, hash }) => ({ seq, atMs, type, hash })),
  )
  expect(after[2]).toMatchObject({ seq: first.seq, digest: first.digest, author: bob.who.account })
  expect(await sayIn(ana, atAna)).toMatchObject({ seq: 7n })
})

test("D31 moderators take out what others wrote, and members only their own", async () => {
  const { ana, bob, atAna, atBob } = await room()
  const [bobs, anas] = [await sayIn(bob, atBob), await sayIn(ana, atAna)]
  const bobsDeletion = await sayIn(bob, atBob, kinds.delete)
  expect(await erase(bob, atBob, bobsDeletion, bobs, anas)).toMatchObject({ code: "erasure-forbidden" })
  expect(await withBody(ana, atAna)).toContain(bobs.seq)
  const anasDeletion = await sayIn(ana, atAna, kinds.delete)
  unwrap(await erase(ana, atAna, anasDeletion, bobs))
  expect(await withBody(ana, atAna)).not.toContain(bobs.seq)
})

test("D31 nothing is taken out without a deletion of one's own, by another digest, or of what steers the log", async () => {
  const { world, ana, bob, atAna, atBob } = await room()
  const said = await sayIn(bob, atBob)
  const state = await sayIn(ana, atAna, kinds.state)
  const bobs = await sayIn(bob, atBob, kinds.delete)
  const anas = await sayIn(ana, atAna, kinds.delete)
  const later = await sayIn(ana, atAna)
  const commit = { seq: 2n, digest: crypto.hash("SHA-256", (await pull(ana, atAna))[1]?.body ?? said.digest) }
  const carol = await enrolled(world, "carol")
  const nowhere: Said = { seq: 99n, digest: said.digest }
  const refused = [
    [ana, bobs, [said], "erasure-forbidden"],
    [ana, said, [said], "erasure-forbidden"],
    [ana, nowhere, [said], "erasure-forbidden"],
    [ana, anas, [{ ...said, digest: anas.digest }], "entry-invalid"],
    [ana, anas, [state], "entry-invalid"],
    [ana, anas, [commit], "entry-invalid"],
    [ana, anas, [bobs], "entry-invalid"],
    [ana, anas, [later], "entry-invalid"],
    [ana, anas, [nowhere], "entry-invalid"],
    [ana, anas, [], "request-invalid"],
    [ana, anas, Array.from({ length: 101 }, () => said), "request-invalid"],
    [carol, anas, [said], "conversation-unknown"],
  ] as const
  for (const [by, deletion, entries, code] of refused)
    expect(await erase(by, atAna, deletion, ...entries)).toMatchObject({ code })
  expect(await withBody(ana, atAna)).toHaveLength(5)
})

test("D31 who was taken out has nothing taken out any more", async () => {
  const { ana, bob, atAna, atBob } = await room()
  const said = await sayIn(bob, atBob)
  const deletion = await sayIn(bob, atBob, kinds.delete)
  const proposals = [{ kind: "remove", removed: 1 }] as const
  unwrap(await send(ana, await makeCommit(ana, atAna, "removePerson", { proposals: [...proposals] })))
  expect(await erase(bob, atBob, deletion, said)).toMatchObject({ code: "conversation-unknown" })
})

test("D32 where messages disappear their bodies go from the server by themselves, and state stays", async () => {
  const { world, ana, atAna } = await room({}, { ttlSeconds: 60 })
  const [said, state] = [await sayIn(ana, atAna), await sayIn(ana, atAna, kinds.state)]
  world.clock.pass(50_000)
  await world.server.settled()
  expect(await withBody(ana, atAna)).toEqual([said.seq, state.seq])
  world.clock.pass(10_000)
  await world.server.settled()
  world.clock.pass(5_000)
  await world.server.settled()
  expect(await withBody(ana, atAna)).toEqual([state.seq])
})

test("D32 an operator who keeps messages for some days keeps none for longer", async () => {
  const { world, ana, atAna } = await room({ keepFor: 3 * dayMs })
  const old = await sayIn(ana, atAna)
  world.clock.pass(2 * dayMs)
  const young = await sayIn(ana, atAna)
  await world.server.settled()
  expect(await withBody(ana, atAna)).toEqual([old.seq, young.seq])
  world.clock.pass(dayMs)
  await world.server.settled()
  world.clock.pass(5_000)
  await world.server.settled()
  expect(await withBody(ana, atAna)).toEqual([young.seq])
  expect(await pull(ana, atAna)).toHaveLength(4)
})
