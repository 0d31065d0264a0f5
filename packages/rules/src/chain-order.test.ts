import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import fc from "fast-check"
import { headOf, stepAt, type VerifiedChain } from "./chain.ts"
import { type Following, followChain, settleFork } from "./chain-follow.ts"
import { compareChains, openingOf, supersedes } from "./chain-order.ts"
import { growChain, verifyChain } from "./chain-verify.ts"
import { crypto, type Person, person } from "./testing/people.ts"

/** What the definition says, with the two cases written out. */
function supersedesByDefinition(left: VerifiedChain, right: VerifiedChain): boolean {
  const sameGeneration = headOf(left).generation === headOf(right).generation
  if (sameGeneration) return stepAt(left, headOf(right)) !== undefined
  return headOf(left).generation > headOf(right).generation && stepAt(left, openingOf(right)) !== undefined
}

/** Every path that owner, thief and two racing devices can make in two rounds each. */
async function tangle(): Promise<readonly VerifiedChain[]> {
  const ana = await person("ana")
  let paths: VerifiedChain[] = [ana.chain]
  for (let round = 0; round < 3; round++) {
    const grown: VerifiedChain[] = []
    for (const chain of paths.slice(-6)) {
      const here = ana.at(chain)
      grown.push(await here.branch(await here.add(10 + round)))
      grown.push(await here.branch(await here.add(20 + round, "recovery")))
      grown.push(await here.branch(await here.reset([1])))
    }
    paths = [...paths, ...grown]
  }
  return paths
}

test("I12 a path supersedes another exactly by one of the two ways, and never both each other", async () => {
  const paths = await tangle()
  const one = fc.constantFrom(...paths)
  fc.assert(
    fc.property(one, one, one, (left, right, third) => {
      expect(supersedes(left, right)).toBe(supersedesByDefinition(left, right))
      if (supersedes(left, right) && supersedes(right, left)) expect(headOf(left)).toEqual(headOf(right))
      if (
        supersedes(left, right) &&
        supersedes(right, third) &&
        headOf(left).generation === headOf(third).generation
      )
        expect(supersedes(left, third)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test("I12 old words do not win: a later generation that leaves out one's own opening link is no successor", async () => {
  const ana = await person("ana")
  await ana.follow(ana.add(2))
  const genesisOnly = ana.chain.steps[0].position
  const owner = ana.at(await ana.branch(await ana.reset([1])))
  // The thief holds the words of generation 0, and makes generation after generation on top of genesis.
  let thief = ana.at(await ana.branch(await ana.reset([5], [5], genesisOnly)))
  for (let more = 0; more < 5; more++) thief = thief.at(await thief.branch(await thief.reset([5])))
  expect(headOf(thief.chain).generation).toBe(6)
  expect(supersedes(thief.chain, owner.chain)).toBe(false)
  expect(supersedes(owner.chain, ana.chain)).toBe(true)
})

test("I12 a reset from an earlier link supersedes what was signed after that link", async () => {
  const ana = await person("ana")
  const genesis = ana.head
  await ana.follow(ana.add(2))
  const reset = await ana.branch(await ana.reset([1], [], genesis))
  expect(stepAt(reset, ana.head)).toBeUndefined()
  expect(compareChains(ana.chain, reset)).toBe("superseded")
  expect(compareChains(reset, ana.chain)).toBe("behind")
})

async function race(): Promise<{ ana: Person; left: VerifiedChain; right: VerifiedChain }> {
  const ana = await person("ana")
  const left = await ana.branch(await ana.add(2))
  const right = await ana.branch(await ana.add(3))
  return { ana, left, right }
}

test("I13 two valid links of one slot in the generation one follows are a fork, and what one holds stays", async () => {
  const { ana, left, right } = await race()
  expect(compareChains(left, right)).toBe("fork")
  expect(compareChains(left, left)).toBe("same")
  expect(compareChains(ana.chain, left)).toBe("extends")
  expect(compareChains(left, ana.chain)).toBe("behind")
  const { following } = followChain({ at: "followed", chain: left }, right)
  expect(following).toEqual({ at: "forked", chain: left, other: right })
})

test("I13 a fork below the generation one follows freezes nothing", async () => {
  const { ana, left, right } = await race()
  const owner = ana.at(left)
  const reset = await owner.branch(await owner.reset([1, 2]))
  expect(compareChains(reset, right)).toBe("behind")
  const held: Following = { at: "followed", chain: reset }
  expect(followChain(held, right).following).toBe(held)
})

test("I13 two resets on one generation are a fork of the slot that they open", async () => {
  const ana = await person("ana")
  const first = await ana.branch(await ana.reset([1]))
  const second = await ana.branch(await ana.reset([1, 2], [2]))
  expect(compareChains(first, second)).toBe("fork")
})

test("I14 a fork lasts until a reset or a comparison of positions", async () => {
  const { ana, left, right } = await race()
  const forked = followChain({ at: "followed", chain: left }, right).following
  const owner = ana.at(left)
  const longer = await owner.branch(await owner.add(7))
  const stillForked = followChain(forked, longer)
  expect(stillForked).toMatchObject({ relation: "extends", following: { at: "forked", chain: longer } })
  const reset = await owner.branch(await owner.reset([1]))
  expect(followChain(forked, reset).following).toEqual({ at: "followed", chain: reset })
  expect(settleFork(forked, headOf(right))).toEqual({ at: "followed", chain: right })
  expect(settleFork(forked, { ...headOf(right), seq: 99 })).toBe(forked)
})

test("I12 validity of a path is a function of its links: followed in steps or checked at once", async () => {
  const ana = await person("ana")
  const genesis = ana.head
  await ana.follow(ana.add(2))
  const links = [...ana.links, await ana.reset([1], [], genesis)]
  const whole = unwrap(await verifyChain(crypto, ana.account, links))
  expect(whole).toEqual(unwrap(await growChain(crypto, ana.chain, links.slice(2))))
  expect(await growChain(crypto, (await person("bob")).chain, links.slice(1))).toMatchObject({
    code: "link-out-of-place",
  })
})
