import { expect, test } from "bun:test"
import { headOf } from "./chain.ts"
import { raiseTo } from "./raise-build.ts"
import { commitOf, groupOf, leafOf } from "./testing/groups.ts"
import { ana, bob, everybody, verdict } from "./testing/judging.ts"
import { person } from "./testing/people.ts"

test("C11 a device that joins beside another of its account raises what is recorded to its own position", async () => {
  const two = await (await person("bob")).follow(bob.add(2))
  const group = await groupOf([{ who: ana }, { who: bob }])
  const raise = raiseTo(group, two.chain)
  expect(raise?.to).toEqual(two.head)
  const path = await leafOf(two, 2)
  const joining = (raises: readonly NonNullable<typeof raise>[]) =>
    commitOf(undefined, { path, data: { reason: "join", raises } })
  const held = everybody.map(({ chain }) => chain)
  expect(await verdict(group, joining(raise === undefined ? [] : [raise]), held)).toBe("valid")
  expect(await verdict(group, joining([]), held)).toBe("raise-missing")
  expect(raiseTo(group, bob.chain)).toBeUndefined()
})

test("C11 of somebody who is no member nothing is raised, and nothing rises to a position below", async () => {
  const two = await (await person("bob")).follow(bob.add(2))
  expect(raiseTo(await groupOf([{ who: ana }]), two.chain)).toBeUndefined()
  expect(raiseTo(await groupOf([{ who: ana }, { who: two }]), bob.chain)).toBeUndefined()
})

test("C11 after a reset that left out recorded links, the raise begins with the reset", async () => {
  const before = await (await person("bob")).follow(bob.add(2))
  const group = await groupOf([{ who: ana }, { who: before, devices: [1, 2] }])
  const reset = await before.reset([1], [], bob.head)
  const after = await before.branch(reset)
  const raise = raiseTo(group, after)
  expect(raise).toMatchObject({ to: headOf(after), links: [reset] })
  const held = [...everybody.map(({ chain }) => chain), before.chain]
  const path = await leafOf(bob, 1, headOf(after))
  const commit = commitOf(1, { path, data: { raises: raise === undefined ? [] : [raise] } })
  expect(await verdict(group, commit, held)).toBe("valid")
})
