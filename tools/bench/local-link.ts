import { join } from "node:path"
import { unwrap } from "@colombe/base"
import {
  type Client,
  type Linking,
  type LocalStore,
  memoryLocalStore,
  type TimelinePage,
} from "@colombe/client"
import { openFileStore } from "@colombe/client-sqlite"
import { deviceOn, devicePorts } from "./device.ts"
import { progress } from "./progress.ts"
import { sayMany } from "./say-many.ts"
import { startServer } from "./serving.ts"

export interface LinkingFigures {
  readonly conversations: number
  readonly messages: number
  /** From the person's last word on the new device until its list begins with the chats of a first screen, each whole. */
  readonly listMs: number
  /** From the same moment until everything is stored here. */
  readonly wholeMs: number
}

/** Chats that a first screen shows. */
const firstScreen = 15
/** Milliseconds between two looks at the list. */
const lookEvery = 100

/** A device of an account that has said so much is linked, by the QR code, through the server and with everybody's calls. */
export async function measureLinking(
  parent: string,
  folder: string,
  key: Uint8Array,
  size: { readonly conversations: number; readonly messages: number },
): Promise<LinkingFigures> {
  const server = await startServer(parent)
  try {
    const olds = memoryLocalStore()
    await fill(olds, server.address, size)
    const old = await deviceOn(olds)
    await old.start()
    unwrap(await old.settle())
    const store = unwrap(await openFileStore(join(folder, "linked"), key))
    const device = await deviceOn(store)
    await enter(old, device, server.address)
    const began = performance.now()
    unwrap(await device.confirmAccount(true))
    const shown = watchList(device, (await old.conversations()).slice(0, firstScreen))
    await standing(device, "linked")
    await device.start()
    const everything = device.settle().then(settled => {
      unwrap(settled)
      return performance.now() - began
    })
    const [listMs, wholeMs] = await Promise.all([shown.then(at => at - began), everything])
    await compareHomes(old, device)
    await Promise.all([old.close(), device.close()])
    await store.close()
    return { ...size, listMs, wholeMs }
  } finally {
    await server.stop()
  }
}

async function fill(
  store: LocalStore,
  server: string,
  { conversations, messages }: { readonly conversations: number; readonly messages: number },
): Promise<void> {
  const client = await deviceOn(store)
  unwrap(await client.register({ handle: "old", server }))
  await client.start()
  const ids: string[] = []
  for (let number = 0; number < conversations; number++)
    ids.push(unwrap(await client.createGroup(`Group ${number}`, [])).conversation)
  unwrap(await client.settle())
  await client.close()
  await sayMany(devicePorts(store), ids, messages, progress("said before the device is linked", messages))
}

/** Up to the question on the new device whose account it is. */
async function enter(old: Client, device: Client, server: string): Promise<void> {
  unwrap(await device.startLinking({ server, name: "new" }))
  const { qr } = await standing(device, "showing")
  unwrap(await old.acceptLink(qr))
  await standing(old, "asking-device")
  unwrap(await old.confirmDevice(true))
  await standing(device, "asking-account")
}

type LinkingAt<At extends Linking["at"]> = Extract<Linking, { readonly at: At }>

/** Resolves once linking stands there on this device; throws where it ended. */
async function standing<At extends Linking["at"]>(client: Client, at: At): Promise<LinkingAt<At>> {
  const { promise, resolve, reject } = Promise.withResolvers<LinkingAt<At>>()
  const look = (linking: Linking): void => {
    if (linking.at === at) resolve(linking as LinkingAt<At>)
    else if (linking.at === "ended") reject(new Error(`linking ended with ${linking.code}`))
  }
  const stop = client.watch(notice => {
    if (notice.type === "linking") look(notice.linking)
  })
  look(await client.linking())
  return promise.finally(stop)
}

/** The moment from which the list begins with those chats, as far on as there. Looks when told of a change, as an app does. */
function watchList(client: Client, wanted: Awaited<ReturnType<Client["conversations"]>>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  let isDue = false
  const look = async (): Promise<void> => {
    isDue = false
    const first = (await client.conversations()).slice(0, wanted.length)
    const isShown = wanted.every(
      ({ conversation, head }, place) =>
        first[place]?.conversation === conversation && first[place].head === head,
    )
    if (!isShown) return
    stop()
    resolve(performance.now())
  }
  const stop = client.watch(({ type }) => {
    if (isDue || type !== "conversations") return
    isDue = true
    setTimeout(() => look().catch(reject), lookEvery)
  })
  return promise
}

/** Linking that is fast and loses something is worth nothing. */
async function compareHomes(old: Client, device: Client): Promise<void> {
  const [here, there] = await Promise.all([old.conversations(), device.conversations()])
  if (here.length !== there.length) throw new Error("conversations are missing on the new device")
  for (const { conversation, head } of here) {
    const range = { before: head + 1, limit: head }
    const [shown, before] = await Promise.all([
      device.timeline(conversation, range),
      old.timeline(conversation, range),
    ])
    if (messagesIn(shown) !== messagesIn(before))
      throw new Error(`messages among the ${head} places of a conversation are missing on the new device`)
  }
}

/** By id: a page of the same length may begin elsewhere. */
const messagesIn = ({ items }: TimelinePage): string =>
  items.flatMap(item => (item.kind === "message" ? [item.id] : [])).join()
