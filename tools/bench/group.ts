import { Database } from "bun:sqlite"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { type Client, memoryLocalStore } from "@colombe/client"
import { root } from "../command.ts"
import { deviceOn } from "./device.ts"
import { fsyncLatency, type Latency } from "./fsync-latency.ts"
import type { GuestAnswer, GuestPlan, GuestTask } from "./group-guests.ts"
import { describeMachine, loadAverage, type Machine } from "./machine.ts"
import { processorMicroseconds } from "./process-figures.ts"
import { progress } from "./progress.ts"
import { type Serving, startServer } from "./serving.ts"
import { median } from "./statistics.ts"

/** One thing that was done to the group. Seconds by the clock. */
export interface GroupStep {
  readonly what: string
  /** Until its person had the answer, and until the last of the group had it too. */
  readonly answered: number
  readonly everybody: number
  /** Processor seconds of the server, until everybody had it. */
  readonly server: number
  /** By how much the server's database grew. */
  readonly storedBytes: number
}

export interface GroupReport {
  readonly date: string
  readonly machine: Machine
  readonly loadBefore: number
  readonly loadAfter: number
  readonly fsync: Latency
  readonly accounts: number
  readonly processes: number
  /** Commits by which all of them came in. */
  readonly commits: number
  readonly steps: readonly GroupStep[]
}

/** People of one process: their clients share its processor and nothing else. */
const guestsPerProcess = 25
const messages = 5
const title = "Everybody"

interface Guests {
  /** Asks every process at once; when the last one was done, and the place that the first one gave. */
  ask(task: GuestTask, only?: number): Promise<GuestAnswer>
  readonly processes: number
  stop(): void
}

/** What one step is measured with. */
interface Bench {
  readonly server: Serving
  readonly owner: Client
  readonly guests: Guests
  readonly steps: GroupStep[]
}

/** A group of so many accounts, made, spoken in and changed by real clients of several processes. */
export async function group(accounts: number): Promise<GroupReport> {
  const loadBefore = loadAverage()
  const folder = join(root, ".cache", "bench")
  mkdirSync(folder, { recursive: true })
  const fsync = fsyncLatency(folder)
  const server = await startServer(folder)
  const handles = Array.from({ length: accounts }, (_, index) => `guest${index}`)
  const guests = await startGuests(server.address, handles.slice(1))
  // Of another process than those who are there from the start.
  const late = await startGuests(server.address, ["late"])
  try {
    const owner = await register(server.address, "ana")
    const people = await meet(owner, guests, late, [...handles.slice(1), "late"])
    const bench: Bench = { server, owner, guests, steps: [] }
    const commits = await measure(bench, late, people)
    const [machine, loadAfter, date] = [describeMachine(), loadAverage(), new Date().toISOString()]
    const { processes } = guests
    const { steps } = bench
    return { date, machine, loadBefore, loadAfter, fsync, accounts, processes, commits, steps }
  } finally {
    guests.stop()
    late.stop()
    await server.stop()
  }
}

async function measure(bench: Bench, late: Guests, people: readonly string[]): Promise<number> {
  const { owner, guests } = bench
  const newcomer = people.at(-1)
  if (newcomer === undefined) throw new Error("a group is not empty")
  let conversation = ""
  await step(bench, "make the group", async () => {
    conversation = unwrap(await owner.createGroup(title, people.slice(0, -1))).conversation
    return conversation
  })
  const { epoch: commits } = await detailsOf(owner, conversation)
  for (let said = 0; said < messages; said++)
    await step(bench, "a message", async () => {
      const { id } = unwrap(await owner.sendText(conversation, `message number ${said}`))
      unwrap(await owner.sent(conversation, id))
      return conversation
    })
  await step(bench, "somebody else’s first message, with new keys", async () => {
    await guests.ask({ task: "say", conversation, text: "hello" }, 0)
    return conversation
  })
  await step(bench, "add one", async () => {
    unwrap(await owner.addMembers(conversation, [newcomer]))
    return conversation
  })
  const { head } = await detailsOf(owner, conversation)
  await late.ask({ task: "reach", conversation, seq: head })
  await step(bench, "remove one", async () => {
    unwrap(await owner.removeMember(conversation, newcomer))
    return conversation
  })
  return commits
}

async function detailsOf(owner: Client, conversation: string) {
  const details = await owner.conversation(conversation)
  if (details === undefined) throw new Error("the group is there")
  return details
}

