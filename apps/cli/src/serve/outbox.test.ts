import { expect, test } from "bun:test"
import { outboxOf } from "./outbox.ts"

/** A socket that writes down what it is asked to. */
function recording() {
  const trace: string[] = []
  const socket = {
    readyState: 1 as const,
    cork: <Value>(act: () => Value): Value => {
      trace.push("cork")
      return act()
    },
    send: (frame: Uint8Array) => trace.push(`send ${frame[0]}`),
  }
  return { trace, outbox: outboxOf(socket as unknown as Parameters<typeof outboxOf>[0]), socket }
}

const turn = (): Promise<void> => new Promise(done => setImmediate(done))

test("frames of one turn go out together and in their order, those of the next in another write", async () => {
  const { trace, outbox } = recording()
  for (const byte of [1, 2, 3]) outbox.send(Uint8Array.of(byte, 0))
  expect([trace, outbox.waiting()]).toEqual([[], 6])
  await turn()
  expect([trace, outbox.waiting()]).toEqual([["cork", "send 1", "send 2", "send 3"], 0])
  outbox.send(Uint8Array.of(4))
  outbox.flush()
  expect(trace.slice(4)).toEqual(["cork", "send 4"])
  await turn()
  expect(trace).toHaveLength(6)
})

test("a socket that is closed meanwhile is sent nothing", async () => {
  const { trace, outbox, socket } = recording()
  outbox.send(Uint8Array.of(1))
  Object.assign(socket, { readyState: 3 })
  await turn()
  expect([trace, outbox.waiting()]).toEqual([[], 0])
})
