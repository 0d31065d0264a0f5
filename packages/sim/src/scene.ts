import type { Milliseconds } from "@colombe/base"
import type { Device } from "./device.ts"
import type { Network } from "./network.ts"
import type { Oracle } from "./oracle.ts"
import type { Person } from "./person.ts"
import type { Random } from "./random.ts"
import type { ServerLog } from "./server-log.ts"
import type { ServerProcess } from "./server-process.ts"

/** What acts and checks see of a world. */
export interface Scene {
  readonly seed: string
  readonly random: Random
  readonly oracle: Oracle
  readonly network: Network
  readonly server: ServerProcess
  readonly people: readonly Person[]
  readonly log: ServerLog
  readonly now: Milliseconds
  /** Whoever went away comes back some time later, or when all is healed. */
  readonly later: (comeBack: () => Promise<void>) => void
  /** At some moment within so long. */
  readonly soon: (within: Milliseconds, run: () => void) => void
}

/** Who does something, and on which of their devices. */
export interface Actor {
  readonly person: Person
  readonly device: Device
}

export type Act = (world: Scene, actor: Actor) => void

export const serverAddress = "http://localhost:4000"

export function devicesOf({ people }: Pick<Scene, "people">): readonly Device[] {
  return people.flatMap(({ devices }) => devices)
}
