import { expect, test } from "bun:test"
import { encode } from "@colombe/base"
import { linkContent } from "./link.ts"
import { signLink } from "./link-build.ts"
import { judgeCommit } from "./policy.ts"
import type { GroupFacts } from "./policy-facts.ts"
import { pathsIn } from "./recorded.ts"
import { type Change, commitOf, groupOf, leafOf, raiseOf } from "./testing/groups.ts"
import { ana, bob, change, dan, eve, everybody, removal, verdict } from "./testing/judging.ts"
import { crypto, keyNamed, person } from "./testing/people.ts"

test("C11 a device that the recorded position shows removed is removed by anybody, who raises and shows the links", async () => {
  const before = await (await person("bob")).follow(bob.add(2))
  const group = await groupOf([{ who: ana }, { who: before, devices: [1, 2] }, { who: eve }])
  const after = await before.at(before.chain).follow(before.remove(2))
  const raises = [raiseOf(after.chain, before.head)]
  const chains = [{ account: bob.account, position: after.head }]
  const removed = [removal(2)]
  const extension = change(group, { chains })
  const chainsHeld = [...everybody.map(({ chain }) => chain), before.chain]
  const judge = (next: Change) => verdict(group, commitOf(3, next), chainsHeld)
  expect(await judge({ removed, extension, data: { raises } })).toBe("valid")
  expect(await judge({ removed })).toBe("device-active")
  expect(await judge({ removed, extension })).toBe("raise-missing")
  expect(await judge({ removed, data: { raises } })).toBe("raise-idle")
  const broken = raises.map(one => ({
    ...one,
    links: one.links.map(link => ({ ...link, signature: new Uint8Array(64) })),
  }))
  expect(await judge({ removed, extension, data: { raises: broken } })).toBe("raise-broken")
  expect(await judge({ removed: [removal(1)], extension, data: { raises } })).toBe("device-active")
})

test("C12 the last leaf of a member is not taken without putting the member to sleep, at no lower position", async () => {
  const before = await (await person("bob")).follow(bob.add(2))
  const group = await groupOf([{ who: ana }, { who: before, devices: [1] }, { who: eve }])
  const held = [...everybody.map(({ chain }) => chain), before.chain]
  const judge = (next: Change) => verdict(group, commitOf(2, next), held)
  const asleep = (position = before.head) => change(group, { dormant: [{ account: bob.account, position }] })
  const silent = { reason: "silent" } as const
  expect(await judge({ removed: [removal(1)], extension: asleep(), data: silent })).toBe("valid")
  expect(await judge({ removed: [removal(1)], data: silent })).toBe("role-too-low")
  expect(await judge({ removed: [removal(1)], extension: asleep() })).toBe("device-active")
  expect(await judge({ removed: [removal(1)], extension: asleep(bob.head), data: silent })).toBe(
    "position-falls",
  )
})

test("C12 a commit that takes the last carrier away writes it down: what is recorded never falls", async () => {
  const two = await (await person("bob")).follow(bob.add(2))
  const group = await groupOf([{ who: ana }, { who: bob }])
  const mixed: GroupFacts = { ...group, leaves: new Map([...group.leaves, [2, await leafOf(two, 2)]]) }
  const held = [...everybody.map(({ chain }) => chain), two.chain]
  expect(await verdict(mixed, commitOf(1, { removed: [removal(2)] }), held)).toBe("position-falls")
  const kept = change(group, { chains: [{ account: bob.account, position: two.head }] })
  expect(await verdict(mixed, commitOf(1, { removed: [removal(2)], extension: kept }), held)).toBe("valid")
  const stale = commitOf(1, { path: await leafOf(bob) })
  expect(await verdict(mixed, stale, held)).toBe("position-falls")
})

