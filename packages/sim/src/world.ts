import { assert, type Milliseconds } from "@colombe/base"
import { act } from "./acts/act.ts"
import { endLinking } from "./acts/devices.ts"
import { createGroupOf } from "./acts/groups.ts"
import { sayTo } from "./acts/talk.ts"
import { watchDeliveries } from "./deliveries.ts"
import { type Device, type DevicePorts, settling } from "./device.ts"
import { checkHeldKeys } from "./held-keys.ts"
import { calm, Network, type Weather } from "./network.ts"
import { Oracle, secretMark } from "./oracle.ts"
import { Person } from "./person.ts"
import { checkQuiet, isWhole } from "./quiet.ts"
import { type Random, seededRandom } from "./random.ts"
import { type Actor, devicesOf, type Scene, serverAddress } from "./scene.ts"
import { Scheduler } from "./scheduler.ts"
import { ServerLog } from "./server-log.ts"
import { type PlantedFault, ServerProcess } from "./server-process.ts"
import { Trace } from "./trace.ts"

export interface WorldOptions {
  readonly seed: string
  readonly fault?: PlantedFault
}

/** 2026-01-31T12:00:00Z. */
const start: Milliseconds = 1_769_860_800_000
/** Room for one registration on a calm day. */
const registration: Milliseconds = 2_000
const firstPeople = ["ana", "bob", "eve"]
const latecomer = "dan"
const storm: Weather = { delayMax: 300, breaks: 0.01, unruly: 0.02 }
/** How long somebody who crashed or was cut off stays away at most. */
const awayMax: Milliseconds = 8_000
/** Between two acts at most. */
const pauseMax: Milliseconds = 2_500
/** One look at whether anything is left to do. */
const tick: Milliseconds = 5_000

/** Looks after which a world that does not come to rest never will. */
const ticksMax = 100
/** Looks after each other in which nothing happened. */
const quietTicksMin = 2
const minute: Milliseconds = 60_000
/**
 * How long keys may take: records go out within a quarter of an hour, own devices are asked after that, members after a
 * day; a member who learns of a device only by its question lets a day go by from then on.
 */
const waits: readonly Milliseconds[] = [16, 90, 24 * 60, 120, 26 * 60].map(minutes => minutes * minute)

/** The server looks after its house every few seconds, of which two days have tens of thousands. */
const lateWhileWaiting: Milliseconds = 5 * minute

const onFirst = (person: Person): Actor => ({ person, device: person.first })

/** Real clients, a real server and what they stand on, all of one seed. */
export class World implements Scene {
  readonly seed: string
  readonly random: Random
  readonly trace = new Trace()
  readonly oracle = new Oracle()
  readonly network: Network
  readonly server: ServerProcess
  readonly people: Person[] = []
  readonly log: ServerLog
  readonly #ports: DevicePorts
  readonly #scheduler = new Scheduler(start)
  readonly #returns = new Set<() => Promise<void>>()

  constructor({ seed, fault = {} }: WorldOptions) {
    this.seed = seed
    const random = seededRandom(seed)
    this.random = random.fork("acts")
    const observe = watchDeliveries(
      () => this.log,
      device => devicesOf(this).find(({ name }) => name === device)?.account,
    )
    const { trace } = this
    const scheduler = this.#scheduler
    this.network = new Network({ scheduler, random: random.fork("network"), trace, observe })
    this.#ports = { scheduler, random, trace, network: this.network }
    this.server = new ServerProcess({ ...this.#ports, fault })
    this.log = new ServerLog(() => this.server.data)
  }

  get now(): Milliseconds {
    return this.#scheduler.now
  }

  /** Some register on a calm day; one more does when the storm is up. */
  async begin(): Promise<void> {
    this.server.start()
    for (const name of firstPeople) {
      const person = await this.#arrive(name)
      await this.#scheduler.pass(registration)
      assert(person.account !== undefined, `${name} could register on a calm day`)
    }
    await this.#meet()
    this.network.weather = storm
    await this.#arrive(latecomer)
  }

  /** Two of them talk, and all of them are in a group. */
  async #meet(): Promise<void> {
    const [ana, bob, eve] = this.people
    assert(ana && bob && eve, "three registered")
    sayTo(this, onFirst(ana), bob)
    await this.#scheduler.pass(registration)
    sayTo(this, onFirst(bob), ana)
    await this.#scheduler.pass(registration)
    createGroupOf(onFirst(ana), [bob, eve])
    await this.#scheduler.pass(registration)
  }

  async #arrive(name: string): Promise<Person> {
    const person = new Person(name, this.#ports)
    this.people.push(person)
    const device = person.newDevice()
    await device.start()
    device.unfinished = () => this.#register(person, device)
    device.unfinished()
    return person
  }

  #register(person: Person, device: Device): void {
    const { name } = person
    device.call(
      "register",
      client =>
        client.register({ handle: name, server: serverAddress, displayName: `${secretMark} ${name}` }),
      async result => {
        // Nobody gives up at the first try, nor takes the same name for granted after it.
        if (!result.ok && result.code !== "handle-taken") {
          this.later(async () => device.unfinished?.())
          return
        }
        device.unfinished = undefined
        if (!result.ok) return
        person.account = result.value.me.account
        person.words = result.value.words
        await device.belong()
      },
    )
  }

  /** Something happens, then some time passes. */
  async act(): Promise<void> {
    act(this)
    await this.pass(this.random.below(pauseMax))
  }

