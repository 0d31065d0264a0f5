import type { Milliseconds, Result } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  type Client,
  type LocalStore,
  type MemoryRecords,
  memoryLocalStore,
  openClient,
  unreachableFiles,
} from "@colombe/client"
import { Disk } from "./disk.ts"
import { clockOf, Life } from "./life.ts"
import type { Network } from "./network.ts"
import { quickCrypto } from "./quick-crypto.ts"
import type { Random } from "./random.ts"
import type { Scheduler } from "./scheduler.ts"
import { simulatedLocalStore } from "./stores.ts"
import type { Trace } from "./trace.ts"

export interface DevicePorts {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly trace: Trace
  readonly network: Network
}

/**
 * `new`: it belongs to nobody yet. `in`: a device of its person's account. `out`: it was one. `gone`: nobody has it any
 * more, and what was on its disk is with whoever finds it.
 */
type Standing = "new" | "in" | "out" | "gone"

/** What a world asks again and again at its end: not worth a line among what people do. */
export const settling = "settle"

/** One device of somebody: what it keeps outlives its program. */
export class Device {
  readonly name: string
  readonly disk: Disk
  readonly #ports: DevicePorts
  readonly #records: MemoryRecords = new Map()
  readonly #crypto: Crypto
  #life = new Life()
  standing: Standing = "new"
  /** Base64url, once it is one of its person's account. */
  id: string | undefined
  account: string | undefined
  /** Undefined while the program does not run. */
  client: Client | undefined
  /** By how much its clock is wrong. */
  ahead: Milliseconds = 0
  /** What it may read begins here; undefined: with the account. */
  readsFrom: Milliseconds | undefined
  /** What is left to do whenever its program starts. */
  unfinished: (() => void) | undefined
  /** Calls of the program that runs which were not answered yet. */
  readonly waiting = new Set<string>()
  #calls = 0

  constructor(name: string, ports: DevicePorts) {
    this.name = name
    this.#ports = ports
    this.disk = new Disk({ ...ports, name: `disk of ${name}`, random: ports.random.fork(`disk of ${name}`) })
    this.#crypto = quickCrypto(name)
  }

  get isRunning(): boolean {
    return this.client !== undefined
  }

  /** Whether its person can do something with it. */
  get isAble(): boolean {
    return this.isRunning && this.standing === "in"
  }

  /** What lies on its disk, also once it is somebody else's. */
  get kept(): LocalStore {
    return memoryLocalStore(this.#records)
  }

  async start(): Promise<void> {
    const { scheduler, network } = this.#ports
    const life = new Life()
    this.#life = life
    const opened = await openClient({
      crypto: this.#crypto,
      clock: clockOf(scheduler, life, { ahead: () => this.ahead }),
      connect: network.connectFrom(this.name, life),
      files: unreachableFiles(),
      store: simulatedLocalStore(this.disk, life, this.#records),
    })
    if (life.hasEnded) return
    if (!opened.ok) throw new Error(`the home of ${this.name} does not open: ${opened.code}`)
    this.client = opened.value
    opened.value.watch(notice => {
      if (notice.type === "ended" && !life.hasEnded && this.standing === "in") this.standing = "out"
    })
    await this.belong()
    this.unfinished?.()
  }

  /** Looks whose it is now, and goes online where it is somebody's. */
  async belong(): Promise<void> {
    const me = await this.client?.me()
    if (me === undefined || this.standing === "gone") return
    this.id = me.device
    this.account = me.account
    if (this.standing === "new") this.standing = "in"
    await this.client?.start()
  }

  crash(): void {
    this.#ports.trace.act(`${this.name} crashes`)
    this.#life.end()
    this.client = undefined
    this.waiting.clear()
    this.disk.crash()
    this.#ports.network.loseDevice(this.name)
  }

  /** It lies at the bottom of a lake, or in somebody's pocket. */
  lose(): void {
    this.crash()
    this.standing = "gone"
    this.unfinished = undefined
  }

  /** Calls the program; a crash before the answer leaves it without one. */
  call<Value>(
    what: string,
    ask: (client: Client) => Promise<Result<Value>>,
    answered: (result: Result<Value>) => void = () => {},
  ): void {
    const { client } = this
    if (client === undefined) return
    const life = this.#life
    this.#calls += 1
    const name = `${this.name} ${this.#calls} ${what}`
    const note = what === settling ? "add" : "act"
    this.#ports.trace[note](name)
    this.waiting.add(name)
    void ask(client).then(result => {
      if (life.hasEnded) return
      this.waiting.delete(name)
      this.#ports.trace[note](`${name}: ${result.ok ? "done" : result.code}`)
      answered(result)
    })
  }
}
