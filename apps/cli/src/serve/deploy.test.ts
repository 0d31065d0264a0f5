import { expect, setDefaultTimeout, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { LogEvent } from "@colombe/server"
import { refusalCodes } from "@colombe/wire"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { createMetrics } from "./metrics.ts"

setDefaultTimeout(30_000)
const folder = join(import.meta.dir, "../../../../deploy")
const alerts = readFileSync(join(folder, "alerts.yml"), "utf8")
const dashboard = readFileSync(join(folder, "grafana-dashboard.json"), "utf8")

/** Names of samples as they are scraped. */
function renderedNames(): ReadonlySet<string> {
  const metrics = createMetrics()
  metrics.answered({ method: "append", outcome: "ok", milliseconds: 1 })
  metrics.fault("call-failed")
  const gauges = { memoryBytes: 1, processorSeconds: 1, diskFreeBytes: 1, storeBytes: 1, uptimeSeconds: 1 }
  return new Set(
    [...metrics.render(gauges).matchAll(/^(colombe_\w+)[ {]/gm)].flatMap(([, name]) => name ?? []),
  )
}

test("alert rules and dashboard name metrics that the server prints, and no others", () => {
  const rendered = renderedNames()
  expect(rendered.size).toBeGreaterThan(12)
  for (const text of [alerts, dashboard]) {
    const named = [...text.matchAll(/colombe_\w+/g)].map(([name]) => name)
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter(name => !rendered.has(name))).toEqual([])
  }
})

test("alert rules look for outcomes and events that there are", () => {
  const events: Readonly<Record<LogEvent["event"], true>> = {
    "call-failed": true,
    "fan-out-failed": true,
    "blob-failed": true,
    "sweep-failed": true,
    "connection-closed": true,
  }
  const known = { outcome: Object.keys(refusalCodes), event: Object.keys(events) }
  const patterns = [...alerts.matchAll(/(outcome|event)=~"([^"]+)"/g)]
  expect(patterns).toHaveLength(3)
  for (const [, label, pattern = ""] of patterns)
    for (const part of pattern.split("|")) {
      const names = known[label === "event" ? "event" : "outcome"]
      expect([part, names.some(name => new RegExp(`^(?:${part})$`).test(name))]).toEqual([part, true])
    }
})

const analyze = (...args: readonly string[]) =>
  spawnSync("systemd-analyze", [...args], { encoding: "utf8", env: { ...process.env, SYSTEMD_PAGER: "" } })
const version = Number(/^systemd (\d+)/.exec(analyze("--version").stdout ?? "")?.[1] ?? 0)
/** The first version that judges a unit from its file alone. */
const canAnalyze = version >= 250
if (!canAnalyze)
  console.warn("the unit for systemd: skipped, no systemd-analyze of 250 or newer here (apt install systemd)")

// skip: where systemd is not there, nothing can judge the unit
test.skipIf(!canAnalyze)("systemd takes the unit as it is, and finds it safe", () => {
  const copies = temporaryFolder()
  // What the unit runs has to be there for it to be well formed; any program will do.
  const unit = join(copies, "colombe.service")
  const text = readFileSync(join(folder, "colombe.service"), "utf8")
  expect(text).toContain("ExecStart=/usr/local/bin/colombe serve")
  writeFileSync(unit, text.replace("/usr/local/bin/colombe", process.execPath))
  const verified = analyze("verify", "--man=no", "--recursive-errors=no", unit)
  expect([verified.status, verified.stdout, verified.stderr]).toEqual([0, "", ""])
  // Of 10, in tenths: what systemd calls OK ends at 50.
  const judged = analyze("security", "--offline=true", "--threshold=15", unit)
  expect([judged.status, judged.stdout.split("\n").at(-2)]).toEqual([
    0,
    expect.stringMatching(/exposure level for colombe\.service: 1\.\d OK/),
  ])
  const open = analyze("security", "--offline=true", "--threshold=1", unit)
  expect(open.status).not.toBe(0)
  removeFolder(copies)
})
