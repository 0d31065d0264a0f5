import { expect, test } from "bun:test"
import type { VerifiedChain } from "./chain.ts"
import { ed25519Key } from "./link-build.ts"
import type { GroupFacts } from "./policy-facts.ts"
import { judgeOpening, type OpeningFacts } from "./policy-open.ts"
import { carriedOver, judgeReopening } from "./policy-reopen.ts"
import { pathsIn } from "./recorded.ts"
import { judgeSelfRemove } from "./self-remove.ts"
import { directOf, groupOf, leafOf, sortedByAccount } from "./testing/groups.ts"
import { crypto, digestOf, keyNamed, type Person, person } from "./testing/people.ts"

const [ana, bob, eve] = await Promise.all(["ana", "bob", "eve"].map(name => person(name)))
if (!ana || !bob || !eve) throw new Error("three people")
const everybody = [ana.chain, bob.chain, eve.chain]
const suite = 0xf0a2

const opened = (group: GroupFacts): OpeningFacts => ({ ...group, epoch: 0, suite })
const entry = ({ account, head }: Person) => ({ account, position: head })

function opening(facts: OpeningFacts, chains: readonly VerifiedChain[] = everybody): string {
  const judged = judgeOpening(crypto, facts, pathsIn(chains))
  return judged.at === "invalid" ? judged.code : judged.at
}

test("C19 a group is opened at epoch 0 by its creator, alone, as owner, under the id of its seed", async () => {
  const group = opened(await groupOf([{ who: ana }, { who: bob, devices: [], role: "admin" }]))
  const change = (next: Partial<OpeningFacts["extension"]>) =>
    opening({ ...group, extension: { ...group.extension, ...next } })
  expect(opening(group)).toBe("valid")
  expect(opening({ ...group, epoch: 1 })).toBe("opening-invalid")
  expect(opening({ ...group, suite: 1 })).toBe("opening-invalid")
  expect(opening({ ...group, id: { ...group.id, incarnation: 1 } })).toBe("opening-invalid")
  expect(opening({ ...group, id: { ...group.id, conversation: digestOf(1) } })).toBe("conversation-mismatch")
  expect(opening({ ...group, leaves: new Map([[0, await leafOf(bob)]]) })).toBe("dormant-with-leaf")
  expect(opening({ ...group, leaves: new Map([[0, await leafOf(eve)]]) })).toBe("opener-not-allowed")
  expect(opening(opened(await groupOf([{ who: ana }, { who: bob }])))).toBe("opening-invalid")
  expect(change({ roles: [] })).toBe("last-owner")
  expect(
    change({ roles: sortedByAccount([...group.extension.roles, { account: eve.account, role: "admin" }]) }),
  ).toBe("role-of-stranger")
  expect(change({ chains: [entry(bob)] })).toBe("chains-of-stranger")
  expect(opening(group, [ana.chain])).toBe("stalled")
  expect(opening({ ...group, leaves: new Map([[0, await leafOf(ana, 2)]]) })).toBe("leaf-malformed")
})

test("C19 a direct is opened by one of the two, with the other dormant", async () => {
  const direct = opened(await directOf({ who: ana }, { who: bob, devices: [] }))
  expect(opening(direct)).toBe("valid")
  const without = (dormant: OpeningFacts["extension"]["dormant"]) =>
    opening({ ...direct, extension: { ...direct.extension, dormant } })
  expect(without([])).toBe("direct-fixed")
  expect(without([entry(eve)])).toBe("direct-fixed")
  expect(without(sortedByAccount([entry(bob), entry(eve)]))).toBe("direct-fixed")
  const ttl = { ...direct, extension: { ...direct.extension, ttlSeconds: 60 } }
  expect(opening(ttl)).toBe("valid")
})

const state = { incarnation: 0, epoch: 7, ctx: digestOf(7) }

async function reopening(previous: GroupFacts, by: Person, chains: readonly VerifiedChain[] = everybody) {
  const leaf = await leafOf(by)
  const carried = carriedOver(previous, leaf, pathsIn(chains))
  if ("at" in carried) throw new Error(carried.at)
  const extension = { ...previous.extension, ...carried, previous: { state, seq: 9, log: digestOf(9) } }
  const facts: OpeningFacts = {
    id: { ...previous.id, incarnation: previous.id.incarnation + 1 },
    epoch: 0,
    suite,
    extension,
    leaves: new Map([[0, leaf]]),
  }
  const judge = (change: Partial<OpeningFacts> = {}, next: Partial<OpeningFacts["extension"]> = {}) => {
    const changed = { ...facts, extension: { ...extension, ...next }, ...change }
    const judged = judgeReopening(crypto, previous, state, changed, pathsIn(chains))
    return judged.at === "invalid" ? judged.code : judged.at
  }
  return { facts, judge }
}

