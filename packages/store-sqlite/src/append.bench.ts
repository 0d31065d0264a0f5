import { closeSync, fsyncSync, openSync, writeSync } from "node:fs"
import { cpus, loadavg } from "node:os"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import type { Store } from "@colombe/store"
import { account, conversation, newEntry, nextEpoch, openEntry, range, seqKey } from "@colombe/store/testing"
import { openSqliteStore } from "./open.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"

/** The second of the padded sizes: what a message of some hundred characters takes. */
const bodyBytes = 654
const rooms = 100
const seconds = 3

interface Figures {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Runs `act` so many at once for some seconds; times are in milliseconds. */
async function measure(width: number, act: (number: number) => Promise<unknown>): Promise<Figures> {
  const times: number[] = []
  const start = performance.now()
  let next = 0
  await Promise.all(
    range(width).map(async () => {
      while (performance.now() - start < seconds * 1000) {
        const began = performance.now()
        await act(next++)
        times.push(performance.now() - began)
      }
    }),
  )
  const elapsed = (performance.now() - start) / 1000
  times.sort((left, right) => left - right)
  return { perSecond: times.length / elapsed, p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}

/** One write of 4 KiB made durable, as the disk does it without a database. */
function fsyncTime(folder: string): Figures {
  const handle = openSync(join(folder, "fsync"), "w")
  const block = new Uint8Array(4096)
  const times = range(200).map(() => {
    const began = performance.now()
    writeSync(handle, block)
    fsyncSync(handle)
    return performance.now() - began
  })
  closeSync(handle)
  times.sort((left, right) => left - right)
  const sum = times.reduce((total, time) => total + time, 0)
  return { perSecond: (times.length * 1000) / sum, p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}

const room = (number: number) => conversation(`room ${number % rooms}`)
const members = (number: number) => [account(`a ${number % rooms}`), account(`b ${number % rooms}`)]

const append = (store: Store, run: string) => async (number: number) => {
  const body = new Uint8Array(bodyBytes).fill(number)
  const entry = newEntry("", { conversation: room(number), body, sendKey: seqKey(run, number) })
  return unwrap(await store.conversations.append(entry))
}

/** All that one message of two people costs: the entry, both indexes, and the record that both have it. */
const carry = (store: Store, run: string) => async (number: number) => {
  const { seq } = await append(store, run)(number)
  await Promise.all([
    store.accounts.touch(room(number), seq, members(number)),
    store.conversations.fannedOut(room(number), seq),
  ])
}

const row = (name: string, { perSecond, p50, p99 }: Figures): void =>
  console.log(`| ${name} | ${Math.round(perSecond)} | ${p50.toFixed(2)} | ${p99.toFixed(2)} |`)

const folder = temporaryFolder()
const store = unwrap(
  await openSqliteStore(join(folder, "data"), { crypto: platformCrypto(globalThis.crypto) }),
)
for (const number of range(rooms)) {
  const next = nextEpoch(0, { members: members(number) })
  unwrap(await store.conversations.open(openEntry({ conversation: room(number), next })))
}
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(2)}, ${new Date().toISOString()}`,
)
console.log("| | per second | p50 ms | p99 ms |\n| --- | ---: | ---: | ---: |")
row("write of 4 KiB and fsync", fsyncTime(folder))
for (const width of [1, 64, 256, 1024])
  row(`append of ${bodyBytes} bytes, ${width} at once`, await measure(width, append(store, `a ${width}`)))
for (const width of [64, 512])
  row(
    `append, two indexes, fan-out record, ${width} at once`,
    await measure(width, carry(store, `c ${width}`)),
  )
await store.close()
removeFolder(folder)
