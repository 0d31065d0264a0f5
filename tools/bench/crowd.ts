import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { type Bytes, unwrap } from "@colombe/base"
import { root } from "../command.ts"
import { fsyncLatency, type Latency } from "./fsync-latency.ts"
import { describeMachine, loadAverage, type Machine } from "./machine.ts"
import { processorMicroseconds, residentBytes } from "./process-figures.ts"
import { type Serving, startServer } from "./serving.ts"
import { median } from "./statistics.ts"
import { startCrowds } from "./storm.ts"
import { connectAll, makeAccounts, signIn, type WireAccount } from "./wire-account.ts"
import type { WireClient } from "./wire-client.ts"
import { appender, openGroup } from "./wire-group.ts"

/** What one server does for many at once. Seconds by the clock, processor seconds of the server alone. */
export interface CrowdReport {
  readonly date: string
  readonly machine: Machine
  readonly loadBefore: number
  readonly loadAfter: number
  readonly fsync: Latency
  readonly signIns: { readonly count: number; readonly perSecond: number; readonly perServerSecond: number }
  readonly idle: { readonly connections: number; readonly bytesEach: number }
  readonly fanOut: {
    readonly connections: number
    readonly deliveries: number
    readonly perSecond: number
    readonly perServerSecond: number
  }
  readonly catchUp: { readonly entries: number; readonly seconds: number; readonly serverSeconds: number }
  readonly storm: {
    readonly connections: number
    /** In which all of them are. */
    readonly processes: number
    readonly readySeconds: number
    readonly servedSeconds: number
    /** Acknowledged before the kill and not there after it. */
    readonly lost: number
  }
}

export interface CrowdSize {
  readonly accounts: number
  /** Connections that hear one group. */
  readonly listeners: number
  /** Connections that come back at once after a kill. */
  readonly storm: number
  readonly catchUpEntries: number
}

/** A group of 2,000 connections; the 15,000 of the storm stay below the descriptors that a process may have. */
export const wholeCrowd: CrowdSize = {
  accounts: 500,
  listeners: 2_000,
  storm: 15_000,
  catchUpEntries: 10_000,
}
/** To see that everything runs; its figures say nothing. */
export const smallCrowd: CrowdSize = { accounts: 20, listeners: 100, storm: 300, catchUpEntries: 1_000 }

/** Appends that are under way at one time. */
const together = 64
const fanOutMilliseconds = 5_000
/** Messages under way in the group whose fan-out is measured. */
const fanOutTogether = 4
const catchUps = 5

export async function crowd(size: CrowdSize): Promise<CrowdReport> {
  const loadBefore = loadAverage()
  const folder = join(root, ".cache", "bench")
  mkdirSync(folder, { recursive: true })
  const fsync = fsyncLatency(folder)
  const server = await startServer(folder)
  try {
    const accounts = await makeAccounts(server.address, size.accounts)
    const { clients, signIns, idle } = await comeIn(server, accounts, size.listeners)
    const [owner] = accounts
    const [first] = clients
    if (owner === undefined || first === undefined) throw new Error("a crowd is not empty")
    const fanOut = await measureFanOut(server, await openGroup(owner, first, accounts.slice(1)), clients)
    const alone = await openGroup(owner, first, [])
    const acknowledged = await fill(first, alone, size.catchUpEntries)
    const catchUp = await measureCatchUp(server, owner, alone)
    for (const client of clients) client.close()
    const storm = await measureStorm(server, accounts, size.storm, { conversation: alone, acknowledged })
    const machine = describeMachine()
    const loadAfter = loadAverage()
    const date = new Date().toISOString()
    return { date, machine, loadBefore, loadAfter, fsync, signIns, idle, fanOut, catchUp, storm }
  } finally {
    await server.stop()
  }
}

/** Processor seconds of the server since an earlier reading. */
const serverSeconds = (server: Serving, since = 0): number =>
  (processorMicroseconds(server.pid()) ?? Number.NaN) / 1e6 - since