  pass(duration: Milliseconds): Promise<void> {
    return this.#scheduler.pass(duration)
  }

  /** Whoever went away comes back some time later, or when all is healed. */
  readonly later = (comeBack: () => Promise<void>): void => {
    const once = async (): Promise<void> => {
      if (this.#returns.delete(once)) await comeBack()
    }
    this.#returns.add(once)
    this.#scheduler.after(this.random.below(awayMax), () => void once())
  }

  /** At some moment within so long. */
  readonly soon = (within: Milliseconds, run: () => void): void => {
    this.#scheduler.after(this.random.below(within), run)
  }

  /** What holds at every moment. */
  check(): void {
    this.log.check()
    const [complaint] = this.server.complaints
    if (complaint !== undefined)
      throw new Error(`the server complains: ${complaint.event}`, { cause: complaint })
    for (const { text, conversation, id, seq } of this.oracle.said)
      if (seq !== undefined && this.log.sendIdAt(conversation ?? "", seq) !== id)
        throw new Error(`"${text}" was answered with ${seq}, and is not there`)
  }

  /** The storm is over, clocks are set, and everybody is back. */
  async heal(): Promise<void> {
    this.network.weather = calm
    for (const device of devicesOf(this)) device.ahead = 0
    while (this.#returns.size > 0) {
      for (const comeBack of [...this.#returns]) await comeBack()
      await this.pass(tick)
    }
    if (!devicesOf(this).some(({ standing }) => standing === "new")) return
    // Whoever agreed looks for themselves in the chain before they ask again.
    await this.pass(minute)
    for (const device of devicesOf(this)) endLinking(device)
  }

  /** Keys that a device lacks come from others in their time: within the hour from its own, after a day from members. */
  async runUntilWhole(): Promise<void> {
    await this.runUntilQuiet({ ticksMax })
    for (const wait of waits) {
      if (await isWhole(this)) return
      this.server.late = lateWhileWaiting
      await this.pass(wait)
      this.server.late = 0
      await this.runUntilQuiet({ ticksMax })
    }
  }

  /** Ends when nothing is under way and nobody has anything left to do. */
  async runUntilQuiet({ ticksMax }: { readonly ticksMax: number }): Promise<void> {
    let quietTicks = 0
    for (let ticks = 0; ticks < ticksMax; ticks++) {
      const before = this.#stored()
      const settled = devicesOf(this).map(device => this.#settle(device))
      await this.pass(tick)
      const isQuiet =
        settled.every(one => one()) &&
        this.#waiting().length === 0 &&
        this.network.isIdle &&
        this.#stored() === before
      quietTicks = isQuiet ? quietTicks + 1 : 0
      if (quietTicks === quietTicksMin) return
    }
    throw new Error(
      `no quiet: ${this.#waiting().slice(0, 8).join(", ") || "something is said again and again"}`,
    )
  }

  #stored(): number {
    return this.log.conversations.reduce((sum, { entries }) => sum + entries.length, 0)
  }

  #waiting(): readonly string[] {
    const theirs = devicesOf(this).filter(({ standing }) => standing === "in" || standing === "new")
    return theirs.flatMap(({ waiting }) => [...waiting])
  }

  /** Whether the device says that it has everything and that nothing waits. */
  #settle(device: Device): () => boolean {
    let settled = device.standing !== "in" && device.unfinished === undefined
    if (!device.isAble) return () => settled
    device.call(
      settling,
      client => client.settle(),
      result => {
        settled = result.ok
      },
    )
    return () => settled || device.standing !== "in"
  }

  /** What holds of everything that is shown, whatever became of the rest: somebody said it there. */
  async checkShown(): Promise<void> {
    for (const device of devicesOf(this)) {
      const { client } = device
      if (client === undefined) continue
      for (const { conversation } of await client.conversations())
        for (const item of (await client.timeline(conversation, { limit: 500 })).items)
          if (item.kind === "message" && this.oracle.find(item.text)?.conversation !== conversation)
            throw new Error(`"${item.text}", which ${device.name} shows, was not said there`)
    }
  }

  /** What holds when it is quiet. */
  async checkQuiet(): Promise<void> {
    this.check()
    this.log.checkPlaintext()
    await checkQuiet(this)
  }
}

export interface Run {
  /** One hash over everything that happened. */
  readonly hash: string
  readonly said: number
  readonly stored: number
  readonly epochs: number
}

/** A whole run of one seed; throws where anything is not as it has to be, with the end of the trace. */
export async function runWorld(options: WorldOptions & { readonly acts: number }): Promise<Run> {
  const world = new World(options)
  try {
    await world.begin()
    for (let count = 0; count < options.acts; count++) {
      await world.act()
      world.check()
      // Whoever comes to a key that is not theirs has it from that moment on, whatever becomes of it later.
      await checkHeldKeys(world)
    }
    await world.heal()
    await world.runUntilWhole()
    await world.checkQuiet()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`seed ${options.seed}: ${message}\n${world.trace.tail.join("\n")}`, { cause })
  }
  const { conversations } = world.log
  return {
    hash: world.trace.hash,
    said: world.oracle.said.length,
    stored: conversations.reduce((sum, { entries }) => sum + entries.length, 0),
    epochs: conversations.reduce((sum, { groups }) => sum + groups.length, 0),
  }
}
