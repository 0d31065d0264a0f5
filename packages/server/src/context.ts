import type { Bytes, Clock, Milliseconds } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { Host } from "@colombe/rules"
import type { Store } from "@colombe/store"
import type { Buckets } from "./buckets.ts"
import type { ChainCache } from "./chains.ts"
import type { FanOut } from "./fan-out.ts"
import type { GroupCache } from "./groups.ts"
import type { InOrder } from "./in-order.ts"
import type { Lanes } from "./lanes.ts"
import type { ServerLimits } from "./limits.ts"
import type { LinkBoxes } from "./link-boxes.ts"
import type { Live } from "./live.ts"
import type { Log } from "./log.ts"
import type { Measure } from "./measure.ts"
import type { Topics } from "./peer.ts"
import type { Reservations } from "./reservations.ts"
import type { Sweeper } from "./sweeper.ts"

export type SignUp = "open" | "invite" | "closed"

/** What a server is made of; everything that touches the world comes in here. */
export interface ServerPorts {
  readonly store: Store
  readonly clock: Clock
  readonly crypto: Crypto
  readonly topics: Topics
  readonly log: Log
  /** Hears of every call that was answered. */
  readonly measure?: Measure
}

export interface ServerSettings {
  /** The name that is signed into sessions and stands behind the "@" of a handle. */
  readonly host: Host
  readonly signUp: SignUp
  readonly limits: ServerLimits
  /** Zero bits that whoever signs up without an invitation works for; absent: none. */
  readonly signUpWorkBits?: number | undefined
  /** How long what people say to each other is kept; absent: for good. */
  readonly keepFor?: Milliseconds | undefined
}

/** What every handler gets first. */
export interface ServerContext extends ServerPorts, ServerSettings {
  readonly buckets: Buckets
  /** Of this process: tickets for blobs are made with it. */
  readonly ticketKey: Bytes
  readonly chains: ChainCache
  readonly groups: GroupCache
  readonly reservations: Reservations
  readonly linkBoxes: LinkBoxes
  readonly live: Live
  readonly fanOut: FanOut
  readonly inOrder: InOrder
  readonly lanes: Lanes
  readonly sweeper: Sweeper
}
