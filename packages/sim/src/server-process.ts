import { createServer, type LogEvent, loopbackLimits } from "@colombe/server"
import { type MemoryDisk, memoryDisk, memoryStore, type Store } from "@colombe/store"
import { Disk } from "./disk.ts"
import { clockOf, Life } from "./life.ts"
import type { PersonPorts } from "./person.ts"
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
  readonly data: MemoryDisk
  readonly disk: Disk
  readonly #ports: PersonPorts & { readonly fault: PlantedFault }
  readonly #crypto = quickCrypto("server")
  #life = new Life()
  isRunning = false
  /** What the server says is wrong. */
  readonly complaints: LogEvent[] = []

  constructor(ports: PersonPorts & { readonly fault: PlantedFault }) {
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
      clock: clockOf(scheduler, life),
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
    this.#ports.trace.add("the server crashes")
    this.#life.end()
    this.isRunning = false
    this.disk.crash()
    this.#ports.fault.crash?.(this.data)
    this.#ports.network.loseServer()
  }
}
