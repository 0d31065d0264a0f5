import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { publicLimits } from "@colombe/server"
import { root } from "./command.ts"
import { canMakeNetworks, host, makeNetwork } from "./operate-check/network.ts"
import { findProxy, makeCertificate, type ProxyName, proxyCommand } from "./operate-check/proxies.ts"
import { colombe, type Running, type Stage, start, visitor } from "./operate-check/stage.ts"

/**
 * `npm run operate-check [-- --executable FILE]`: follows docs/operate.md on two machines that are namespaces of this one,
 * from nothing to two people who talk behind Caddy and behind nginx, a lost disk and an upgrade, with the files of
 * deploy/. Linux and root alone; what is missing is said, and counts as skipped.
 */
const { values } = parseArgs({ options: { executable: { type: "string" } } })
const counts = { passed: 0, failed: 0, skipped: 0 }

async function step<Value>(name: string, act: () => Promise<Value>): Promise<Value> {
  const began = performance.now()
  try {
    const value = await act()
    counts.passed += 1
    console.log(`ok ${((performance.now() - began) / 1000).toFixed(1)} s  ${name}`)
    return value
  } catch (error) {
    counts.failed += 1
    console.log(`FAILED  ${name}`)
    throw error
  }
}

function skip(what: string, missing: string): void {
  counts.skipped += 1
  console.warn(`skipped: ${what}: ${missing}`)
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

const url = `https://${host}`

/** The configuration of deploy/, but for the folder of the web app, of which one page is enough here. */
function writeConfig(folder: string): string {
  const web = join(folder, "web")
  mkdirSync(web)
  writeFileSync(join(web, "index.html"), "<!doctype html><title>Colombe</title>")
  const config = join(folder, "colombe.conf")
  const deployed = readFileSync(join(root, "deploy/colombe.conf"), "utf8")
  expect(deployed.includes("web = /usr/local/share/colombe/web"), "deploy/colombe.conf names the web app")
  writeFileSync(config, deployed.replace("/usr/local/share/colombe/web", web))
  return config
}

const homeOf = (stage: Stage, name: string): string => join(stage.folder, "homes", name)
const as = (stage: Stage, name: string, ...args: readonly string[]) =>
  colombe(stage, "people", "--home", homeOf(stage, name), ...args)

async function expectRead(stage: Stage, reader: string, from: string, text: string): Promise<void> {
  const read = await as(stage, reader, "history", `@${from}`)
  expect(read.includes(text), `${reader} reads “${text}”, and not:\n${read}`)
}

/** Two people come in by invitation through what stands in front, and talk. */
async function talk(stage: Stage, data: string, [one, other]: readonly [string, string]): Promise<void> {
  const invited = await colombe(stage, "server", "admin", "invite", "--data", data, "--count", "2")
  const codes = invited.match(/[0-9a-f]{30}/g) ?? []
  expect(codes.length === 2, `two invitations, and not:\n${invited}`)
  for (const [index, name] of [one, other].entries()) {
    const words = await as(stage, name, "register", name, "--server", url, "--invite", codes[index] ?? "")
    expect(words.trim().split(/\s+/).length === 24, "24 words")
  }
  await as(stage, one, "send", `@${other}`, "hello")
  await expectRead(stage, other, one, "hello")
  await as(stage, other, "send", `@${one}`, "hello to you")
  await expectRead(stage, one, other, "hello to you")
}

/** The server sees who connects and nobody whom they name: forging wins nothing, and takes nothing from others. */
async function forge(stage: Stage, number: number): Promise<void> {
  const { burst } = publicLimits.linkBoxes
  // More come while a slow machine is at it; a new one each time would have as many as are asked for.
  const most = 3 * burst
  const boxes = async (how: string) => Number(await visitor(stage, "boxes", url, String(most), how))
  const forged = await boxes("forge")
  expect(forged >= burst && forged < most, `${burst} or a few more, and not ${forged} of ${most}`)
  stage.network.move(number + 1)
  const neighbour = await boxes("plain")
  expect(neighbour >= burst, `another address has a rate of its own, and not ${neighbour}`)
}

async function behind(
  stage: Stage,
  name: ProxyName,
  data: string,
  number: number,
): Promise<Running | undefined> {
  const program = findProxy(name, join(root, ".cache/operate-check"))
  if (program === undefined) {
    skip(`behind ${name}`, `there is none and none could be had (apt install ${name})`)
    return undefined
  }
  const folder = join(stage.folder, name)
  mkdirSync(folder)
  const certificate = makeCertificate(folder)
  const here = { ...stage, authority: certificate.authority }
  stage.network.move(number)
  const proxy = await step(`${name}: the page is there, over TLS`, async () => {
    const started = await start(here, "server", proxyCommand(name, program, folder, certificate))
    const page = await visitor(here, "page", url)
    expect(page.startsWith("200") && page.includes("Colombe"), page)
    return started
  })
  await step(`${name}: two people come in by invitation and talk`, () =>
    talk(here, data, [`ana_${name}`, `bob_${name}`]),
  )
  await step(`${name}: a forged X-Forwarded-For wins nothing`, () => forge(here, number))
  await step(`${name}: what was said over the first address goes on over another`, async () => {
    await as(here, `ana_${name}`, "send", `@bob_${name}`, "from elsewhere")
    await expectRead(here, `bob_${name}`, `ana_${name}`, "from elsewhere")
  })
  return proxy
}

/** Backup of the running server, a lost disk, and the same people go on. */
async function loseDisk(stage: Stage, serve: () => Promise<Running>, running: Running, data: string) {
  const backup = join(stage.folder, "backup")
  await step("a backup of the running server is made, and verified", async () => {
    await colombe(stage, "server", "backup", backup, "--data", data)
    await colombe(stage, "server", "restore", backup, "--verify")
  })
  return step("the disk is lost, and the backup is restored", async () => {
    expect((await running.end()) === 0, "the server ends as it is told")
    rmSync(data, { recursive: true })
    await colombe(stage, "server", "restore", backup, "--data", data, "--verify")
    return serve()
  })
}

/** A store that the server of version 6 wrote. */
async function upgrade(stage: Stage): Promise<void> {
  const data = join(stage.folder, "older")
  mkdirSync(data)
  const older = join(root, "packages/store-sqlite/src/testing/version-6.sqlite.gz")
  writeFileSync(join(data, "colombe.sqlite"), Bun.gunzipSync(await Bun.file(older).arrayBuffer()))
  const serve = [...stage.colombe, "serve", "--data", data, "--port", "4001"]
  const running = await start(stage, "server", serve, /^http/m)
  const people = await colombe(stage, "server", "admin", "people", "--data", data)
  for (const name of ["ana", "bob", "cleo"]) expect(people.includes(name), `${name} is there: ${people}`)
  expect((await running.end()) === 0, "the server ends as it is told")
  const copies = readdirSync(data).filter(name => /^before-version-\d+\.sqlite$/.test(name))
  expect(copies.length === 1, `the store as it was lies beside the new one: ${copies}`)
}

async function check(stage: Stage): Promise<void> {
  const [config, data] = [writeConfig(stage.folder), join(stage.folder, "data")]
  const serve = () =>
    start(stage, "server", [...stage.colombe, "serve", "--config", config, "--data", data], /^http/m)
  await step("the configuration is shown as it holds", async () => {
    const shown = await colombe(stage, "server", "config", "print", "--config", config)
    expect(shown.includes(host), shown)
  })
  const first = await step("the server starts", serve)
  await step("doctor finds all well beside it", () =>
    colombe(stage, "server", "doctor", "--data", data, "--config", config),
  )
  const caddy = await behind(stage, "caddy", data, 2)
  await caddy?.end()
  const nginx = await behind(stage, "nginx", data, 12)
  const again = await loseDisk(stage, serve, first, data)
  if (nginx !== undefined) {
    const here = { ...stage, authority: join(stage.folder, "nginx/authority.pem") }
    await step("two people go on after the disk was lost", async () => {
      await as(here, "bob_nginx", "send", "@ana_nginx", "after the restore")
      await expectRead(here, "ana_nginx", "bob_nginx", "after the restore")
    })
  }
  await step("a store of an earlier version is upgraded", () => upgrade(stage))
  await nginx?.end()
  expect((await again.end()) === 0, "the server ends as it is told")
}

if (canMakeNetworks()) {
  const executable = values.executable === undefined ? undefined : resolve(values.executable)
  const network = makeNetwork()
  const folder = mkdtempSync(join(tmpdir(), "colombe-operate-"))
  const source = [process.execPath, join(root, "apps/cli/src/main.ts")]
  try {
    await check({ network, folder, colombe: executable ? [executable] : source, authority: "" })
  } catch (error) {
    console.error(error)
  } finally {
    network.remove()
    rmSync(folder, { recursive: true, force: true })
  }
} else skip("everything", "network namespaces need root on Linux, and iproute2 (apt install iproute2)")
const { passed, failed, skipped } = counts
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exit(failed > 0 ? 1 : 0)
