import { fail, type Result, succeed, toHex } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { canonicalHost } from "@colombe/rules"
import { createServer, type Log, loopbackLimits, publicLimits, type SignUp } from "@colombe/server"
import type { Store } from "@colombe/store"
import { openSqliteStore } from "@colombe/store-sqlite"
import type { ServeOptions } from "../arguments.ts"
import { systemClock } from "../clock.ts"
import { listen } from "./bun-server.ts"
import { readStaticFiles } from "./static-files.ts"

export interface Running {
  readonly port: number
  readonly address: string
  readonly signUp: SignUp
  /** Where people cannot sign up by themselves: one invitation, good once and for a while. */
  readonly invitation: string | undefined
  /** Answers what was asked, tells every client, closes the store. */
  stop(): Promise<void>
}

const loopbackAddress = "127.0.0.1"
const anyAddress = "0.0.0.0"
const invitationBytes = 15
/** Milliseconds for which an invitation made at start is good. */
const invitationLife = 7 * 24 * 3_600_000

export async function serve(options: ServeOptions, crypto: Crypto, log: Log): Promise<Result<Running>> {
  const isPublic = options.behindProxy || options.certificate !== undefined
  const [, name = options.host, port] = /^(.*):([0-9]{1,5})$/.exec(options.host) ?? []
  const host = canonicalHost(name, port === undefined ? undefined : Number(port))
  if (!host.ok) return host
  // Two servers of one name could pass each other's sessions on: that name is for this machine alone.
  if (isPublic && name === "localhost") return fail("host-needed")
  const store = await openSqliteStore(options.data, { crypto })
  if (!store.ok) return store
  const { certificate, key } = options
  const listener = listen({
    address: isPublic ? anyAddress : loopbackAddress,
    port: options.port,
    tls: certificate === undefined || key === undefined ? undefined : { certificate, key },
    behindProxy: options.behindProxy,
  })
  if (!listener.ok) {
    await store.value.close()
    return listener
  }
  const signUp = options.signUp ?? (isPublic ? "invite" : "open")
  const server = createServer({
    store: store.value,
    clock: systemClock,
    crypto,
    topics: listener.value.topics,
    log,
    host: host.value,
    signUp,
    limits: isPublic ? publicLimits : loopbackLimits,
  })
  const invitation = signUp === "invite" ? await invite(store.value, crypto) : undefined
  listener.value.serve(server, host.value, await readStaticFiles(options.web))
  const scheme = certificate === undefined ? "http" : "https"
  return succeed({
    port: listener.value.port,
    address: isPublic ? `https://${host.value}` : `${scheme}://localhost:${listener.value.port}`,
    signUp,
    invitation,
    stop: async () => {
      await server.stop()
      await listener.value.stop()
      await store.value.close()
    },
  })
}

async function invite(store: Store, crypto: Crypto): Promise<string> {
  // Hexadecimal: nothing in it can be taken for an option of the command line.
  const text = toHex(crypto.random(invitationBytes))
  await store.accounts.addInvitation(text, systemClock.now() + invitationLife)
  return text
}
