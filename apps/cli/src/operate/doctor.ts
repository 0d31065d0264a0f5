import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from "node:fs"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import { openAdministration } from "@colombe/store-sqlite"
import { subprotocol } from "@colombe/wire"
import type { Io } from "../io.ts"
import { readCertificate } from "../serve/certificate.ts"
import { freeBytes } from "../serve/metrics-listener.ts"
import type { ServeOptions } from "./settings/serve-options.ts"
import { anyName, openWebSocket } from "./web-socket.ts"

/** What one look found. `detail` is figures and names of the machine, for the operator alone. */
export interface Finding {
  readonly check: string
  readonly isWell: boolean
  readonly detail: string
}

/** Below this much room a server is about to refuse what people write. */
const freeBytesMin = 256 * 1024 * 1024
/** A commit waits for one of these; slower than this, people notice. */
const fsyncMillisecondsMax = 100
const fsyncTries = 21
/** Milliseconds that the running server gets to answer. */
const answerMilliseconds = 5_000
/** No clock that is right shows an earlier time. */
const clockLeast = Date.parse("2026-01-01T00:00:00Z")
/** Milliseconds by which a file may seem to come from the future. */
const clockSlack = 60_000

/** `colombe doctor`: looks at everything on this machine that a server stands on, and changes nothing. */
export async function doctor(io: Io, options: ServeOptions): Promise<Result<void>> {
  const port = await lookAtPort(options)
  const findings = [
    lookAtStore(options.data),
    lookAtSpace(options.data),
    lookAtFsync(options.data),
    lookAtClock(options.data, Date.now()),
    ...lookAtCertificate(options),
    ...lookAtProxy(options),
    ...port,
  ]
  for (const { check, isWell, detail } of findings)
    await io.print(`${isWell ? "ok   " : "FAULT"} ${check}: ${detail}`)
  return findings.every(({ isWell }) => isWell) ? succeed() : fail("doctor-faults")
}

/** The data folder, or the nearest folder above it that exists. */
function standing(folder: string): string {
  return existsSync(folder) ? folder : standing(join(folder, ".."))
}

function lookAtStore(data: string): Finding {
  const opened = openAdministration(data)
  if (!opened.ok)
    return opened.code === "data-missing"
      ? { check: "store", isWell: true, detail: "none yet; the server makes it" }
      : { check: "store", isWell: false, detail: opened.code }
  const { accounts, conversations, entries } = opened.value.storage(Date.now())
  opened.value.close()
  return {
    check: "store",
    isWell: true,
    detail: `${accounts} accounts, ${conversations} conversations, ${entries} entries`,
  }
}

function lookAtSpace(data: string): Finding {
  const free = freeBytes(standing(data))
  return { check: "disk", isWell: free >= freeBytesMin, detail: `${Math.floor(free / 1_048_576)} MiB free` }
}

function lookAtFsync(data: string): Finding {
  const path = join(standing(data), `.colombe-doctor-${process.pid}`)
  try {
    const handle = openSync(path, "wx", 0o600)
    const times: number[] = []
    try {
      for (let tried = 0; tried < fsyncTries; tried++) {
        const began = performance.now()
        writeSync(handle, new Uint8Array(4096))
        fsyncSync(handle)
        times.push(performance.now() - began)
      }
    } finally {
      closeSync(handle)
      rmSync(path)
    }
    times.sort((left, right) => left - right)
    const median = times[fsyncTries >> 1] ?? 0
    const detail = `${median.toFixed(2)} ms median, ${(times.at(-1) ?? 0).toFixed(2)} ms at most`
    return { check: "fsync", isWell: median <= fsyncMillisecondsMax, detail }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "failed"
    return { check: "fsync", isWell: false, detail: code }
  }
}

/** A clock that was set back shows a time before the store's last write. */
export function lookAtClock(data: string, now: number): Finding {
  const path = join(data, "colombe.sqlite")
  const written = existsSync(path) ? statSync(path).mtimeMs : 0
  const isWell = now >= clockLeast && now + clockSlack >= written
  return { check: "clock", isWell, detail: new Date(now).toISOString() }
}

function lookAtCertificate({ certificate, key }: ServeOptions): readonly Finding[] {
  if (certificate === undefined || key === undefined) return []
  const read = readCertificate({ certificate, key }, Date.now())
  const detail = read.ok ? `good until ${new Date(read.value.expires).toISOString()}` : read.code
  return [{ check: "certificate", isWell: read.ok, detail }]
}

function lookAtProxy({ behindProxy, trustedProxies, host }: ServeOptions): readonly Finding[] {
  if (!behindProxy) return []
  const isNamed = host !== "localhost"
  const detail = isNamed ? `X-Forwarded-For is believed from ${trustedProxies}` : "host-needed"
  return [{ check: "proxy", isWell: isNamed && trustedProxies !== "", detail }]
}

/** A port is well where a server of ours answers on it, or where one could start. */
async function lookAtPort(options: ServeOptions): Promise<readonly Finding[]> {
  const { port } = options
  if (port !== 0 && (await isOurs(options)))
    return [
      { check: "port", isWell: true, detail: `a server answers on ${port}` },
      await lookAtUpgrade(options),
    ]
  try {
    await Bun.serve({ hostname: "127.0.0.1", port, fetch: () => new Response("") }).stop(true)
    return [{ check: "port", isWell: true, detail: port === 0 ? "any" : `${port} is free` }]
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : ""
    const detail = code === "EACCES" ? "port-forbidden" : `port-taken: ${port}`
    return [{ check: "port", isWell: false, detail }]
  }
}

const schemeOf = ({ certificate }: ServeOptions, plain: string): string =>
  certificate === undefined ? plain : `${plain}s`

async function isOurs(options: ServeOptions): Promise<boolean> {
  try {
    const answer = await fetch(
      `${schemeOf(options, "http")}://127.0.0.1:${options.port}/.well-known/colombe`,
      {
        signal: AbortSignal.timeout(answerMilliseconds),
        tls: anyName,
      },
    )
    const said: unknown = await answer.json()
    return typeof said === "object" && said !== null && "wire" in said
  } catch {
    return false
  }
}

function lookAtUpgrade(options: ServeOptions): Promise<Finding> {
  return new Promise(done => {
    const socket = openWebSocket(`${schemeOf(options, "ws")}://127.0.0.1:${options.port}/`)
    const tell = (isWell: boolean) => {
      clearTimeout(timer)
      socket.close()
      done({ check: "WebSocket", isWell, detail: isWell ? "the upgrade works" : "no upgrade" })
    }
    const timer = setTimeout(() => tell(false), answerMilliseconds)
    socket.onopen = () => tell(socket.protocol === subprotocol)
    socket.onerror = () => tell(false)
  })
}
