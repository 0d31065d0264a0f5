import { expect, test } from "bun:test"
import { secretMark } from "./oracle.ts"
import type { PlantedFault } from "./server-process.ts"
import { World } from "./world.ts"

const timeout = 60_000

async function worldWith(fault: PlantedFault): Promise<World> {
  const world = new World({ seed: "planted", fault })
  await world.begin()
  return world
}

test(
  "found: a disk that loses the last entry it said was durable",
  async () => {
    const world = await worldWith({
      crash: disk => {
        for (const { entries } of disk.conversations.values()) entries.pop()
      },
    })
    world.check()
    world.server.crash()
    expect(() => world.check()).toThrow("the log lost or changed entry")
  },
  timeout,
)

test(
  "found: a send that is stored again when it is repeated",
  async () => {
    const world = await worldWith({
      store: store => ({
        ...store,
        conversations: {
          ...store.conversations,
          append: async entry => {
            const first = await store.conversations.append({ ...entry, sendKey: undefined })
            if (entry.sendKey) await store.conversations.append({ ...entry, sendKey: undefined })
            return first
          },
        },
      }),
    })
    expect(() => world.check()).toThrow("was stored before")
  },
  timeout,
)

test(
  "found: a server that does not ask who is a member",
  async () => {
    const world = await worldWith({
      store: store => ({
        ...store,
        conversations: {
          ...store.conversations,
          isMember: async () => true,
          readableUpTo: async () => Number.POSITIVE_INFINITY,
        },
      }),
    })
    const [ana, bob] = world.people
    const group = world.log.conversations.at(-1)
    if (!ana || !bob?.account || !group) throw new Error("two people and a group are there")
    const conversation = Buffer.from(group.id).toString("base64url")
    const { account } = bob
    bob.first.crash()
    ana.first.call("removes bob", client => client.removeMember(conversation, account))
    await world.heal()
    await world.pass(5_000)
    ana.first.call("goes on", client => client.sendText(conversation, `${secretMark} after`))
    await world.pass(5_000)
    await bob.first.start()
    await expect(world.pass(30_000)).rejects.toThrow("after its removal")
  },
  timeout,
)

test(
  "found: text that the server could read",
  async () => {
    const world = await worldWith({
      store: store => ({
        ...store,
        conversations: {
          ...store.conversations,
          append: entry =>
            store.conversations.append({
              ...entry,
              body: Buffer.concat([entry.body, Buffer.from(secretMark)]),
            }),
        },
      }),
    })
    expect(() => world.log.checkPlaintext()).toThrow("the server can read")
  },
  timeout,
)
