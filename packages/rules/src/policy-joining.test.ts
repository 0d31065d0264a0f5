import { expect, test } from "bun:test"
import type { ColombeGroup, Role } from "./group.ts"
import { ed25519Key } from "./link-build.ts"
import { inviteProofOf } from "./policy-external.ts"
import type { GroupFacts } from "./policy-facts.ts"
import { type Change, commitOf, directOf, groupOf, leafOf, raiseOf } from "./testing/groups.ts"
import {
  ana,
  bob,
  change,
  dan,
  dormantWith,
  eve,
  everybody,
  leaving,
  removal,
  role,
  rolesWith,
  verdict,
} from "./testing/judging.ts"
import { keyNamed, type Person, person } from "./testing/people.ts"

test("C15 from outside comes an active device of a member, and takes at most one leaf: its own or a removed one", async () => {
  const two = await (await person("bob")).follow(bob.add(2))
  const group = await groupOf([{ who: ana }, { who: two, devices: [1] }, { who: dan, devices: [] }])
  const held = [...everybody.map(({ chain }) => chain), two.chain]
  const join = async (who: Person, device: number, next: Change = {}, reason: "join" | "resync" = "join") =>
    verdict(
      group,
      commitOf(undefined, { path: await leafOf(who, device), ...next, data: { reason, ...next.data } }),
      held,
    )
  expect(await join(two, 2)).toBe("valid")
  expect(await join(dan, 1)).toBe("valid")
  expect(await join(two, 1)).toBe("already-member")
  expect(await join(two, 1, { removed: [removal(1)] }, "resync")).toBe("valid")
  expect(await join(two, 2, { removed: [removal(1)] })).toBe("device-active")
  expect(await join(two, 2, { removed: [removal(0)] })).toBe("external-forbidden")
  expect(await join(two, 2, { removed: [removal(0), removal(1)] })).toBe("external-forbidden")
  expect(await join(two, 2, { added: [await leafOf(dan)] })).toBe("external-forbidden")
  expect(await join(two, 2, { extension: group.extension })).toBe("external-forbidden")
  expect(await join(eve, 1)).toBe("not-a-member")
  expect(await join(two, 3)).toBe("leaf-malformed")
  const without = await two.at(two.chain).follow(two.remove(1, 2))
  const raises = [raiseOf(without.chain, two.head)]
  expect(await join(without, 2, { removed: [removal(1)], data: { raises } })).toBe("valid")
  expect(await verdict(group, commitOf(1, { data: { reason: "join" } }), held)).toBe("reason-mismatch")
})

test("C15 a removed device joins at no position: the old one falls, the new one shows it", async () => {
  const two = await (await person("bob")).follow(bob.add(2))
  const gone = await two.at(two.chain).follow(two.remove(2))
  const group = await groupOf([{ who: ana }, { who: gone, devices: [] }])
  const held = [...everybody.map(({ chain }) => chain), gone.chain]
  const join = async (position = gone.head) =>
    verdict(
      group,
      commitOf(undefined, { path: await leafOf(gone, 2, position), data: { reason: "join" } }),
      held,
    )
  expect(await join()).toBe("device-not-active")
  expect(await join(two.head)).toBe("position-falls")
})

