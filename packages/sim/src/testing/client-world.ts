import { type Bytes, fail, type Result, StorageFailure, succeed, unwrap } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  type Client,
  type ClientPorts,
  type Connect,
  type LocalBlobs,
  type LocalStore,
  type MemoryRecords,
  memoryLocalBlobs,
  memoryLocalStore,
  openClient,
  type TimelineItem,
  type Transfer,
} from "@colombe/client"
import { adoptFrom } from "@colombe/client/testing"
import {
  createServer,
  loopbackLimits,
  type Server,
  type ServerLimits,
  type ServerSettings,
} from "@colombe/server"
import {
  host,
  type ManualClock,
  type MemoryNetwork,
  manualClock,
  memoryNetwork,
  start,
} from "@colombe/server/testing"
import { type MemoryDisk, memoryDisk, memoryStore, type Store } from "@colombe/store"

export const crypto = platformCrypto({
  subtle: globalThis.crypto.subtle,
  getRandomValues: bytes => globalThis.crypto.getRandomValues(bytes),
})

/** What stands between a client and the server, to be changed by a test while it runs. */
export interface Link {
  /** No connection opens while it is down; going down breaks those that are open. */
  down: boolean
  /** Frames on their way to the client: undefined loses one. */
  incoming: (frame: Bytes) => Bytes | undefined
  outgoing: (frame: Bytes) => Bytes | undefined
  /** The device's disk takes nothing more. */
  full: boolean
  /** Milliseconds by which the device's clock is wrong. */
  aheadMs: number
  /** What the device seals to the keys of others is garbage that looks like anything else. */
  sealsGarbage: boolean
  /** Bytes of files on their way to the client. */
  fetched: (bytes: Bytes) => Bytes
  /** Bytes of sealed files that the device's disk takes. */
  blobBytesMax: number
  /** Of those, what may stay of files that were sent or opened. */
  keptBytesMax: number
  /** Called before bytes of a file go out: false breaks the connection there. */
  uploads: (offset: number) => boolean
}

/** One person's device: closed and opened again, it is the same. */
export interface Device {
  readonly name: string
  readonly records: MemoryRecords
  /** Sealed files on its disk. */
  readonly blobs: Map<string, Bytes>
  readonly link: Link
  client: Client
  breakLink(): void
  /** Frames of the server, as this device might be shown them. */
  inject(frames: readonly Bytes[]): void
}

export interface ClientWorld {
  readonly clock: ManualClock
  /** Of the server that runs now. */
  readonly store: Store
  /** Registered, online, and at rest. */
  join(name: string): Promise<Device>
  /** A home that knows nobody yet. */
  newcomer(name: string): Promise<Device>
  reopen(device: Device): Promise<void>
  /** Another device of somebody's account, online and at rest; its joins may still be going on. */
  second(first: Device, name: string): Promise<Device>
  /** Makes a home that knows nobody yet one more device of somebody's account, and opens it. */
  adopt(first: Device, device: Device): Promise<Result<unknown>>
  /** What a device's program is made of, for whoever has stolen it. */
  ports(device: Device): ClientPorts
  /** What the server holds at this moment. */
  backup(): MemoryDisk
  /** The server is gone, and another one comes back with what a backup held, under a new id or the one of the backup. */
  restore(backup: MemoryDisk, id?: "new" | "same"): void
  /** Lets time pass until it is so. */
  until(condition: () => Promise<boolean>): Promise<void>
  /** Lets time pass until it is there. */
  run<Value>(promise: Promise<Value>): Promise<Value>
  /** Lets time pass until everybody is at rest. */
  rest(...devices: readonly Device[]): Promise<void>
}

function storeOf({ records, link }: Pick<Device, "records" | "link">): LocalStore {
  const store = memoryLocalStore(records)
  return {
    ...store,
    write: async changes => {
      if (link.full) throw new StorageFailure("storage-full")
      return store.write(changes)
    },
  }
}

function blobsOf({ blobs, link }: Pick<Device, "blobs" | "link">): LocalBlobs {
  const local = memoryLocalBlobs(blobs)
  return {
    ...local,
    append: async (name, offset, bytes) => {
      const others = [...blobs].reduce((sum, [other, held]) => sum + (other === name ? 0 : held.length), 0)
      if (others + offset + bytes.length > link.blobBytesMax) throw new StorageFailure("storage-full")
      return local.append(name, offset, bytes)
    },
  }
}

