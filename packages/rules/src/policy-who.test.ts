import { expect, test } from "bun:test"
import type { ColombeGroup, Role } from "./group.ts"
import { ed25519Key } from "./link-build.ts"
import { commitOf, groupOf, leafOf, raiseOf, sortedByAccount } from "./testing/groups.ts"
import {
  ana,
  bob,
  change,
  dan,
  dormantWith,
  eve,
  everybody,
  ladder,
  leaving,
  removal,
  role,
  rolesWith,
  verdict,
} from "./testing/judging.ts"
import { keyNamed, type Person, person } from "./testing/people.ts"

test("C3 everybody renews their leaf; nobody changes whose it is", async () => {
  const group = await ladder()
  for (const [index, who] of everybody.entries()) {
    expect(await verdict(group, commitOf(index, { path: await leafOf(who) }))).toBe("valid")
    const other = everybody[(index + 1) % 4] ?? ana
    expect(await verdict(group, commitOf(index, { path: await leafOf(other) }))).toBe("leaf-changed")
  }
  expect(await verdict(group, commitOf(9))).toBe("leaf-unknown")
  expect(await verdict(group, commitOf(0, { foreign: true }))).toBe("proposal-forbidden")
})

test("C4 adding or inviting somebody needs a moderator; one's own device needs nobody", async () => {
  const group = await groupOf([{ who: ana }, { who: bob, role: "moderator" }, { who: eve }])
  const added = [await leafOf(dan)]
  const invited = change(group, { dormant: dormantWith(group, dan) })
  const outcomes = []
  for (const index of [0, 1, 2])
    outcomes.push(
      await verdict(group, commitOf(index, { added })),
      await verdict(group, commitOf(index, { extension: invited })),
    )
  expect(outcomes).toEqual(["valid", "valid", "valid", "valid", "role-too-low", "role-too-low"])
  const eve2 = await (await person("eve")).follow(eve.add(2))
  const raises = [raiseOf(eve2.chain, eve.head)]
  const own = { added: [await leafOf(eve2, 2)], data: { raises } }
  expect(await verdict(group, commitOf(2, own))).toBe("valid")
  expect(await verdict(group, commitOf(0, own))).toBe("valid")
  const ana2 = await (await person("ana")).follow(ana.add(2))
  const ofOwner = { added: [await leafOf(ana2, 2)], data: { raises: [raiseOf(ana2.chain, ana.head)] } }
  expect(await verdict(group, commitOf(2, ofOwner))).toBe("role-too-low")
})

test("C4 nobody is added twice, and nobody beside their own leaf is dormant", async () => {
  const group = await ladder()
  expect(await verdict(group, commitOf(0, { added: [await leafOf(bob)] }))).toBe("already-member")
  const twice = { added: [await leafOf(dan), await leafOf(dan)] }
  expect(await verdict(await groupOf([{ who: ana }]), commitOf(0, twice))).toBe("already-member")
  const both = change(group, { dormant: dormantWith(group, bob) })
  expect(await verdict(group, commitOf(0, { extension: both }))).toBe("dormant-with-leaf")
})

test("C5 a person is removed by a moderator of a higher role, and by nobody else", async () => {
  const group = await ladder()
  const outcome = []
  for (const committer of [0, 1, 2, 3])
    for (const target of [0, 1, 2, 3])
      if (committer !== target)
        outcome.push(await verdict(group, commitOf(committer, { removed: [removal(target)] })))
  const low = "role-too-low"
  expect(outcome).toEqual([
    "valid",
    "valid",
    "valid",
    low,
    "valid",
    "valid",
    low,
    low,
    "valid",
    low,
    low,
    low,
  ])
  expect(await verdict(group, commitOf(0, { removed: [removal(9)] }))).toBe("leaf-unknown")
  expect(await verdict(group, commitOf(0, { removed: [removal(0)] }))).toBe("leaf-unknown")
})