test("C16 a stranger joins by a listed link's signature over group, epoch and leaf, and never when banned", async () => {
  const key = await keyNamed("link")
  const link = { key: ed25519Key(key.publicKey), flags: 0, expiresMs: 1 }
  const group = await groupOf([{ who: ana }], { links: [link] })
  const leaf = await leafOf(dan)
  const invite = await inviteProofOf(key, group, leaf)
  const join = (where: GroupFacts, next: Change = {}) =>
    verdict(
      where,
      commitOf(undefined, { path: leaf, ...next, data: { reason: "link", invite, ...next.data } }),
    )
  expect(await join(group)).toBe("valid")
  expect(await join({ ...group, epoch: group.epoch + 1 })).toBe("invite-broken")
  expect(await join(group, { path: await leafOf(eve) })).toBe("invite-broken")
  expect(await join(await groupOf([{ who: ana }]))).toBe("invite-unknown")
  expect(await join(group, { data: { invite: undefined } })).toBe("invite-unknown")
  expect(await join({ ...group, extension: change(group, { links: [{ ...link, flags: 1 }] }) })).toBe(
    "invite-unknown",
  )
  const roles = (given: Role) => ({
    ...group,
    extension: change(group, { roles: rolesWith(group, role(dan, given)) }),
  })
  expect(await join(roles("banned"))).toBe("banned")
  expect(await join(roles("admin"))).toBe("role-of-stranger")
  expect(await join(await groupOf([{ who: ana }, { who: dan, devices: [] }], { links: [link] }))).toBe(
    "reason-mismatch",
  )
  expect(await verdict(group, commitOf(0, { data: { invite } }))).toBe("reason-mismatch")
})

test("C17 leaving is the SelfRemove of an account's only leaf, and is carried by any commit, external ones too", async () => {
  const two = await (await person("eve")).follow(eve.add(2))
  const group = await groupOf([
    { who: ana },
    { who: bob },
    { who: two, devices: [1, 2] },
    { who: dan, devices: [] },
  ])
  const held = [...everybody.map(({ chain }) => chain), two.chain]
  expect(await verdict(group, commitOf(0, { removed: [leaving(1)] }), held)).toBe("valid")
  expect(await verdict(group, commitOf(0, { removed: [leaving(2)] }), held)).toBe("self-remove-forbidden")
  const join = { path: await leafOf(dan), removed: [leaving(1)], data: { reason: "join" } } as const
  expect(await verdict(group, commitOf(undefined, join), held)).toBe("valid")
  const direct = await directOf({ who: ana }, { who: bob })
  expect(await verdict(direct, commitOf(0, { removed: [leaving(1)] }))).toBe("self-remove-forbidden")
})

test("C18 a direct stays two people with the protocol's parameters; either side sets only the time to live", async () => {
  const direct = await directOf({ who: ana }, { who: bob })
  const set = (next: Partial<ColombeGroup>, by = 0) =>
    verdict(direct, commitOf(by, { extension: change(direct, next) }))
  for (const by of [0, 1]) expect(await set({ ttlSeconds: 60 }, by)).toBe("valid")
  for (const next of [
    { roles: [role(ana, "owner")] },
    { history: "all" as const },
    { suiteRank: 0, sealRank: 0 },
    { links: [{ key: ed25519Key((await keyNamed("x")).publicKey), flags: 0, expiresMs: 1 }] },
  ])
    expect(["direct-fixed", "rank-falls"]).toContain(await set(next))
  expect(await set({ host: new Uint8Array([0x61]) })).toBe("direct-fixed")
  expect(await set({ dormant: dormantWith(direct, dan) })).toBe("direct-fixed")
  expect(await verdict(direct, commitOf(0, { added: [await leafOf(dan)] }))).toBe("direct-fixed")
  expect(await verdict(direct, commitOf(0, { removed: [removal(1)] }))).toBe("direct-fixed")
  const asleep = change(direct, { dormant: dormantWith(direct, bob) })
  expect(
    await verdict(
      direct,
      commitOf(0, { removed: [removal(1)], extension: asleep, data: { reason: "silent" } }),
    ),
  ).toBe("valid")
})

test("C18 accepting a direct is an external commit of who is dormant there", async () => {
  const direct = await directOf({ who: ana }, { who: bob, devices: [] })
  const join = async (who: Person) =>
    verdict(direct, commitOf(undefined, { path: await leafOf(who), data: { reason: "join" } }))
  expect(await join(bob)).toBe("valid")
  expect(await join(eve)).toBe("not-a-member")
  expect(await verdict(direct, commitOf(0, { added: [await leafOf(bob)] }))).toBe("direct-fixed")
  const awake = await directOf({ who: ana }, { who: bob }, { dormant: dormantWith(direct) })
  expect(await verdict(awake, commitOf(0, { extension: change(awake, { dormant: [] }) }))).toBe("valid")
})
