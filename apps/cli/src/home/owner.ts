import type { Socket } from "node:net"
import { type Result, succeed, toHex } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type Client, httpTransfer, openClient } from "@colombe/client"
import { type Channel, type Message, type Served, serveClient } from "@colombe/client/remote"
import { systemClock } from "../clock.ts"
import { connectWebSocket } from "../connect.ts"
import { blobsOf, eraseHome, type LockedHome, lockHome, openStore } from "./home.ts"
import { type Line, lineOver } from "./line.ts"
import { listenAtHome } from "./meeting.ts"
import { greeting, isAsked } from "./messages.ts"

export interface HomePlace {
  readonly folder: string
  readonly crypto: Crypto
  readonly passphrase: string | undefined
  /** A bug of ours, in a call of another process: it ends that call alone. */
  readonly broke: (error: unknown) => void
}

/** Milliseconds that whoever ends waits for what others began and may not be begun twice. */
const leaveMillisecondsMax = 5_000

/** Whoever has a home's lock: the one client, and everybody who speaks to it. */
export class Owner {
  readonly #place: HomePlace
  readonly #leader: string
  readonly #served = new Set<Served>()
  readonly #lines = new Set<Line>()
  #client: Client | undefined
  #stopListening: () => void = () => {}
  #close: () => Promise<void> = async () => {}

  private constructor(place: HomePlace) {
    this.#place = place
    this.#leader = toHex(place.crypto.random(16))
  }

  /** Fails with `home-busy` where another process has the lock. Who comes while the home opens waits. */
  static async open(place: HomePlace): Promise<Result<Owner>> {
    const locked = lockHome(place.folder)
    if (!locked.ok) return locked
    const owner = new Owner(place)
    const listening = await listenAtHome(place.folder, socket => owner.#came(socket))
    owner.#stopListening = () => listening?.close()
    const opened = await owner.#open(locked.value)
    if (!opened.ok) await owner.leave()
    return opened.ok ? succeed(owner) : opened
  }

  async #open(locked: LockedHome): Promise<Result<void>> {
    this.#close = async () => locked.release()
    const { crypto, passphrase } = this.#place
    const store = await openStore(locked.folder, crypto, passphrase)
    if (!store.ok) return store
    this.#close = async () => {
      await store.value.close()
      locked.release()
    }
    const client = await openClient({
      crypto,
      clock: systemClock,
      connect: connectWebSocket,
      store: store.value,
      // What is saved stands in a folder of its reader's choice: nothing is kept beside it.
      files: { local: blobsOf(locked.folder), transfer: httpTransfer(fetch), keptBytesMax: 0 },
    })
    if (!client.ok) return client
    let isSignedOut = false
    client.value.watch(notice => {
      if (notice.type === "ended" && notice.code === "signed-out") isSignedOut = true
    })
    this.#close = async () => {
      await client.value.close()
      await store.value.close()
      if (isSignedOut) eraseHome(locked.folder)
      locked.release()
    }
    this.#client = client.value
    for (const served of this.#served) served.opened(client.value)
    return succeed()
  }

  admit(channel: Channel, broke?: (error: unknown) => void): Served {
    const served = serveClient(channel, this.#leader, broke)
    this.#served.add(served)
    if (this.#client !== undefined) served.opened(this.#client)
    return served
  }

  #came(socket: Socket): void {
    let take: (message: Message) => void = () => {}
    const line = lineOver(socket, {
      received(value) {
        if (!isAsked(value)) return false
        take(value)
        return true
      },
      closed: () => {
        served.closed()
        this.#served.delete(served)
        this.#lines.delete(line)
      },
    })
    this.#lines.add(line)
    line.send(greeting)
    const channel: Channel = {
      postMessage: message => line.send(message),
      addEventListener: (_, listener) => {
        take = data => listener({ data })
      },
    }
    const served = this.admit(channel, this.#place.broke)
  }

  /** Spec HO7: others wait on their lines until the lock is free, and one of them takes it. */
  async leave(): Promise<void> {
    this.#stopListening()
    const waited = Promise.withResolvers<void>()
    const timer = setTimeout(waited.resolve, leaveMillisecondsMax)
    await Promise.race([Promise.all([...this.#served].map(one => one.leave())), waited.promise])
    clearTimeout(timer)
    await this.#close()
    for (const line of this.#lines) line.close()
  }
}