test("C5 a dormant person is cleared by the same right", async () => {
  const group = await groupOf([{ who: ana }, { who: bob }, { who: eve, devices: [] }])
  const extension = change(group, { dormant: [] })
  expect(await verdict(group, commitOf(0, { extension }))).toBe("valid")
  expect(await verdict(group, commitOf(1, { extension }))).toBe("role-too-low")
})

test("C6 a ban is a moderator's over lower roles; who is banned is no member and comes back by nobody's link", async () => {
  const group = await ladder()
  const ban = (by: number, target: Person, index: number) =>
    verdict(
      group,
      commitOf(by, {
        removed: [removal(index)],
        extension: change(group, { roles: rolesWith(group, role(target, "banned")) }),
      }),
    )
  expect(await ban(2, dan, 3)).toBe("valid")
  expect(await ban(2, bob, 1)).toBe("role-too-low")
  expect(await ban(3, eve, 2)).toBe("role-too-low")
  const still = change(group, { roles: rolesWith(group, role(dan, "banned")) })
  expect(await verdict(group, commitOf(0, { extension: still }))).toBe("banned")
  const banned = await groupOf([{ who: ana }, { who: eve, role: "moderator" }, { who: bob }], {
    roles: sortedByAccount([role(ana, "owner"), role(eve, "moderator"), role(dan, "banned")]),
  })
  expect(await verdict(banned, commitOf(0, { added: [await leafOf(dan)] }))).toBe("banned")
  const unbanned = change(banned, { roles: rolesWith(banned, role(dan, "member")) })
  expect(await verdict(banned, commitOf(1, { added: [await leafOf(dan)], extension: unbanned }))).toBe(
    "valid",
  )
  expect(await verdict(banned, commitOf(2, { extension: unbanned }))).toBe("role-too-low")
})

test("C7 roles are set strictly below one's own, on accounts strictly below; an owner may make owners", async () => {
  const group = await ladder()
  const set = (by: number, who: Person, given: Role) =>
    verdict(group, commitOf(by, { extension: change(group, { roles: rolesWith(group, role(who, given)) }) }))
  expect(await set(0, dan, "owner")).toBe("valid")
  expect(await set(0, bob, "member")).toBe("valid")
  expect(await set(1, dan, "moderator")).toBe("valid")
  expect(await set(1, eve, "member")).toBe("valid")
  expect(await set(1, dan, "admin")).toBe("role-too-low")
  expect(await set(1, dan, "owner")).toBe("role-too-low")
  expect(await set(1, ana, "member")).toBe("role-too-low")
  expect(await set(1, bob, "owner")).toBe("role-too-low")
  expect(await set(2, dan, "moderator")).toBe("role-too-low")
  expect(await set(3, dan, "owner")).toBe("role-too-low")
})

test("C7 C8 everybody may lower their own role, an owner where another one is left", async () => {
  const group = await ladder()
  const set = (by: number, ...given: readonly (readonly [Person, Role])[]) => {
    const roles = rolesWith(group, ...given.map(([who, one]) => role(who, one)))
    return verdict(group, commitOf(by, { extension: change(group, { roles }) }))
  }
  expect(await set(0, [bob, "owner"], [ana, "admin"])).toBe("valid")
  expect(await set(0, [bob, "owner"], [ana, "member"])).toBe("valid")
  expect(await set(0, [ana, "admin"])).toBe("last-owner")
  expect(await set(0, [ana, "member"])).toBe("last-owner")
  expect(await set(1, [bob, "moderator"])).toBe("valid")
  expect(await set(1, [bob, "member"])).toBe("valid")
  expect(await set(2, [eve, "member"])).toBe("valid")
  // What one gives up oneself gives nobody else more, and takes from nobody.
  expect(await set(1, [bob, "member"], [dan, "admin"])).toBe("role-too-low")
  expect(await set(2, [bob, "member"])).toBe("role-too-low")
  expect(await set(2, [eve, "admin"])).toBe("role-too-low")
})

