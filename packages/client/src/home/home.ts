import type { Clock, Result } from "@colombe/base"
import { fail, toBase64Url } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import type { MlsContext } from "@colombe/mls"
import type { ConversationId, Following } from "@colombe/rules"
import type { Connect, Notice } from "../api/index.ts"
import type { Reading, Tickets, Uploader } from "../files/open-files.ts"
import type { FilePorts } from "../files/ports.ts"
import type { MeRecord } from "../records/account-records.ts"
import { type RelayMemory, relayMemory } from "../relay/memory.ts"
import type { LocalStore } from "../store/port.ts"
import type { Wire } from "../wire/wire.ts"
import type { ConversationList } from "./conversation-list.ts"
import { tellingStore } from "./reads.ts"
import { type Serial, serialQueue } from "./serial.ts"
import { beginTransaction, type Transaction } from "./transaction.ts"

export interface ClientPorts {
  readonly crypto: Crypto
  readonly clock: Clock
  readonly connect: Connect
  readonly store: LocalStore
  readonly files: FilePorts
  /** Of this device, where the platform keeps it; otherwise one is made and kept in the store. Ed25519. */
  readonly deviceKey?: Signer
}

/** Who signs for this device, once registered. */
export interface Identity {
  readonly me: MeRecord
  readonly signer: Signer
}

/** One device's home: its ports, and the little that is held in memory beside the store. */
export interface Home extends ClientPorts {
  readonly mls: MlsContext
  /** Everything that changes a conversation or the account runs here, one after the other. */
  readonly serial: Serial
  /** Sends are queued beside `serial`, so that nobody waits for the network to have written something. */
  readonly outboxLane: Serial
  /** Pieces of files are written beside everything else, one after the other. */
  readonly filesLane: Serial
  readonly reading: Reading
  readonly tickets: Tickets
  /** Chains verified in this process, by account in hexadecimal. */
  readonly chains: Map<string, Following>
  /** Conversations that the server has more of, or that could not be brought up to date: by id in hexadecimal. */
  readonly behind: Map<string, ConversationId>
  readonly relay: RelayMemory
  readonly listeners: Set<(notice: Notice) => void>
  readonly current: {
    identity: Identity | undefined
    wire: Wire | undefined
    /** A sign-up that is being worked for. */
    work: { isCancelled: boolean } | undefined
    uploader: Uploader | undefined
    /** Once somebody has asked for it. */
    list: ConversationList | undefined
    /** Why there is no connection. */
    offlineCode: string
  }
}

export function makeHome(ports: ClientPorts): Home {
  const home: Home = {
    ...ports,
    store: tellingStore(ports.store, keys => home.current.list?.changed(keys)),
    mls: { crypto: ports.crypto },
    serial: serialQueue(),
    outboxLane: serialQueue(),
    filesLane: serialQueue(),
    reading: new Map(),
    tickets: new Map(),
    chains: new Map(),
    behind: new Map(),
    relay: relayMemory(),
    listeners: new Set(),
    current: {
      identity: undefined,
      wire: undefined,
      work: undefined,
      uploader: undefined,
      list: undefined,
      offlineCode: "server-unreachable",
    },
  }
  return home
}

export function tell(home: Home, notice: Notice): void {
  for (const listener of [...home.listeners]) listener(notice)
}

/** Whoever shows the conversation asks again: from this place on, or for all that it shows. */
export function timelineChanged(conversation: ConversationId, fromSeq?: number): Notice {
  return { type: "timeline", conversation: toBase64Url(conversation), fromSeq }
}

/** The connection that stands; calls without one fail like calls on a lost one. */
export function wireOf(home: Home): Wire {
  const { wire, offlineCode } = home.current
  return wire ?? { call: async () => fail(offlineCode, "after-delay"), close: () => {} }
}

/** Uniform in [0, 1), from the port, so that a seeded run stays seeded. */
export function chance(home: Pick<Home, "crypto">): number {
  const [high = 0, middle = 0, low = 0] = home.crypto.random(3)
  return (high * 65_536 + middle * 256 + low) / 2 ** 24
}

/** Changes of `work` become durable together if it succeeds, and not at all if it fails; then others are told. */
export async function transact<Value>(
  home: Home,
  work: (transaction: Transaction) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const transaction = beginTransaction(home.store)
  const result = await work(transaction)
  if (result.ok) await transaction.commit()
  return result
}
