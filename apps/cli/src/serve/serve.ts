import { fail, type Result, succeed, toHex } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { canonicalHost, type Host } from "@colombe/rules"
import {
  createServer,
  type Log,
  loopbackLimits,
  publicLimits,
  type ServerLimits,
  type SignUp,
} from "@colombe/server"
import type { Store } from "@colombe/store"
import { openSqliteStore } from "@colombe/store-sqlite"
import { systemClock } from "../clock.ts"
import type { ServeOptions } from "../operate/settings/serve-options.ts"
import { readAddressList } from "./addresses.ts"
import { listenForAdmin, statusOf } from "./admin-socket.ts"
import { type Listener, listen } from "./bun-server.ts"
import { type CertificateFiles, readCertificate, type TlsMaterial } from "./certificate.ts"
import type { ServeEvent } from "./log-line.ts"
import { createMetrics, type Metrics } from "./metrics.ts"
import { listenForMetrics, type MetricsListener } from "./metrics-listener.ts"
import { readStaticFiles } from "./static-files.ts"
import { writerAddress } from "./writer-address.ts"

export interface Running {
  readonly port: number
  readonly address: string
  readonly signUp: SignUp
  /** Where people cannot sign up by themselves: one invitation, good once and for a while. */
  readonly invitation: string | undefined
  readonly metricsPort: number | undefined
  /** Reads the certificate's files again; where they do not hold, the old ones go on. */
  renewCertificate(): void
  /** Answers what was asked, tells every client, closes the store. */
  stop(): Promise<void>
}

const loopbackAddress = "127.0.0.1"
const anyAddress = "0.0.0.0"
const invitationBytes = 15
/** A second or so of a common machine, some of a slow one. */
const publicWorkBits = 17
const dayMilliseconds = 24 * 3_600_000
/** Milliseconds for which an invitation made at start is good. */
const invitationLife = 7 * 24 * 3_600_000

/** Answers what has to be undone where a later step fails. */
type Undo = () => Promise<unknown>

export async function serve(
  options: ServeOptions,
  crypto: Crypto,
  log: (event: ServeEvent) => void,
): Promise<Result<Running>> {
  const undo: Undo[] = []
  const running = await start(options, crypto, log, undo)
  if (!running.ok) for (const step of undo.reverse()) await step()
  return running
}

async function start(
  options: ServeOptions,
  crypto: Crypto,
  log: (event: ServeEvent) => void,
  undo: Undo[],
): Promise<Result<Running>> {
  const files = certificateFiles(options)
  const isPublic = options.behindProxy || files !== undefined
  const host = readHost(options.host, isPublic)
  if (!host.ok) return host
  const tls = files === undefined ? succeed(undefined) : readCertificate(files, systemClock.now())
  if (!tls.ok) return tls
  const opened = await openSqliteStore(
    options.data,
    writerAddress === undefined ? { crypto } : { crypto, writerAddress },
  )
  if (!opened.ok) return opened
  const store = opened.value
  undo.push(store.close)
  const metrics = createMetrics()
  const listener = listenFor(options, tls.value, metrics)
  if (!listener.ok) return listener
  undo.push(listener.value.stop)
  const prometheus =
    options.metricsPort === undefined
      ? succeed<MetricsListener | undefined>(undefined)
      : listenForMetrics(metrics, options.data, options.metricsPort)
  if (!prometheus.ok) return prometheus
  const signUp = options.signUp ?? (isPublic ? "invite" : "open")
  const server = createServer({
    store,
    clock: systemClock,
    crypto,
    topics: listener.value.topics,
    log: counted(log, metrics),
    measure: metrics.answered,
    host: host.value,
    signUp,
    limits: limitsOf(options, isPublic),
    signUpWorkBits: options.signUpWork ?? (isPublic ? publicWorkBits : 0),
    keepFor: options.keepDays === undefined ? undefined : options.keepDays * dayMilliseconds,
  })
  const invitation = signUp === "invite" ? await invite(store, crypto) : undefined
  listener.value.serve(server, host.value, await readStaticFiles(options.web))
  const administration = listenForAdmin(options.data, () =>
    statusOf(options.data, server.presence(), metrics.totals()),
  )
  const { port } = listener.value
  const scheme = files === undefined ? "http" : "https"
  return succeed({
    port,
    address: isPublic ? `https://${host.value}` : `${scheme}://localhost:${port}`,
    signUp,
    invitation,
    metricsPort: prometheus.value?.port,
    renewCertificate: () => renew(listener.value, files, log),
    stop: async () => {
      await server.stop()
      await listener.value.stop()
      await prometheus.value?.stop()
      await administration?.stop()
      await store.close()
    },
  })
}

function certificateFiles({ certificate, key }: ServeOptions): CertificateFiles | undefined {
  return certificate === undefined || key === undefined ? undefined : { certificate, key }
}

const gibibyte = 1024 ** 3

function limitsOf({ fileQuota }: ServeOptions, isPublic: boolean): ServerLimits {
  const limits = isPublic ? publicLimits : loopbackLimits
  return fileQuota === undefined ? limits : { ...limits, blobQuotaBytes: fileQuota * gibibyte }
}

function readHost(text: string, isPublic: boolean): Result<Host> {
  const [, name = text, port] = /^(.*):([0-9]{1,5})$/.exec(text) ?? []
  // Two servers of one name could pass each other's sessions on: that name is for this machine alone.
  if (isPublic && name === "localhost") return fail("host-needed")
  return canonicalHost(name, port === undefined ? undefined : Number(port))
}

function listenFor(options: ServeOptions, tls: TlsMaterial | undefined, metrics: Metrics) {
  const isPublic = options.behindProxy || tls !== undefined
  return listen({
    address: options.listen ?? (isPublic ? anyAddress : loopbackAddress),
    port: options.port,
    tls,
    trusted: options.behindProxy ? readAddressList(options.trustedProxies) : undefined,
    traffic: metrics.traffic,
  })
}

function counted(log: Log, metrics: Metrics): Log {
  return event => {
    metrics.fault(event.event)
    log(event)
  }
}

function renew(
  listener: Listener,
  files: CertificateFiles | undefined,
  log: (event: ServeEvent) => void,
): void {
  if (files === undefined) return
  const read = readCertificate(files, systemClock.now())
  const renewed = read.ok ? listener.renew(read.value) : read
  log(renewed.ok ? { event: "certificate-renewed" } : { event: "certificate-kept", code: renewed.code })
}

async function invite(store: Store, crypto: Crypto): Promise<string> {
  // Hexadecimal: nothing in it can be taken for an option of the command line.
  const text = toHex(crypto.random(invitationBytes))
  await store.accounts.addInvitation(text, systemClock.now() + invitationLife)
  return text
}