test("C12 a thief's branch does not rise over the owner's, however long it is", async () => {
  const base = await (await person("bob")).follow(bob.add(2))
  const removed = await base.at(base.chain).follow(base.remove(2))
  let thief = base.at(base.chain)
  for (const device of [5, 6, 7]) thief = await thief.follow(thief.add(device, 2))
  const group = await groupOf([{ who: ana }, { who: removed }])
  const held = [...everybody.map(({ chain }) => chain), removed.chain, thief.chain]
  const extension = change(group, { chains: [{ account: bob.account, position: thief.head }] })
  const raise = {
    account: bob.account,
    to: thief.head,
    links: thief.chain.steps.slice(2).map(({ link }) => link),
  }
  expect(await verdict(group, commitOf(0, { extension, data: { raises: [raise] } }), held)).toBe(
    "position-falls",
  )
  expect(await verdict(group, commitOf(0, { extension }), held)).toBe("raise-missing")
  const reset = await removed.at(removed.chain).follow(removed.reset([1]))
  const risen = change(group, { chains: [{ account: bob.account, position: reset.head }] })
  const raises = [raiseOf(reset.chain, removed.head)]
  expect(await verdict(group, commitOf(0, { extension: risen, data: { raises } }), held)).toBe("valid")
})

test("C13 the committer is judged where the group records its account, and not later", async () => {
  const before = await (await person("bob")).follow(bob.add(2))
  const group = await groupOf([{ who: ana }, { who: before, devices: [1, 2] }])
  const later = await before.at(before.chain).follow(before.remove(2))
  const commit = commitOf(2, { path: await leafOf(before, 2) })
  const held = [...everybody.map(({ chain }) => chain), before.chain]
  expect(await verdict(group, commit, held)).toBe("valid")
  expect(await verdict(group, commit, [...held, later.chain])).toBe("valid")
  const recorded = {
    ...group,
    extension: change(group, { chains: [{ account: bob.account, position: later.head }] }),
  }
  expect(await verdict(recorded, commit, [...held, later.chain])).toBe("position-falls")
  expect(await verdict(recorded, commitOf(2), [...held, later.chain])).toBe("device-not-active")
  const confession = commitOf(2, {
    path: await leafOf(before, 2, later.head),
    data: { raises: [raiseOf(later.chain, before.head)] },
  })
  expect(await verdict(group, confession, held)).toBe("device-not-active")
})

test("C13 an added device is active where the commit leaves its account", async () => {
  const group = await groupOf([{ who: ana }])
  const with2 = await (await person("dan")).follow(dan.add(2))
  const without = await with2.at(with2.chain).follow(with2.remove(2))
  expect(
    await verdict(group, commitOf(0, { added: [await leafOf(with2, 2)] }), [ana.chain, with2.chain]),
  ).toBe("valid")
  const gone = [await leafOf(with2, 1, without.head), await leafOf(with2, 2)]
  expect(await verdict(group, commitOf(0, { added: gone }), [ana.chain, without.chain])).toBe(
    "device-not-active",
  )
  const forged = { ...(await leafOf(with2, 2)), dsk: (await keyNamed("eve")).publicKey }
  expect(await verdict(group, commitOf(0, { added: [forged] }), [ana.chain, with2.chain])).toBe(
    "leaf-malformed",
  )
})

test("C14 missing links stall: they never decide", async () => {
  const group = await groupOf([{ who: ana }])
  const commit = commitOf(0, { added: [await leafOf(dan)] })
  const judged = await judgeCommit(crypto, group, commit, pathsIn([ana.chain]))
  expect(judged).toEqual({ at: "stalled", missing: [{ account: dan.account, position: dan.head }] })
})

test("C14 a position behind a critical link that this version does not know is no position of this group", async () => {
  const author = await dan.author(1)
  const content = encode(linkContent, {
    version: 1,
    account: dan.account,
    generation: 0,
    seq: 1,
    prev: dan.head.hash,
    type: 999,
    critical: 1,
    signer: author.id,
    body: new Uint8Array(),
  })
  const odd = dan.at(await dan.branch(await signLink(author, content)))
  const group = await groupOf([{ who: ana }, { who: dan }])
  const raises = [raiseOf(odd.chain, dan.head)]
  const commit = commitOf(1, { path: await leafOf(odd), data: { raises } })
  expect(await verdict(group, commit)).toBe("position-needs-update")
  const added = commitOf(0, { added: [await leafOf(odd)] })
  expect(await verdict(await groupOf([{ who: ana }]), added, [ana.chain, odd.chain])).toBe(
    "position-needs-update",
  )
})
