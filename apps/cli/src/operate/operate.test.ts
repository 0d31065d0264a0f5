import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { mkdirSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import type { Io } from "../io.ts"
import { run } from "../run.ts"
import { type Running, serve } from "../serve/serve.ts"
import { cryptoPort } from "../session.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { lookAtClock } from "./doctor.ts"
import { resolveSettings } from "./settings/resolve.ts"
import { serveOptions } from "./settings/serve-options.ts"

setDefaultTimeout(60_000)
const folder = temporaryFolder()
const data = join(folder, "data")
let server: Running

beforeAll(async () => {
  const flags = { data, port: "0" }
  const options = unwrap(serveOptions(unwrap(resolveSettings({ flags, environment: {} }))))
  server = unwrap(await serve(options, cryptoPort, () => {}))
})
afterAll(async () => {
  await server.stop()
  removeFolder(folder)
})

async function colombe(args: readonly string[], environment: Record<string, string> = {}) {
  const printed = { out: "", err: "" }
  const io: Io = {
    environment: { LC_ALL: "C", ...environment },
    print: async line => {
      printed.out += `${line}\n`
    },
    complain: async line => {
      printed.err += `${line}\n`
    },
    readInput: async () => new Uint8Array(),
    readLine: async () => undefined,
    ended: new Promise(() => {}),
  }
  return { code: await run(io, args), ...printed }
}

test("doctor finds all well beside a running server, and where there is none yet", async () => {
  const beside = await colombe(["doctor", "--data", data, "--port", String(server.port)])
  expect(beside).toMatchObject({ code: 0, err: "" })
  for (const check of ["store", "disk", "fsync", "clock", "port", "WebSocket"])
    expect(beside.out).toContain(`ok    ${check}: `)
  const before = await colombe(["doctor", "--data", join(folder, "none", "yet"), "--port", "0"])
  expect(before).toMatchObject({ code: 0, err: "" })
})

test("doctor names what is wrong", async () => {
  const other = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("something else") })
  mkdirSync(join(folder, "foreign"))
  writeFileSync(join(folder, "foreign", "colombe.sqlite"), "no store".repeat(1000))
  const args = [
    "--port",
    String(other.port),
    "--tls-certificate",
    join(folder, "c"),
    "--tls-key",
    join(folder, "k"),
  ]
  const ill = await colombe(["doctor", "--data", join(folder, "foreign"), ...args, "--behind-proxy"])
  expect(ill.code).toBe(3)
  expect(ill.err).toContain("(doctor-faults)")
  for (const line of [
    "store: data-damaged",
    "certificate: certificate-missing",
    "port: port-taken",
    "proxy: host-needed",
  ])
    expect(ill.out).toContain(`FAULT ${line}`)
  await other.stop(true)
})

test("doctor notices a clock that was set back", () => {
  const now = Date.parse("2027-01-01T00:00:00Z")
  const folderOfOld = join(folder, "old")
  mkdirSync(folderOfOld)
  writeFileSync(join(folderOfOld, "colombe.sqlite"), "")
  utimesSync(join(folderOfOld, "colombe.sqlite"), now / 1000, now / 1000)
  expect(lookAtClock(folderOfOld, now).isWell).toBe(true)
  expect(lookAtClock(folderOfOld, now - 3_600_000).isWell).toBe(false)
  expect(lookAtClock(join(folder, "none"), 0).isWell).toBe(false)
})

test("admin invites, lists people and adds up beside a running server", async () => {
  const invited = await colombe(["admin", "invite", "--data", data, "--count", "3", "--days", "2"])
  expect(invited.code).toBe(0)
  expect(invited.out).toMatch(/^([0-9a-f]{30}\n){3}$/)
  expect(await colombe(["admin", "people", "--data", data])).toEqual({ code: 0, out: "", err: "" })
  const storage = await colombe(["admin", "storage", "--data", data])
  expect(storage.out).toContain("invitationsOpen\t3\n")
  expect(storage.out).toMatch(/storeBytes\t[1-9]/)
})

test("config print says every setting and its source; a word that is none is refused with what may be meant", async () => {
  const printed = await colombe(["config", "print", "--data", "d"], { COLOMBE_PORT: "5000" })
  expect(printed.out).toContain("# COLOMBE_PORT; environment\nport = 5000")
  const typo = await colombe(["config", "print"], { COLOMBE_PROT: "5000" })
  expect(typo.code).toBe(3)
  expect(typo.err).toContain("COLOMBE_PROT")
  expect(typo.err).toContain("COLOMBE_PORT")
  const value = await colombe(["config", "print"], { COLOMBE_PORT: "many" })
  expect(value.err).toContain("COLOMBE_PORT = many")
  expect(value.err).toContain("(setting-invalid)")
  const flag = await colombe(["serve", "--data", "d", "--prot", "3"])
  expect(flag.code).toBe(2)
  expect(flag.err).toContain("--port")
  expect((await colombe(["config", "print", "--config", join(folder, "no-file")])).err).toContain(
    "(settings-unreadable)",
  )
})

test("what an operator's command does not take is refused as usage", async () => {
  const lines = [
    "admin",
    "admin fly --data d",
    "admin invite",
    "admin invite --data d --count 0",
    "admin invite --data d --days 4000",
    "admin invite --data d --uses 0",
    "admin people --data d --uses 2",
    "admin people --data d --days 3",
    "config",
    "config write",
    "doctor",
    "doctor now --data d",
    "backup --data d",
    "restore a b --data d",
  ]
  for (const line of lines) expect([line, (await colombe(line.split(" "))).code]).toEqual([line, 2])
})