/** Done when everybody shows the log up to where it stands afterwards. */
async function step({ server, owner, guests, steps }: Bench, what: string, act: () => Promise<string>) {
  const [bytes, busy, began] = [databaseBytes(server), serverSeconds(server), Date.now()]
  const conversation = await act()
  const answeredAt = Date.now()
  unwrap(await owner.settle())
  const { head } = await detailsOf(owner, conversation)
  const { at } = await guests.ask({ task: "reach", conversation, seq: head })
  steps.push({
    what,
    answered: (answeredAt - began) / 1000,
    everybody: (at - began) / 1000,
    server: serverSeconds(server) - busy,
    storedBytes: databaseBytes(server) - bytes,
  })
}

/** The medians of those steps that were done several times. */
export function medianSteps(steps: readonly GroupStep[]): readonly GroupStep[] {
  return [...new Set(steps.map(({ what }) => what))].map(what => {
    const same = steps.filter(one => one.what === what)
    const of = (figure: (one: GroupStep) => number) => median(same.map(figure))
    return {
      what,
      answered: of(one => one.answered),
      everybody: of(one => one.everybody),
      server: of(one => one.server),
      storedBytes: of(one => one.storedBytes),
    }
  })
}

/** The owner and each of them in a direct that both accepted. Gives their accounts. */
async function meet(owner: Client, guests: Guests, late: Guests, handles: readonly string[]) {
  const told = progress("people who have met", handles.length)
  const accounts: string[] = []
  for (const handle of handles) {
    const { account } = unwrap(await owner.findPerson(handle))
    const { conversation } = unwrap(await owner.openDirect(account))
    const { id } = unwrap(await owner.sendText(conversation, "hello"))
    unwrap(await owner.sent(conversation, id))
    accounts.push(account)
    told(accounts.length)
  }
  unwrap(await owner.settle())
  await Promise.all([guests.ask({ task: "accept" }), late.ask({ task: "accept" })])
  unwrap(await owner.settle())
  return accounts
}

async function register(server: string, handle: string): Promise<Client> {
  const client = await deviceOn(memoryLocalStore())
  unwrap(await client.register({ handle, server }))
  await client.start()
  unwrap(await client.settle())
  return client
}

/** Resolves once all of them have registered. */
async function startGuests(server: string, handles: readonly string[]): Promise<Guests> {
  let isStopped = false
  const processes: { readonly child: Bun.Subprocess; next(): Promise<GuestAnswer> }[] = []
  for (let from = 0; from < handles.length; from += guestsPerProcess) {
    const plan: GuestPlan = { server, handles: handles.slice(from, from + guestsPerProcess) }
    let waiting = Promise.withResolvers<GuestAnswer>()
    const child = Bun.spawn([process.execPath, "tools/bench/group-guests.ts", JSON.stringify(plan)], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      ipc: answer => waiting.resolve(answer as GuestAnswer),
      onExit: (_, code) => {
        if (!isStopped) waiting.reject(new Error(`a process of guests ended with ${code}`))
      },
    })
    const next = async () => {
      const answer = await waiting.promise
      waiting = Promise.withResolvers()
      return answer
    }
    processes.push({ child, next })
    await next()
  }
  return {
    processes: processes.length,
    async ask(task, only) {
      const asked = only === undefined ? processes : processes.slice(only, only + 1)
      for (const { child } of asked) child.send(task)
      const answers = await Promise.all(asked.map(({ next }) => next()))
      return { at: Math.max(...answers.map(({ at }) => at)), seq: answers[0]?.seq ?? 0 }
    },
    stop() {
      isStopped = true
      for (const { child } of processes) child.kill()
    },
  }
}

const serverSeconds = (server: Serving): number => (processorMicroseconds(server.pid()) ?? Number.NaN) / 1e6

/** Of its pages, wherever they are at the moment: in the file or in its log. */
function databaseBytes({ data }: Serving): number {
  const database = new Database(join(data, "colombe.sqlite"), { readonly: true })
  const pages = database
    .query<{ bytes: number }, []>(
      `SELECT (page_count - freelist_count) * page_size AS bytes
       FROM pragma_page_count, pragma_page_size, pragma_freelist_count`,
    )
    .get()
  database.close()
  return pages?.bytes ?? Number.NaN
}