/** Garbage is found by whoever has the key, and by nobody before. */
function cryptoOf(link: Link): Crypto {
  return {
    ...crypto,
    aeadSeal: async (...input) => {
      const sealed = await crypto.aeadSeal(...input)
      return link.sealsGarbage ? sealed.map(byte => byte ^ 1) : sealed
    },
  }
}

interface Socket {
  readonly end: () => void
  readonly receive: (frame: Bytes) => void
}

/** Milliseconds that pass whenever nothing else happens. */
const tick = 20
/** Ticks after which a test is stuck. */
const ticksMax = 3_000

export function clientWorld(
  limits: Partial<ServerLimits> = {},
  settings: Pick<ServerSettings, "signUpWorkBits" | "keepFor"> = {},
): ClientWorld {
  const world = serve(limits, settings)
  const devices: Device[] = []
  const run = async <Value>(promise: Promise<Value>): Promise<Value> => {
    let done = false
    const watched = promise.finally(() => {
      done = true
    })
    watched.catch(() => {})
    for (let ticks = 0; !done; ticks++) {
      if (ticks > ticksMax) throw new Error("nothing moves any more")
      // Real jobs of the platform's crypto go on meanwhile, so that time does not run away from them.
      await new Promise(resolve => setTimeout(resolve, 1))
      if (!done) world.clock.pass(tick)
    }
    return watched
  }
  const portsOf = (device: Pick<Device, "records" | "blobs" | "link">, sockets: Set<Socket>) => ({
    crypto: cryptoOf(device.link),
    clock: { ...world.clock, now: () => world.clock.now() + device.link.aheadMs },
    connect: connectOver(world, device.link, sockets),
    files: {
      local: blobsOf(device),
      transfer: transferOver(world.server, device.link),
      get keptBytesMax() {
        return device.link.keptBytesMax
      },
    },
    store: storeOf(device),
  })
  const open = async (device: Pick<Device, "records" | "blobs" | "link">, sockets: Set<Socket>) =>
    unwrap(await openClient(portsOf(device, sockets)))
  const newcomer = async (name: string): Promise<Device> => {
    const link: Link = {
      down: false,
      incoming: frame => frame,
      outgoing: frame => frame,
      full: false,
      aheadMs: 0,
      sealsGarbage: false,
      fetched: bytes => bytes,
      blobBytesMax: Number.POSITIVE_INFINITY,
      keptBytesMax: Number.POSITIVE_INFINITY,
      uploads: () => true,
    }
    const records: MemoryRecords = new Map()
    const sockets = new Set<Socket>()
    const breakLink = () => {
      for (const { end } of [...sockets]) end()
    }
    const inject = (frames: readonly Bytes[]) => {
      for (const { receive } of sockets) for (const frame of frames) receive(frame)
    }
    const blobs = new Map<string, Bytes>()
    const client = await open({ records, blobs, link }, sockets)
    const device: Device = { name, records, blobs, link, breakLink, inject, client }
    socketsOf.set(device, sockets)
    devices.push(device)
    return device
  }
  const socketsOf = new Map<Device, Set<Socket>>()
  /** A connection that was just lost comes back by itself. */
  const comeToRest = async ({ client }: Device): Promise<void> => {
    while (!(await client.settle()).ok) await new Promise<void>(resolve => world.clock.after(500, resolve))
  }
  const adopt = async (first: Device, device: Device): Promise<Result<unknown>> => {
    const sockets = socketsOf.get(device) ?? new Set()
    const adopted = await run(adoptFrom(portsOf(device, sockets), storeOf(first)))
    if (!adopted.ok) return adopted
    device.client = await open(device, sockets)
    await device.client.start()
    return adopted
  }
  return {
    clock: world.clock,
    get store() {
      return world.store
    },
    backup: () => structuredClone(world.disk),
    restore(backup, id = "new") {
      const storeId = id === "new" ? crypto.random(16) : backup.storeId
      Object.assign(world, serverOn({ ...structuredClone(backup), storeId }, world, limits))
      for (const device of devices) device.breakLink()
    },
    run,
    newcomer,
    async join(name) {
      const device = await newcomer(name)
      unwrap(
        await run(
          device.client.register({ handle: name, server: `http://${host}:4000`, displayName: title(name) }),
        ),
      )
      await device.client.start()
      unwrap(await run(device.client.settle()))
      return device
    },
    async reopen(device) {
      await run(device.client.close())
      device.client = await open(device, socketsOf.get(device) ?? new Set())
      await device.client.start()
    },
    async second(first, name) {
      const device = await newcomer(name)
      unwrap(await adopt(first, device))
      unwrap(await run(device.client.settle()))
      return device
    },
    adopt,
    ports: device => portsOf(device, socketsOf.get(device) ?? new Set()),
    async until(condition) {
      while (!(await condition())) await run(new Promise<void>(resolve => world.clock.after(200, resolve)))
    },
    async rest(...some) {
      for (let round = 0; round < 2; round++)
        for (const device of some.length > 0 ? some : devices)
          if (!device.link.down) await run(comeToRest(device))
    },
  }
}

