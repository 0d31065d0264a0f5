import { unwrap } from "@colombe/base"
import { type Client, memoryLocalStore } from "@colombe/client"
import { deviceOn } from "./device.ts"
import { type SocketTap, socketTap } from "./socket-tap.ts"

export interface End {
  readonly client: Client
  readonly tap: SocketTap
  readonly account: string
}

/** Two people with one direct conversation, in which both are. */
export interface Pair {
  readonly ends: readonly [End, End]
  readonly conversation: string
}

/** Pairs that are made at one time. */
const together = 5

export async function makePairs(server: string, count: number): Promise<readonly Pair[]> {
  const pairs: Pair[] = []
  while (pairs.length < count) {
    const left = Math.min(together, count - pairs.length)
    const numbers = Array.from({ length: left }, (_, index) => pairs.length + index)
    pairs.push(...(await Promise.all(numbers.map(number => makePair(server, number)))))
  }
  return pairs
}

async function makePair(server: string, number: number): Promise<Pair> {
  const [first, second] = await Promise.all([
    makeEnd(server, `first${number}`),
    makeEnd(server, `second${number}`),
  ])
  const { account } = unwrap(await first.client.findPerson(`second${number}`))
  const { conversation } = unwrap(await first.client.openDirect(account))
  const { id } = unwrap(await first.client.sendText(conversation, "hello"))
  unwrap(await first.client.sent(conversation, id))
  unwrap(await second.client.settle())
  unwrap(await second.client.acceptRequest(conversation))
  // What both have to say once they have met is said before anything is measured.
  for (const { client } of [second, first, second, first]) unwrap(await client.settle())
  return { ends: [first, second], conversation }
}

async function makeEnd(server: string, handle: string): Promise<End> {
  const tap = socketTap()
  const client = await deviceOn(memoryLocalStore(), tap.connect)
  const { me } = unwrap(await client.register({ handle, server }))
  await client.start()
  unwrap(await client.settle())
  return { client, tap, account: me.account }
}
