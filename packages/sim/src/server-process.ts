import { type Bytes, keyOf, type Milliseconds } from "@colombe/base"
import { createServer, type LogEvent, loopbackLimits } from "@colombe/server"
import { type MemoryDisk, memoryDisk, memoryStore, type Store } from "@colombe/store"
import type { DevicePorts } from "./device.ts"
import { Disk } from "./disk.ts"
import { clockOf, Life } from "./life.ts"
import { quickCrypto } from "./quick-crypto.ts"
import { simulatedStore } from "./stores.ts"

/** A fault put in on purpose, to see whether it is found. */
export interface PlantedFault {
  /** Between the server and its disk. */
  readonly store?: (store: Store) => Store
  /** What a crash does to the disk besides. */
  readonly crash?: (disk: MemoryDisk) => void
}

/** The one server: what it keeps outlives its program. */
export class ServerProcess {
  data: MemoryDisk
  readonly disk: Disk
  #backup: MemoryDisk | undefined
  readonly #ports: DevicePorts & { readonly fault: PlantedFault }
  readonly #crypto = quickCrypto("server")
  #life = new Life()
  isRunning = false
  /** By how much its timers come late. */
  late: Milliseconds = 0
  /** What the server says is wrong. */
  readonly complaints: LogEvent[] = []

  constructor(ports: DevicePorts & { readonly fault: PlantedFault }) {
    this.#ports = ports
    this.disk = new Disk({ ...ports, name: "disk of the server", random: ports.random.fork("server's disk") })
    this.data = memoryDisk(this.#crypto.random(16))
  }

  start(): void {
    const { scheduler, network, fault } = this.#ports
    const life = new Life()
    this.#life = life
    this.isRunning = true
    const store = simulatedStore(this.disk, life, memoryStore(this.#crypto, this.data))
    const server = createServer({
      store: fault.store?.(store) ?? store,
      clock: clockOf(scheduler, life, { late: () => this.late }),
      crypto: this.#crypto,
      topics: network.topics,
      log: event => {
        if (event.event !== "connection-closed") this.complaints.push(event)
      },
      host: "localhost",
      signUp: "open",
      limits: loopbackLimits,
    })
    network.serve(server)
  }

  crash(): void {
    this.#ports.trace.act("the server crashes")
    this.#life.end()
    this.isRunning = false
    this.disk.crash()
    this.#ports.fault.crash?.(this.data)
    this.#ports.network.loseServer()
  }

  /** A copy of what is durable at this moment. */
  backUp(): void {
    this.#ports.trace.act("the server is backed up")
    this.#backup = structuredClone(this.data)
  }

  /**
   * The server is gone, and another one starts with the copy, under an id of its own. Only where the copy knows every
   * device: one that came in after it waits for an older one, which perhaps nobody has any more (spec Y85).
   */
  restore(): boolean {
    const backup = this.#backup
    this.#backup = undefined
    if (backup === undefined || chainsOf(backup) !== chainsOf(this.data)) return false
    this.crash()
    this.#ports.trace.act("the server is restored")
    this.data = { ...backup, storeId: this.#crypto.random(16) }
    this.start()
    return true
  }

  /** Every one-time key package of these devices is claimed. */
  exhaustKeyPackages(devices: readonly Bytes[]): void {
    const names = devices.map(keyOf)
    for (const [key, { packages }] of this.data.devices)
      if (names.some(name => key.endsWith(name))) packages.length = 0
  }
}

/** Who has which devices, as far as chains say. */
function chainsOf({ accounts }: MemoryDisk): string {
  return [...accounts].map(([account, { chain }]) => `${account} ${chain.length}`).join()
}