export const title = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)

interface Serving {
  readonly clock: ManualClock
  readonly network: MemoryNetwork
  readonly disk: MemoryDisk
  readonly store: Store
  readonly server: Server
}

function serve(
  limits: Partial<ServerLimits>,
  settings: Pick<ServerSettings, "signUpWorkBits" | "keepFor">,
): Serving {
  const [clock, network] = [manualClock(start), memoryNetwork()]
  return { clock, network, ...serverOn(memoryDisk(crypto.random(16)), { clock, network }, limits, settings) }
}

function serverOn(
  disk: MemoryDisk,
  { clock, network }: Pick<Serving, "clock" | "network">,
  limits: Partial<ServerLimits>,
  settings: Pick<ServerSettings, "signUpWorkBits" | "keepFor"> = {},
): Pick<Serving, "disk" | "store" | "server"> {
  const store = memoryStore(crypto, disk)
  const server = createServer({
    store,
    clock,
    crypto,
    topics: network.topics,
    log: () => {},
    host,
    signUp: "open",
    limits: { ...loopbackLimits, ...limits },
    ...settings,
  })
  return { disk, store, server }
}

/** Bytes of files without HTTP in between. */
function transferOver({ blobs }: Server, link: Link): Transfer {
  const unreachable = fail("server-unreachable", "after-delay")
  return {
    async send({ blob, ticket }, offset, bytes) {
      if (link.down || !link.uploads(offset)) return unreachable
      const added = await blobs.append(blob, ticket, offset, bytes)
      return added.ok ? succeed(added.value.length) : fail(added.code, added.retry)
    },
    async fetch({ blob, ticket }, from, to) {
      if (link.down) return unreachable
      const read = await blobs.read(blob, ticket, from, to)
      return read.ok ? succeed(link.fetched(read.value.bytes)) : fail(read.code, read.retry)
    },
  }
}

function connectOver(world: Serving, link: Link, sockets: Set<Socket>): Connect {
  return (_url, events) => {
    if (link.down) {
      queueMicrotask(() => events.closed("network"))
      return { send: () => {}, close: () => {} }
    }
    let isOpen = true
    const end = () => {
      if (!isOpen) return
      isOpen = false
      sockets.delete(socket)
      connection.close()
      events.closed("network")
    }
    const socket: Socket = { end, receive: frame => events.received(frame) }
    sockets.add(socket)
    const connection = world.network.connect(world.server, {
      frame(frame) {
        const seen = link.incoming(frame)
        if (seen !== undefined && isOpen) queueMicrotask(() => events.received(seen))
      },
      closed: () => queueMicrotask(end),
    })
    queueMicrotask(() => events.opened())
    return {
      send(message) {
        const sent = isOpen ? link.outgoing(message) : undefined
        if (sent !== undefined) void connection.send(sent)
      },
      close: () => queueMicrotask(end),
    }
  }
}

/** Who said what, in order. */
export function said(items: readonly TimelineItem[]): string[] {
  return items.flatMap(item => (item.kind === "message" ? [`${item.from.displayName}: ${item.text}`] : []))
}

export async function lines(device: Device, conversation: string): Promise<string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 500 })
  return said(items)
}

/** The id of the direct that `from` opens with `to`. */
export async function direct(world: ClientWorld, from: Device, to: string): Promise<string> {
  const person = unwrap(await world.run(from.client.findPerson(to)))
  return unwrap(await world.run(from.client.openDirect(person.account))).conversation
}

export async function say(
  world: ClientWorld,
  from: Device,
  conversation: string,
  text: string,
): Promise<number> {
  const { id } = unwrap(await world.run(from.client.sendText(conversation, text)))
  return unwrap(await world.run(from.client.sent(conversation, id))).seq
}
