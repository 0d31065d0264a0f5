import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { connect as connectTcp } from "node:net"
import { join } from "node:path"
import { connect as connectTls } from "node:tls"
import { unwrap } from "@colombe/base"
import { frameBytesMax, subprotocol } from "@colombe/wire"
import { resolveSettings, type SettingFlags } from "../operate/settings/resolve.ts"
import { serveOptions } from "../operate/settings/serve-options.ts"
import { openWebSocket } from "../operate/web-socket.ts"
import { cryptoPort } from "../session.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { readCertificate } from "./certificate.ts"
import type { ServeEvent } from "./log-line.ts"
import { type Running, serve } from "./serve.ts"

setDefaultTimeout(60_000)
const folders: string[] = []
const started: Running[] = []
const newFolder = () => {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop()
  for (const folder of folders.splice(0)) removeFolder(folder)
})

const optionsOf = (flags: SettingFlags) =>
  unwrap(serveOptions(unwrap(resolveSettings({ flags: { port: "0", ...flags }, environment: {} }))))

async function start(flags: SettingFlags, log: ServeEvent[] = []): Promise<Running> {
  const running = unwrap(
    await serve(optionsOf({ data: join(newFolder(), "data"), ...flags }), cryptoPort, event =>
      log.push(event),
    ),
  )
  started.push(running)
  return running
}

const refusalOf = async (flags: SettingFlags) => {
  const result = await serve(optionsOf({ data: join(newFolder(), "data"), ...flags }), cryptoPort, () => {})
  if (result.ok) started.push(result.value)
  return result.ok ? "started" : result.code
}

/** A certificate of our own, good for two days. */
function certificate(folder: string, name: string): SettingFlags {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)]
  const made = spawnSync("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-subj", `/CN=${name}`, "-keyout", key, "-out", cert],
    ...["-days", "2"],
  ])
  if (made.status !== 0) throw new Error(String(made.stderr))
  return { "tls-certificate": cert, "tls-key": key, host: "colombe.example" }
}

const nameSeen = (port: number): Promise<string> =>
  new Promise((done, failed) => {
    const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      done(String(socket.getPeerCertificate().subject.CN))
      socket.destroy()
    })
    socket.on("error", failed)
  })

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0
if (!hasOpenssl) console.warn("no openssl here: the tests of certificates are skipped")

describe.skipIf(!hasOpenssl)("a certificate", () => {
  test("that is missing, expired, not one, or of another key is refused before anybody connects", async () => {
    const folder = newFolder()
    const good = certificate(folder, "good")
    const other = certificate(folder, "other")
    writeFileSync(join(folder, "noise"), "no certificate")
    expect(await refusalOf({ ...good, "tls-key": join(folder, "none") })).toBe("certificate-missing")
    const files = { certificate: String(good["tls-certificate"]), key: String(good["tls-key"]) }
    const dayMilliseconds = 86_400_000
    expect(readCertificate(files, Date.now() + dayMilliseconds)).toMatchObject({ ok: true })
    expect(readCertificate(files, Date.now() + 3 * dayMilliseconds)).toMatchObject({
      code: "certificate-expired",
    })
    expect(await refusalOf({ ...good, "tls-certificate": join(folder, "noise") })).toBe(
      "certificate-unusable",
    )
    expect(await refusalOf({ ...good, "tls-key": String(other["tls-key"]) })).toBe("certificate-unusable")
    expect(await refusalOf({ ...good, host: "localhost" })).toBe("host-needed")
  })

  test("is read again without ending what is open; one that does not hold is not taken", async () => {
    const folder = newFolder()
    const flags = certificate(folder, "first")
    const log: ServeEvent[] = []
    const running = await start(flags, log)
    expect(await nameSeen(running.port)).toBe("first")
    const socket = openWebSocket(`wss://127.0.0.1:${running.port}/`)
    await new Promise((done, failed) => {
      socket.onopen = done
      socket.onerror = failed
    })
    const next = certificate(folder, "second")
    for (const name of ["tls-certificate", "tls-key"] as const)
      writeFileSync(String(flags[name]), readFileSync(String(next[name])))
    running.renewCertificate()
    expect(await nameSeen(running.port)).toBe("second")
    expect(socket.readyState).toBe(WebSocket.OPEN)
    writeFileSync(String(flags["tls-certificate"]), "cut")
    running.renewCertificate()
    expect(await nameSeen(running.port)).toBe("second")
    expect(log).toEqual([
      { event: "certificate-renewed" },
      { event: "certificate-kept", code: "certificate-unusable" },
    ])
    socket.close()
  })
})

describe("a server that is attacked", () => {
  const openSocket = async (port: number): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, [subprotocol])
    await new Promise(done => {
      socket.onopen = done
    })
    return socket
  }

  test("lets go of who floods it with pings, says why, and serves the others", async () => {
    const { port } = await start({})
    const [flood, calm] = [await openSocket(port), await openSocket(port)]
    const closed = new Promise<CloseEvent>(done => {
      flood.onclose = done
    })
    for (let sent = 0; sent < 100; sent++) (flood as WebSocket & { ping(): void }).ping()
    expect((await closed).reason).toBe("rate-limited")
    expect(calm.readyState).toBe(WebSocket.OPEN)
    calm.close()
  })

  test("lets go of who sends half a request and nothing more", async () => {
    const { port } = await start({})
    const socket = connectTcp({ port, host: "127.0.0.1" })
    const ended = new Promise<number>(done => {
      const began = performance.now()
      socket.on("close", () => done(performance.now() - began))
    })
    socket.on("error", () => {})
    socket.write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    expect(await ended).toBeLessThan(25_000)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  }, 40_000)

  test("refuses frames far above their limit and an upgrade without its subprotocol", async () => {
    const { port } = await start({})
    const socket = await openSocket(port)
    const closed = new Promise<CloseEvent>(done => {
      socket.onclose = done
    })
    socket.send(new Uint8Array(4 * frameBytesMax))
    expect([1006, 1009]).toContain((await closed).code)
    const upgrade = { connection: "upgrade", upgrade: "websocket", "sec-websocket-version": "13" }
    const plain = await fetch(`http://127.0.0.1:${port}/`, {
      headers: { ...upgrade, "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==" },
    })
    expect(plain.status).toBe(400)
  })
})

describe("numbers for the operator", () => {
  test("are on a port of their own, tell of calls by method and outcome, and name nobody", async () => {
    const { port, metricsPort } = await start({ "metrics-port": "0" })
    const socket = new WebSocket(`ws://127.0.0.1:${port}/`, [subprotocol])
    await new Promise(done => {
      socket.onopen = done
    })
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    expect(text).toContain("\ncolombe_connections 1\n")
    expect(text).toMatch(/\ncolombe_store_bytes [1-9][0-9]+\n/)
    expect(text).toMatch(/\ncolombe_disk_free_bytes [1-9][0-9]+\n/)
    expect(text).not.toContain("127.0.0.1")
    for (const line of text.trimEnd().split("\n"))
      expect(line).toMatch(
        /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+)$/,
      )
    expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404)
    socket.close()
  })

  test("a port that is taken or an address that is not ours is refused, and nothing stays locked", async () => {
    const { port } = await start({})
    const data = join(newFolder(), "data")
    expect(await refusalOf({ data, port: String(port) })).toBe("port-taken")
    expect(await refusalOf({ data, "metrics-port": String(port) })).toBe("metrics-port-taken")
    expect(await refusalOf({ data, listen: "203.0.113.1" })).toBe("address-unusable")
    expect(await refusalOf({ data })).toBe("started")
  })
})
