import { existsSync, readdirSync, statfsSync, statSync } from "node:fs"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import type { Gauges, Metrics } from "./metrics.ts"

export interface MetricsListener {
  readonly port: number
  stop(): Promise<void>
}

/** On loopback and a port of its own: what people reach never answers with numbers about others. */
export function listenForMetrics(
  metrics: Metrics,
  data: string,
  port: number,
): Result<MetricsListener, "metrics-port-taken"> {
  try {
    const web = Bun.serve({
      hostname: "127.0.0.1",
      port,
      fetch: request =>
        new URL(request.url).pathname === "/metrics"
          ? new Response(metrics.render(readGauges(data)), {
              headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
            })
          : new Response("not found\n", { status: 404 }),
    })
    return succeed({ port: web.port ?? port, stop: () => web.stop(true) })
  } catch (error) {
    return fail("metrics-port-taken", "after-delay", error)
  }
}

export function readGauges(data: string): Gauges {
  const { user, system } = process.cpuUsage()
  return {
    memoryBytes: process.memoryUsage.rss(),
    processorSeconds: (user + system) / 1e6,
    diskFreeBytes: freeBytes(data),
    storeBytes: storeBytes(data),
    uptimeSeconds: process.uptime(),
  }
}

/** Room that this user may still fill. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

export function storeBytes(data: string): number {
  if (!existsSync(data)) return 0
  return readdirSync(data)
    .filter(name => name.startsWith("colombe.sqlite"))
    .reduce((sum, name) => sum + statSync(join(data, name)).size, 0)
}
