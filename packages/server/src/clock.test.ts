import { expect, test } from "bun:test"
import { testWorld } from "./testing/world.ts"

test("D9 a clock that is set back gives nobody more, and holds nobody up for longer than their rate", async () => {
  const world = testWorld({ limits: { lookups: { burst: 1, perSecond: 1 } } })
  const client = await world.greet()
  const ask = async () => {
    const answer = await client.call("resolveHandle", { handle: "nobody" })
    return answer.ok ? "ok" : answer.code
  }
  expect([await ask(), await ask()]).toEqual(["account-unknown", "rate-limited"])
  world.clock.pass(-3_600_000)
  expect(await ask()).toBe("rate-limited")
  world.clock.pass(1_000)
  expect([await ask(), await ask()]).toEqual(["account-unknown", "rate-limited"])
})

test("D32 a clock that is set back takes nothing out, and stops nothing that is due later", async () => {
  const world = testWorld({ settings: { keepFor: 86_400_000 } })
  world.clock.pass(-3_600_000)
  await world.server.settled()
  world.clock.pass(3_700_000)
  await world.server.settled()
  expect(world.log).toEqual([])
})
