import type { Result } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type Client, type MemoryRecords, openClient, unreachableFiles } from "@colombe/client"
import { Disk } from "./disk.ts"
import { clockOf, Life } from "./life.ts"
import type { Network } from "./network.ts"
import { quickCrypto } from "./quick-crypto.ts"
import type { Random } from "./random.ts"
import type { Scheduler } from "./scheduler.ts"
import { simulatedLocalStore } from "./stores.ts"
import type { Trace } from "./trace.ts"

export interface PersonPorts {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly trace: Trace
  readonly network: Network
}

/** Somebody with one device: what it keeps outlives its program. */
export class Person {
  readonly name: string
  readonly disk: Disk
  readonly #ports: PersonPorts
  readonly #records: MemoryRecords = new Map()
  readonly #crypto: Crypto
  #life = new Life()
  /** Undefined while the program does not run. */
  client: Client | undefined
  /** Set once registered, from then on the same for ever. */
  account: string | undefined
  /** Calls of the program that runs which were not answered yet. */
  readonly waiting = new Set<string>()
  #calls = 0

  constructor(name: string, ports: PersonPorts) {
    this.name = name
    this.#ports = ports
    this.disk = new Disk({ ...ports, name: `disk of ${name}`, random: ports.random.fork(`disk of ${name}`) })
    this.#crypto = quickCrypto(name)
  }

  async start(): Promise<void> {
    const { scheduler, network } = this.#ports
    const life = new Life()
    this.#life = life
    const opened = await openClient({
      crypto: this.#crypto,
      clock: clockOf(scheduler, life),
      connect: network.connectFrom(this.name, life),
      files: unreachableFiles(),
      store: simulatedLocalStore(this.disk, life, this.#records),
    })
    if (!opened.ok) throw new Error(`the home of ${this.name} does not open: ${opened.code}`)
    this.client = opened.value
    const me = await opened.value.me()
    this.account ??= me?.account
    if (me !== undefined) await opened.value.start()
  }

  crash(): void {
    this.#ports.trace.add(`${this.name} crashes`)
    this.#life.end()
    this.client = undefined
    this.waiting.clear()
    this.disk.crash()
    this.#ports.network.loseDevice(this.name)
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
    this.#ports.trace.add(name)
    this.waiting.add(name)
    void ask(client).then(result => {
      if (life.hasEnded) return
      this.waiting.delete(name)
      this.#ports.trace.add(`${name}: ${result.ok ? "done" : result.code}`)
      answered(result)
    })
  }
}
