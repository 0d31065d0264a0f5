import { expect, test } from "bun:test"
import fc from "fast-check"
import { type Moment, type Sync, type SyncEffect, type SyncInput, step } from "./sync.ts"

const moment: Moment = { now: 1_000, chance: 0.5 }

function run(inputs: readonly SyncInput[], from: Sync = { at: "stopped" }): [Sync, SyncEffect["type"][]] {
  const effects: SyncEffect["type"][] = []
  let sync = from
  for (const input of inputs) {
    const [next, made] = step(sync, input, moment)
    sync = next
    effects.push(...made.map(({ type }) => type))
  }
  return [sync, effects]
}

const lost: SyncInput = { type: "lost", code: "connection-lost", final: false }

test("Y3 from start to live: connect, pull, rest", () => {
  const [sync, effects] = run([{ type: "start" }, { type: "signed-in" }, { type: "pulled" }])
  expect(sync).toEqual({ at: "live" })
  expect(effects).toEqual(["connect", "pull"])
})

test("Y4 a lost connection waits, longer each time, and starts anew after it was live", () => {
  const [once] = run([{ type: "start" }, lost])
  expect(once).toMatchObject({ at: "offline", failures: 1, retryAt: 1_500 })
  const [twice] = run([{ type: "retry" }, lost], once)
  expect(twice).toMatchObject({ at: "offline", failures: 2, retryAt: 2_000 })
  const [later] = run([{ type: "retry" }, { type: "signed-in" }, { type: "pulled" }, lost], twice)
  expect(later).toMatchObject({ at: "offline", failures: 1 })
})

test("Y4 a server that signs in and then breaks is not asked faster and faster", () => {
  const [sync] = run([{ type: "start" }, lost, { type: "retry" }, { type: "signed-in" }, lost])
  expect(sync).toMatchObject({ at: "offline", failures: 2 })
})

test("Y4 a person who asks again does not wait, and the count goes on", () => {
  const [sync, effects] = run([{ type: "start" }, lost, { type: "start" }])
  expect(sync).toEqual({ at: "connecting", failures: 1 })
  expect(effects.at(-1)).toBe("connect")
})

test("Y5 a change seen while pulling is pulled for once more, as often as it happens", () => {
  const pulling = run([{ type: "start" }, { type: "signed-in" }])[0]
  const [sync, effects] = run([{ type: "behind" }, { type: "behind" }, { type: "pulled" }], pulling)
  expect(sync).toMatchObject({ at: "pulling", dirty: false })
  expect(effects).toEqual(["pull"])
  expect(run([{ type: "pulled" }], sync)[0]).toEqual({ at: "live" })
})

test("Y6 what no waiting mends ends the session instead of trying again", () => {
  const [sync, effects] = run([{ type: "start" }, { ...lost, code: "device-inactive", final: true }])
  expect(sync).toEqual({ at: "stopped" })
  expect(effects).toEqual(["connect", "disconnect", "end"])
})

test("Y3 in any order of inputs there is never more than one connection and never a pull without one", () => {
  const input: fc.Arbitrary<SyncInput> = fc.oneof(
    fc.constantFrom<SyncInput>(
      { type: "start" },
      { type: "stop" },
      { type: "retry" },
      { type: "signed-in" },
      { type: "behind" },
      { type: "pulled" },
      lost,
    ),
    fc.record({ type: fc.constant("progress" as const), left: fc.nat(9) }),
  )
  fc.assert(
    fc.property(fc.array(input, { maxLength: 40 }), inputs => {
      let sync: Sync = { at: "stopped" }
      let connections = 0
      for (const one of inputs) {
        const [next, effects] = step(sync, one, moment)
        for (const effect of effects) {
          if (effect.type === "connect") connections += 1
          if (effect.type === "disconnect") connections -= 1
          if (effect.type === "pull") expect(connections).toBe(1)
        }
        sync = next
        expect(connections).toBe(sync.at === "stopped" || sync.at === "offline" ? 0 : 1)
      }
    }),
  )
})