test("C20 a reopening copies the extension byte for byte and keeps everybody, where they were recorded", async () => {
  const two = await (await person("eve")).follow(eve.add(2))
  const gone = await two.at(two.chain).follow(two.remove(2))
  const link = { key: ed25519Key((await keyNamed("link")).publicKey), flags: 0, expiresMs: 1 }
  const group = await groupOf([{ who: ana }, { who: bob, role: "admin" }, { who: eve }], {
    links: [link],
    ttlSeconds: 60,
    chains: [entry(gone)],
  })
  const chains = [...everybody, gone.chain]
  const { facts, judge } = await reopening(group, bob, chains)
  expect(judge()).toBe("valid")
  // What showed a stolen device removed is still recorded, so it stays out.
  expect(facts.extension.dormant).toEqual(sortedByAccount([entry(ana), entry(gone)]))
  expect(facts.extension.chains).toEqual([entry(bob)])
  const { dormant, roles } = facts.extension
  for (const next of [
    { dormant: dormant.slice(1) },
    { dormant: sortedByAccount([entry(ana), entry(eve)]) },
    { chains: [] },
    { roles: roles.map(one => ({ ...one, role: "admin" as const })) },
    { links: [] },
    { ttlSeconds: 0 },
    { history: "all" as const },
    { host: new Uint8Array([0x61]) },
  ])
    expect(judge({}, next)).toBe("reopen-changed")
})

test("C20 it is opened by a leaf of the state before: an admin, or either side of a direct", async () => {
  const group = await groupOf([
    { who: ana },
    { who: bob, role: "moderator" },
    { who: eve, devices: [], role: "admin" },
  ])
  expect((await reopening(group, ana)).judge()).toBe("valid")
  expect((await reopening(group, bob)).judge()).toBe("opener-not-allowed")
  expect((await reopening(group, eve)).judge()).toBe("opener-not-allowed")
  const direct = await directOf({ who: ana }, { who: bob })
  expect((await reopening(direct, bob)).judge()).toBe("valid")
})

test("C20 it names the state that it leaves, and a number above the incarnation before", async () => {
  const group = await groupOf([{ who: ana }, { who: bob }])
  const { facts, judge } = await reopening(group, ana)
  const previous = { state: { ...state, ctx: digestOf(8) }, seq: 9, log: digestOf(9) }
  expect(judge({}, { previous })).toBe("previous-mismatch")
  expect(judge({}, { previous: undefined })).toBe("previous-mismatch")
  expect(judge({ id: { ...facts.id, incarnation: 0 } })).toBe("conversation-mismatch")
  expect(judge({ id: { ...facts.id, incarnation: 5 } })).toBe("valid")
  expect(judge({ id: { ...facts.id, conversation: digestOf(1) } })).toBe("conversation-mismatch")
  expect(judge({ epoch: 3 })).toBe("opening-invalid")
})

test("C20 suite and seal may rise and never fall", async () => {
  const group = await groupOf([{ who: ana }, { who: bob }], { suiteRank: 0, sealRank: 0 })
  const { judge } = await reopening(group, ana)
  expect(judge({}, { suiteRank: 1, sealRank: 1 })).toBe("valid")
  const strong = await groupOf([{ who: ana }, { who: bob }])
  expect((await reopening(strong, ana)).judge({}, { suiteRank: 0 })).toBe("rank-falls")
})

test("C20 a device removed at the recorded position cannot reopen", async () => {
  const two = await (await person("ana")).follow(ana.add(2))
  const gone = await two.at(two.chain).follow(two.remove(1, 2))
  const group = await groupOf([{ who: ana }, { who: bob }], { chains: [entry(gone)] })
  const chains = [...everybody, gone.chain]
  expect((await reopening(group, ana, chains)).judge()).toBe("position-falls")
  const { judge } = await reopening(group, ana, chains)
  expect(judge({ leaves: new Map([[0, await leafOf(ana, 1, gone.head)]]) })).toBe("device-not-active")
})

test("C17 a proposal to leave that no commit could carry is refused when it is made", async () => {
  const group = await groupOf([{ who: ana }, { who: bob, role: "owner" }, { who: eve }])
  const judge = (leaf: number, pending: readonly number[] = []) => {
    const judged = judgeSelfRemove(group, leaf, pending)
    return judged.at === "invalid" ? judged.code : judged.at
  }
  expect(judge(2)).toBe("valid")
  expect(judge(0)).toBe("valid")
  expect(judge(0, [1])).toBe("last-owner")
  expect(judge(9)).toBe("leaf-unknown")
  const direct = await directOf({ who: ana }, { who: bob })
  expect(judgeSelfRemove(direct, 0, [])).toMatchObject({ code: "direct-fixed" })
})
