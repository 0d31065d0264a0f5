import { type Bytes, encode, toUtf8, unwrap } from "@colombe/base"
import {
  handleStatement,
  type Link,
  link,
  type SessionStatement,
  sessionStatement,
  signHandle,
  signSession,
} from "@colombe/rules"
import { crypto, Person, person } from "@colombe/rules/testing"
import { memoryDisk, memoryStore, type Store } from "@colombe/store"
import { wireVersion } from "@colombe/wire"
import type { ServerSettings } from "../context.ts"
import { loopbackLimits, type ServerLimits } from "../limits.ts"
import type { LogEvent } from "../log.ts"
import { createServer, type Server } from "../server.ts"
import { type ManualClock, manualClock } from "./manual-clock.ts"
import { type MemoryNetwork, memoryNetwork } from "./memory-network.ts"
import { TestClient } from "./test-client.ts"

export { crypto, Person, person }

export const host = "localhost"
/** 2026-01-31T12:00:00Z. */
export const start = 1_769_860_800_000

export interface TestWorld {
  readonly server: Server
  readonly store: Store
  readonly clock: ManualClock
  readonly network: MemoryNetwork
  readonly log: LogEvent[]
  connect(origin?: string): TestClient
  /** A greeted client. */
  greet(origin?: string): Promise<TestClient & { nonce: Bytes }>
  /** Somebody with an account here under the same name as handle. */
  enrol(name: string): Promise<Person>
  signIn(who: Person, device?: number | "recovery"): Promise<TestClient>
}

export interface WorldOptions {
  readonly settings?: Partial<Omit<ServerSettings, "limits">>
  readonly limits?: Partial<ServerLimits>
  readonly store?: Store
}

export function testWorld({ settings = {}, limits = {}, store: given }: WorldOptions = {}): TestWorld {
  const clock = manualClock(start)
  const network = memoryNetwork()
  const store = given ?? memoryStore(crypto, memoryDisk(crypto.random(16)))
  const log: LogEvent[] = []
  const server = createServer({
    store,
    clock,
    crypto,
    topics: network.topics,
    log: event => log.push(event),
    host,
    signUp: "open",
    limits: { ...loopbackLimits, ...limits },
    ...settings,
  })
  const connect = (origin?: string) => new TestClient(network, server, origin)
  const greet = async (origin?: string) => {
    const client = connect(origin)
    const greeting = unwrap(await client.call("greet", { wireVersion }))
    return Object.assign(client, { nonce: greeting.serverNonce })
  }
  return {
    server,
    store,
    clock,
    network,
    log,
    connect,
    greet,
    enrol: async name => {
      const who = await person(name)
      const client = await greet()
      unwrap(await client.call("signUp", await signUpOf(who, name)))
      client.close()
      return who
    },
    signIn: async (who, device = 1) => {
      const client = await greet()
      unwrap(await client.call("signIn", await statementOf(who, device, client.nonce)))
      return client
    },
  }
}

export const linkBytes = (one: Link): Bytes => encode(link, one)

/** What somebody sends to open an account. */
export async function signUpOf(who: Person, name: string, at = host) {
  const { statement, signature } = await signHandle(who.chain, { name, host: at }, 1, await who.key(1))
  const [genesis] = who.links
  if (!genesis) throw new Error("a chain has a genesis")
  return {
    genesis: linkBytes(genesis),
    handleStatement: encode(handleStatement, statement),
    handleSignature: signature,
  }
}

/** A session statement, changed where a test wants it wrong. */
export async function statementOf(
  who: Person,
  device: number | "recovery",
  serverNonce: Bytes,
  changes: Partial<SessionStatement> = {},
) {
  const author = await who.author(device)
  const statement = {
    wire: wireVersion,
    host: toUtf8(host),
    account: who.account,
    signer: author.id,
    serverNonce,
    clientNonce: crypto.random(32),
    ...changes,
  }
  return {
    statement: encode(sessionStatement, statement),
    signature: await signSession({ ...author, id: statement.signer }, statement),
  }
}