async function comeIn(server: Serving, accounts: readonly WireAccount[], count: number) {
  // The first time compiles the code on both sides.
  for (const client of await connectAll(server.address, accounts, accounts.length, signIn)) client.close()
  const [memory, busy, began] = [residentBytes(server.pid()), serverSeconds(server), performance.now()]
  const clients = await connectAll(server.address, accounts, count, signIn)
  const seconds = (performance.now() - began) / 1000
  const serverBusy = serverSeconds(server, busy)
  for (const client of clients) unwrap(await client.call("follow", {}))
  const bytesEach = (residentBytes(server.pid()) - memory) / count
  return {
    clients,
    signIns: { count, perSecond: count / seconds, perServerSecond: count / serverBusy },
    idle: { connections: count, bytesEach },
  }
}

async function measureFanOut(server: Serving, conversation: Bytes, clients: readonly WireClient[]) {
  const [first, ...others] = clients
  if (first === undefined) throw new Error("a crowd is not empty")
  let deliveries = 0
  for (const client of others)
    client.counting = () => {
      deliveries += 1
    }
  const append = appender(first, conversation)
  let sent = 0
  const missing = () => sent * others.length - deliveries
  const run = async (milliseconds: number) => {
    const end = performance.now() + milliseconds
    const lane = async () => {
      while (performance.now() < end) {
        await append()
        sent += 1
        // What the listeners have not read yet does not grow without end.
        while (missing() > fanOutTogether * others.length) await Bun.sleep(0)
      }
    }
    await Promise.all(Array.from({ length: fanOutTogether }, lane))
    while (missing() > 0) await Bun.sleep(1)
  }
  await run(fanOutMilliseconds / 2)
  sent = 0
  deliveries = 0
  const [busy, began] = [serverSeconds(server), performance.now()]
  await run(fanOutMilliseconds)
  const seconds = (performance.now() - began) / 1000
  const perServerSecond = deliveries / serverSeconds(server, busy)
  for (const client of others) client.counting = undefined
  return { connections: others.length, deliveries, perSecond: deliveries / seconds, perServerSecond }
}

/** The seq of the last entry that was acknowledged. */
async function fill(client: WireClient, conversation: Bytes, count: number): Promise<number> {
  const append = appender(client, conversation)
  let left = count
  let last = 0
  const lane = async () => {
    while (left-- > 0) last = Math.max(last, await append())
  }
  await Promise.all(Array.from({ length: together }, lane))
  return last
}

/** The medians of several devices that come one after the other and read the whole log. */
async function measureCatchUp(server: Serving, owner: WireAccount, conversation: Bytes) {
  const runs: { entries: number; seconds: number; serverSeconds: number }[] = []
  while (runs.length < catchUps) {
    const client = await signIn(server.address, owner)
    const [busy, began] = [serverSeconds(server), performance.now()]
    const entries = await pullAll(client, conversation)
    const seconds = (performance.now() - began) / 1000
    runs.push({ entries, seconds, serverSeconds: serverSeconds(server, busy) })
    client.close()
  }
  return {
    entries: runs[0]?.entries ?? 0,
    seconds: median(runs.map(one => one.seconds)),
    serverSeconds: median(runs.map(one => one.serverSeconds)),
  }
}

async function pullAll(client: WireClient, conversation: Bytes): Promise<number> {
  let after = 0n
  for (;;) {
    const { entries, head } = unwrap(await client.call("pullEntries", { conversation, after }))
    after = entries.at(-1)?.seq ?? head
    if (after >= head) return Number(after)
  }
}

/** The server is killed, and started again; everybody tries at once and again until it lets them in. */
async function measureStorm(
  server: Serving,
  accounts: readonly WireAccount[],
  connections: number,
  { conversation, acknowledged }: { readonly conversation: Bytes; readonly acknowledged: number },
) {
  const [someone] = accounts
  if (someone === undefined) throw new Error("a storm is not empty")
  const crowds = await startCrowds(server.address, accounts, connections)
  try {
    const began = performance.now()
    const back = crowds.comeBack()
    await server.killAndStart()
    const readySeconds = (performance.now() - began) / 1000
    await back
    const servedSeconds = (performance.now() - began) / 1000
    const reader = await signIn(server.address, someone)
    const lost = Math.max(0, acknowledged - (await pullAll(reader, conversation)))
    reader.close()
    return { connections, processes: crowds.processes, readySeconds, servedSeconds, lost }
  } finally {
    crowds.stop()
  }
}
