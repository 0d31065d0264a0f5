import { expect, test } from "bun:test"
import { decode, encode } from "@colombe/base"
import fc from "fast-check"
import { deviceKey, isMember, roleOf, roster, rosterHash, rosterOf, rosterOfGroup } from "./roster.ts"
import { groupOf, leafOf, sortedByAccount } from "./testing/groups.ts"
import { crypto, person } from "./testing/people.ts"

const [ana, bob, eve, dan] = await Promise.all(["ana", "bob", "eve", "dan"].map(name => person(name)))
if (!ana || !bob || !eve || !dan) throw new Error("four people")

test("C21 the roster lists members with role and devices, dormant ones without devices, banned ones not", async () => {
  const group = await groupOf([{ who: ana }, { who: bob, devices: [1, 2] }, { who: eve, devices: [] }])
  const roles = sortedByAccount([...group.extension.roles, { account: dan.account, role: "banned" as const }])
  const made = rosterOfGroup({ ...group, extension: { ...group.extension, roles } })
  expect(made.accounts.map(({ account }) => account)).toEqual(
    sortedByAccount([ana, bob, eve]).map(one => one.account),
  )
  expect([ana, bob, eve, dan].map(({ account }) => roleOf(made, account))).toEqual([
    "owner",
    "member",
    "member",
    undefined,
  ])
  expect([ana, bob, eve, dan].map(({ account }) => isMember(made, account))).toEqual([
    true,
    true,
    true,
    false,
  ])
  const leaf = await leafOf(bob, 2)
  expect(deviceKey(made, bob.account, leaf.device)).toEqual(leaf.dsk)
  expect(deviceKey(made, ana.account, leaf.device)).toBeUndefined()
  expect(decode(roster, encode(roster, made))).toEqual({ ok: true, value: made })
})

test("C21 its hash does not depend on where leaves stand in the tree", async () => {
  const group = await groupOf([{ who: ana }, { who: bob, devices: [1, 2] }, { who: eve }])
  const leaves = [...group.leaves.values()]
  const expected = rosterHash(crypto, rosterOf(leaves, group.extension))
  fc.assert(
    fc.property(fc.shuffledSubarray(leaves, { minLength: leaves.length }), shuffled => {
      expect(rosterHash(crypto, rosterOf(shuffled, group.extension))).toEqual(expected)
    }),
  )
  expect(rosterHash(crypto, rosterOf(leaves.slice(1), group.extension))).not.toEqual(expected)
})
