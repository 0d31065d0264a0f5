import type { Measure } from "@colombe/server"

/** What passes through the sockets, in numbers alone: no id, no address. */
export interface Traffic {
  opened(): void
  closed(): void
  received(bytes: number): void
  sent(bytes: number): void
  /** To everybody who follows a conversation, all of them together. */
  published(bytes: number): void
  /** Pieces of files. */
  served(bytes: number): void
}

/** What is measured at the moment somebody asks. */
export interface Gauges {
  readonly memoryBytes: number
  readonly processorSeconds: number
  readonly diskFreeBytes: number
  readonly storeBytes: number
  readonly uptimeSeconds: number
}

/** Since the start. */
export interface Totals {
  readonly opened: number
  readonly closed: number
  readonly framesIn: number
  readonly bytesIn: number
  readonly framesOut: number
  readonly bytesOut: number
  readonly bytesPublished: number
  readonly fileBytesOut: number
}

export interface Metrics {
  totals(): { readonly traffic: Totals; readonly calls: number; readonly faults: number }
  readonly traffic: Traffic
  readonly answered: Measure
  /** Something that the log has in full. */
  fault(event: string): void
  /** In the text format of Prometheus, version 0.0.4. */
  render(gauges: Gauges): string
}

/** Upper bounds of the histogram of calls, in seconds. */
const bounds = [0.001, 0.005, 0.02, 0.05, 0.1, 0.5, 2]

export function createMetrics(): Metrics {
  const totals = {
    opened: 0,
    closed: 0,
    framesIn: 0,
    bytesIn: 0,
    framesOut: 0,
    bytesOut: 0,
    bytesPublished: 0,
    fileBytesOut: 0,
  }
  const calls = new Map<string, number>()
  const faults = new Map<string, number>()
  const buckets = bounds.map(() => 0)
  const time = { count: 0, seconds: 0 }
  const faultsOf = () => [...faults.values()].reduce((sum, count) => sum + count, 0)
  return {
    totals: () => ({ traffic: { ...totals }, calls: time.count, faults: faultsOf() }),
    traffic: {
      opened: () => void totals.opened++,
      closed: () => void totals.closed++,
      received(bytes) {
        totals.framesIn += 1
        totals.bytesIn += bytes
      },
      sent(bytes) {
        totals.framesOut += 1
        totals.bytesOut += bytes
      },
      published(bytes) {
        totals.bytesPublished += bytes
      },
      served(bytes) {
        totals.fileBytesOut += bytes
      },
    },
    answered({ method, outcome, milliseconds }) {
      const key = `method="${method}",outcome="${outcome}"`
      calls.set(key, (calls.get(key) ?? 0) + 1)
      const seconds = milliseconds / 1000
      for (const [index, bound] of bounds.entries())
        if (seconds <= bound) buckets[index] = (buckets[index] ?? 0) + 1
      time.count += 1
      time.seconds += seconds
    },
    fault: event => void faults.set(event, (faults.get(event) ?? 0) + 1),
    render: gauges =>
      [
        ...metric("colombe_connections", "gauge", "Open sockets.", totals.opened - totals.closed),
        ...metric("colombe_connections_total", "counter", "Sockets opened.", totals.opened),
        ...metric("colombe_frames_received_total", "counter", "Frames received.", totals.framesIn),
        ...metric("colombe_bytes_received_total", "counter", "Bytes of frames received.", totals.bytesIn),
        ...metric("colombe_frames_sent_total", "counter", "Frames sent to single sockets.", totals.framesOut),
        ...metric("colombe_bytes_sent_total", "counter", "Bytes sent to single sockets.", totals.bytesOut),
        ...metric(
          "colombe_bytes_published_total",
          "counter",
          "Bytes sent to everybody who follows.",
          totals.bytesPublished,
        ),
        ...metric("colombe_file_bytes_sent_total", "counter", "Bytes of files sent.", totals.fileBytesOut),
        ...labelled("colombe_calls_total", "Calls by method and outcome.", calls),
        ...labelled("colombe_faults_total", "Faults that the log has in full.", faults),
        "# HELP colombe_call_seconds Time from a call to its answer.",
        "# TYPE colombe_call_seconds histogram",
        ...bounds.map((bound, index) => `colombe_call_seconds_bucket{le="${bound}"} ${buckets[index]}`),
        `colombe_call_seconds_bucket{le="+Inf"} ${time.count}`,
        `colombe_call_seconds_sum ${time.seconds}`,
        `colombe_call_seconds_count ${time.count}`,
        ...metric("colombe_memory_bytes", "gauge", "Resident memory.", gauges.memoryBytes),
        ...metric("colombe_processor_seconds_total", "counter", "Processor time.", gauges.processorSeconds),
        ...metric("colombe_disk_free_bytes", "gauge", "Room left for the store.", gauges.diskFreeBytes),
        ...metric("colombe_store_bytes", "gauge", "Size of the store's files.", gauges.storeBytes),
        ...metric("colombe_uptime_seconds", "gauge", "Time since the start.", gauges.uptimeSeconds),
        "",
      ].join("\n"),
  }
}

function metric(name: string, type: "gauge" | "counter", about: string, value: number): readonly string[] {
  return [`# HELP ${name} ${about}`, `# TYPE ${name} ${type}`, `${name} ${value}`]
}

function labelled(name: string, about: string, values: ReadonlyMap<string, number>): readonly string[] {
  const label = (key: string) => (key.includes("=") ? key : `event="${key}"`)
  return [
    `# HELP ${name} ${about}`,
    `# TYPE ${name} counter`,
    ...[...values].map(([key, value]) => `${name}{${label(key)}} ${value}`),
  ]
}
