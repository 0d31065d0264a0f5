import { mkdtempSync } from "node:fs"
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { startServer } from "../e2e/server.ts"
import { buildMeasured, perfFolder } from "./build.ts"
import * as measures from "./measures.ts"
import { fillHome, makeHome, openPerson, slowdown } from "./person.ts"

/**
 * `npm run perf -w apps/web`: how quick the web app is with a full home, in real Chromium on a real server, with the
 * page's thread slowed down. `--messages` in the one long conversation, `--conversations` in the list.
 */
const { values } = parseArgs({
  options: {
    messages: { type: "string", default: "100000" },
    conversations: { type: "string", default: "1000" },
    profile: { type: "boolean", default: false },
  },
})
const fill = { messages: Number(values.messages), conversations: Number(values.conversations) }
const starts = 5
const opens = 12
const sends = 12
const searches = ["rare4711", "word3", "w9", "rare12 word5", "n99", "few more", "nothinglikethis"]

const loadBefore = loadavg()[0] ?? 0
await buildMeasured()
const server = await startServer("--web", perfFolder)
const profile = mkdtempSync(join(tmpdir(), "colombe-perf-"))
const rows: (readonly [string, string, string])[] = []
const add = (what: string, figures: readonly number[], aim: string, unit = "ms") => {
  const sorted = figures.toSorted((left, right) => left - right)
  const at = (share: number) =>
    (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(unit === "ms" ? 0 : 1)
  rows.push([what, sorted.length === 1 ? `${at(0)} ${unit}` : `${at(0.5)} ${unit} (p95 ${at(0.95)})`, aim])
  console.error(`${what}: ${rows.at(-1)?.[1]}`)
}

try {
  const made = await openPerson(profile, 1)
  await makeHome(made.page, server.origin)
  await fillHome(made.page, fill)
  await made.close()
  console.error("filled")
  await measureStarts()
  await measureUse()
  print()
} finally {
  await server.end()
}

async function measureStarts(): Promise<void> {
  // The first start after filling is not a repeat: compiled code is not kept yet.
  const known: measures.Start[] = []
  for (let start = 0; start <= starts; start++) {
    const { page, close } = await openPerson(profile)
    await measures.watchStart(page)
    known.push(await measures.startOf(page, server.origin))
    await close()
  }
  const repeats = known.slice(1)
  add(
    "repeat cold start to a usable list",
    repeats.map(({ listMs }) => listMs),
    "500 ms",
  )
  add(
    "repeat cold start to a live list",
    repeats.map(({ liveMs }) => liveMs),
    "1,000 ms",
  )
}

async function measureUse(): Promise<void> {
  const { page, cdp, close } = await openPerson(profile)
  await page.goto(server.origin)
  await page.locator("html[data-ready]").waitFor({ state: "attached" })
  await page.locator(".chip-live").waitFor({ state: "attached" })
  await page.waitForTimeout(2000)
  const first: number[] = []
  const again: number[] = []
  for (let row = 0; row < opens; row++) first.push(await measures.openRow(page, row))
  for (let row = 0; row < opens / 2; row++) again.push(await measures.openRow(page, opens - 2 - row))
  const long = await page.evaluate(() => {
    const links = [...document.querySelectorAll<HTMLElement>(".rows .row-link")]
    return links.findIndex(link => link.textContent?.includes("Alps"))
  })
  add(
    `open the conversation of ${fill.messages.toLocaleString("en")} messages`,
    [await measures.openRow(page, long)],
    "80 ms",
  )
  add("open a conversation, first time", first, "80 ms")
  add("open a conversation again", again, "80 ms")
  // The server knows nothing of what the home was filled with: a send that it answered would contradict that.
  await server.kill()
  await page.locator(".chip-offline").waitFor({ state: "attached" })
  const sent: number[] = []
  for (let number = 0; number < sends; number++)
    sent.push(await measures.sendOne(page, `sent as number ${number}`))
  add("send to bubble", sent, "50 ms")
  await server.start()
  const { late, frames } = await measures.scrollUp(page, cdp)
  add(`frames that come late while scrolling (${frames} frames)`, [100 * late], "2 %", "%")
  add("jump when rows come in above", [await measures.prependJump(page)], "0 px", "px")
  const found: number[] = []
  for (const typed of searches)
    for (let round = 0; round < 5; round++) found.push(await measures.searchFor(page, typed))
  add(
    `search, typed to answer (${Math.round((fill.messages * 1.1) / 1000)} thousand messages)`,
    found,
    "30 ms",
  )
  const bytes = measures.pageBytes(profile)
  if (bytes !== undefined)
    add("memory of the page's process after all this", [bytes / 2 ** 20], "150 MB", "MiB")
  await close()
}

function print(): void {
  const all = cpus()
  const load = `load average ${loadBefore.toFixed(2)} before, ${(loadavg()[0] ?? 0).toFixed(2)} after`
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`
  console.log(
    `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC · ${all.length} × ${all[0]?.model.trim()}, ${memory} · Linux ${release()} · ${load} · page's thread slowed down ${slowdown} times · ${fill.conversations.toLocaleString("en")} conversations\n`,
  )
  console.log("| what | figure | aim |\n| --- | --- | --- |")
  for (const row of rows) console.log(`| ${row.join(" | ")} |`)
}