test("C7 no role is given to somebody outside, and one left behind comes back only by who may give it", async () => {
  const group = await groupOf([{ who: ana }, { who: eve, role: "moderator" }], {
    roles: sortedByAccount([role(ana, "owner"), role(eve, "moderator"), role(dan, "admin")]),
  })
  const stranger = change(group, { roles: rolesWith(group, role(bob, "admin")) })
  expect(await verdict(group, commitOf(0, { extension: stranger }))).toBe("role-of-stranger")
  const back = { added: [await leafOf(dan)] }
  expect(await verdict(group, commitOf(1, back))).toBe("role-too-low")
  expect(await verdict(group, commitOf(0, back))).toBe("valid")
  const swept = change(group, { roles: rolesWith(group, role(dan, "member")) })
  expect(await verdict(group, commitOf(1, { ...back, extension: swept }))).toBe("valid")
})

test("C8 a group keeps an owner: the last one neither leaves nor is removed", async () => {
  const group = await ladder()
  expect(await verdict(group, commitOf(1, { removed: [leaving(0)] }))).toBe("last-owner")
  const two = change(group, { roles: rolesWith(group, role(bob, "owner")) })
  expect(await verdict({ ...group, extension: two }, commitOf(2, { removed: [leaving(0)] }))).toBe("valid")
  expect(
    await verdict({ ...group, extension: two }, commitOf(2, { removed: [leaving(0), leaving(1)] })),
  ).toBe("last-owner")
})

test("C9 history, links and host are an admin's, ttl an admin's or either side's of a direct", async () => {
  const group = await ladder()
  const link = { key: ed25519Key((await keyNamed("link")).publicKey), flags: 0, expiresMs: 9 }
  const changes: Partial<ColombeGroup>[] = [
    { history: "all" },
    { history: "days", historyDays: 3 },
    { links: [link] },
    { host: new Uint8Array([0x61]) },
    { ttlSeconds: 60 },
  ]
  for (const one of changes) {
    const outcomes = []
    for (const by of [0, 1, 2, 3])
      outcomes.push(await verdict(group, commitOf(by, { extension: change(group, one) })))
    expect(outcomes).toEqual(["valid", "valid", "role-too-low", "role-too-low"])
  }
})

test("C9 seed and previous never change, ranks never fall, and never rise above what the version defines", async () => {
  const group = await groupOf([{ who: ana }], { suiteRank: 0, sealRank: 0 })
  const set = (next: Partial<ColombeGroup>) => verdict(group, commitOf(0, { extension: change(group, next) }))
  const previous = {
    state: { incarnation: 0, epoch: 1, ctx: new Uint8Array(32) },
    seq: 1,
    log: new Uint8Array(32),
  }
  expect(await set({ previous })).toBe("field-fixed")
  expect(await set({ seed: { kind: "self", account: ana.account } })).toBe("field-fixed")
  expect(await set({ suiteRank: 1, sealRank: 1 })).toBe("valid")
  expect(await set({ sealRank: 65_535 })).toBe("extension-invalid")
  const risen = { ...group, extension: change(group, { suiteRank: 1, sealRank: 1 }) }
  expect(await verdict(risen, commitOf(0, { extension: group.extension }))).toBe("rank-falls")
})

test("C10 lists are sorted, without repeats, and hold only what the version knows", async () => {
  const group = await ladder()
  const set = (next: Partial<ColombeGroup>) => verdict(group, commitOf(0, { extension: change(group, next) }))
  const { roles } = group.extension
  const [first] = roles
  if (first === undefined) throw new Error("the owner is listed")
  expect(await set({ roles: [...roles].reverse() })).toBe("extension-unsorted")
  expect(await set({ roles: [first, ...roles] })).toBe("extension-unsorted")
  expect(await set({ roles: sortedByAccount([...roles, role(dan, "member")]) })).toBe("extension-invalid")
  expect(await set({ history: "days" })).toBe("extension-invalid")
  expect(await set({ historyDays: 1 })).toBe("extension-invalid")
  expect(await set({ ttlSeconds: 1 })).toBe("extension-invalid")
  expect(await set({ host: new Uint8Array([0x41]) })).toBe("extension-invalid")
})
