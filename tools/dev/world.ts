import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Bytes, toBase64Url, unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  type Client,
  type Connect,
  type MemoryRecords,
  memoryLocalStore,
  openClient,
  unreachableFiles,
} from "@colombe/client"
import { createServer, loopbackLimits, type Server } from "@colombe/server"
import { type ManualClock, type MemoryNetwork, manualClock, memoryNetwork } from "@colombe/server/testing"
import { openSqliteStore } from "@colombe/store-sqlite"
import { type Deed, groupTitle, type Handle, people, script, scriptMinutes } from "./script.ts"

/** What `npm run dev` keeps of the world that it made. */
export interface World {
  /** A browser that holds another world starts over. */
  readonly id: string
  readonly words: Readonly<Record<Handle, string>>
}

interface Person {
  readonly client: Client
  readonly records: MemoryRecords
  readonly account: string
  readonly words: string
}

const crypto = platformCrypto({
  subtle: globalThis.crypto.subtle,
  getRandomValues: bytes => globalThis.crypto.getRandomValues(bytes),
})

const minute = 60_000
/** Milliseconds by which the world's clock goes on whenever something is waited for. */
const tick = 20

export const serverFolder = (folder: string): string => join(folder, "server")
export const personFile = (folder: string, handle: string): string => join(folder, `${handle}.json`)

/**
 * Lets three people live through the script: real clients and the real server on a real store, in this process, on a
 * clock of their own that ends now. What each device holds is written beside the server's folder.
 */
export async function makeWorld(folder: string, webOrigin: string): Promise<World> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const clock = manualClock(Date.now() - scriptMinutes * minute - minute)
  const network = memoryNetwork()
  const store = unwrap(await openSqliteStore(serverFolder(folder), { crypto }))
  const server = createServer({
    store,
    clock,
    crypto,
    topics: network.topics,
    log: () => {},
    host: "localhost",
    signUp: "open",
    limits: loopbackLimits,
  })
  const run = runOn(clock)
  const connect = connectIn(network, server)
  const inhabitants = new Map<Handle, Person>()
  for (const { handle, displayName } of people)
    inhabitants.set(handle, await settle({ handle, displayName }, { clock, run, connect, webOrigin }))
  await perform(inhabitants, clock, run)
  for (const { client } of inhabitants.values()) await run(client.close())
  await run(server.stop())
  await store.close()
  const world: World = {
    id: toBase64Url(crypto.random(16)),
    words: Object.fromEntries(
      [...inhabitants].map(([handle, { words }]) => [handle, words]),
    ) as World["words"],
  }
  for (const [handle, { records }] of inhabitants)
    writeFileSync(personFile(folder, handle), JSON.stringify({ world: world.id, records: dumped(records) }))
  return world
}

type Run = <Value>(promise: Promise<Value>) => Promise<Value>

/** Time passes while something is waited for: the store's threads are real, so there is a real wait between ticks. */
function runOn(clock: ManualClock): Run {
  return async promise => {
    let done = false
    const watched = promise.finally(() => {
      done = true
    })
    watched.catch(() => {})
    while (!done) {
      await new Promise(resolve => setTimeout(resolve, 1))
      clock.pass(tick)
    }
    return watched
  }
}

function connectIn(network: MemoryNetwork, server: Server): Connect {
  return (_, events) => {
    let isOpen = true
    const end = () => {
      if (!isOpen) return
      isOpen = false
      events.closed("network")
    }
    const connection = network.connect(server, {
      frame: (frame: Bytes) => queueMicrotask(() => events.received(frame)),
      closed: () => queueMicrotask(end),
    })
    queueMicrotask(() => events.opened())
    return {
      send: message => void connection.send(message),
      close: () => {
        connection.close()
        queueMicrotask(end)
      },
    }
  }
}

async function settle(
  who: { readonly handle: Handle; readonly displayName: string },
  ports: {
    readonly clock: ManualClock
    readonly run: Run
    readonly connect: Connect
    readonly webOrigin: string
  },
): Promise<Person> {
  const records: MemoryRecords = new Map()
  const { clock, connect, run } = ports
  const client = unwrap(
    await openClient({ crypto, clock, connect, files: unreachableFiles(), store: memoryLocalStore(records) }),
  )
  const { me, words } = unwrap(await run(client.register({ ...who, server: ports.webOrigin })))
  // Whoever opens the browser sees the conversations: the words of these people stand in the terminal.
  await run(client.wordsShown())
  await client.start()
  unwrap(await run(client.settle()))
  return { client, records, account: me.account, words }
}

async function perform(
  inhabitants: ReadonlyMap<Handle, Person>,
  clock: ManualClock,
  run: Run,
): Promise<void> {
  const person = (handle: Handle): Person => {
    const found = inhabitants.get(handle)
    if (found === undefined) throw new Error(`nobody is called ${handle}`)
    return found
  }
  const named = new Map<string, { readonly conversation: string; readonly id: string }>()
  let group = ""
  const place = async (by: Handle, to: Handle | "group"): Promise<string> => {
    if (to === "group") return group
    return unwrap(await run(person(by).client.openDirect(person(to).account))).conversation
  }
  const rest = async () => {
    for (const { client } of inhabitants.values()) unwrap(await run(client.settle()))
  }
  const doOne = async (deed: Deed): Promise<void> => {
    const { client } = person(deed.by)
    if ("makesGroupOf" in deed) {
      const members = deed.makesGroupOf.map(handle => person(handle).account)
      group = unwrap(await run(client.createGroup(groupTitle, members))).conversation
    } else if ("says" in deed) {
      const conversation = await place(deed.by, deed.to)
      const answered = deed.answering === undefined ? undefined : named.get(deed.answering)
      const options = { format: "markdown", ...(answered && { replyTo: answered.id }) } as const
      const { id } = unwrap(await run(client.sendText(conversation, deed.says, options)))
      unwrap(await run(client.sent(conversation, id)))
      if (deed.as !== undefined) named.set(deed.as, { conversation, id })
    } else if ("reads" in deed) {
      const conversation = await place(deed.by, deed.reads)
      await run(client.markRead(conversation, (await client.conversation(conversation))?.head ?? 0))
    } else {
      const target = named.get("reacts" in deed ? deed.on : deed.changes)
      if (target === undefined) throw new Error("the script speaks of a message that nobody wrote")
      const { conversation, id } = target
      if ("reacts" in deed) unwrap(await run(client.react(conversation, id, deed.reacts)))
      else unwrap(await run(client.editText(conversation, id, deed.into)))
    }
  }
  for (const deed of script) {
    clock.pass(deed.after * minute)
    await doOne(deed)
    await rest()
  }
}

const dumped = (records: MemoryRecords): Readonly<Record<string, string>> =>
  Object.fromEntries([...records].map(([key, value]) => [key, toBase64Url(value)]))
