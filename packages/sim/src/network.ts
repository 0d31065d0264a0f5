import type { Bytes, Milliseconds } from "@colombe/base"
import type { Connect } from "@colombe/client"
import type { Server, Topics } from "@colombe/server"
import { decodeCall } from "@colombe/wire"
import { Connection, type FrameFate } from "./connection.ts"
import type { Life } from "./life.ts"
import type { Random } from "./random.ts"
import type { Scheduler } from "./scheduler.ts"
import type { Trace } from "./trace.ts"

/** What the network does to those on it. */
export interface Weather {
  /** A frame takes at most so long. */
  readonly delayMax: Milliseconds
  /** How probable it is that the line breaks under a frame, or that a call is not answered. */
  readonly breaks: number
  /** How probable it is that a frame of the server comes twice, or, where it is an event, late or never. */
  readonly unruly: number
}

export const calm: Weather = { delayMax: 0, breaks: 0, unruly: 0 }

/** Sees every frame that arrives. */
export type Observer = (
  device: string,
  towards: "client" | "server",
  frame: Bytes,
  connection: number,
) => void

export interface NetworkPorts {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly trace: Trace
  readonly observe: Observer
}

/** Connections between devices and one server, each in order like a stream, and each able to end at any moment. */
export class Network {
  readonly #ports: NetworkPorts
  readonly #connections = new Map<Connection, string>()
  readonly #cutOff = new Set<string>()
  #server: Server | undefined
  #count = 0
  /** The last connection whose frames are of a server that came back with less: nobody judges them by the new one. */
  #before = 0
  weather: Weather = calm
  mangle: (towards: "client" | "server", frame: Bytes) => Bytes = (_, frame) => frame

  constructor(ports: NetworkPorts) {
    this.#ports = ports
  }

  readonly topics: Topics = {
    publish: (topic, frame) => {
      for (const connection of this.#connections.keys())
        if (connection.topics.has(topic)) connection.sendDown(frame)
    },
  }

  /** Whether nothing is under way. */
  get isIdle(): boolean {
    return [...this.#connections.keys()].every(connection => connection.isIdle)
  }

  serve(server: Server): void {
    this.#server = server
  }

  /** The server's program is gone. */
  loseServer(): void {
    this.#server = undefined
    for (const connection of [...this.#connections.keys()]) connection.loseServer()
  }

  /** The server came back with an older copy: what is still under way was said by the one before. */
  startAgain(): void {
    this.#before = this.#count
  }

  connectFrom(device: string, life: Life): Connect {
    return (_url, events) => {
      this.#count += 1
      const number = this.#count
      const { scheduler, trace, random } = this.#ports
      const connection = new Connection(
        {
          name: `${device} ${number}`,
          scheduler,
          life,
          delay: () => this.#delay(),
          isHeld: () => this.#cutOff.has(device),
          arriving: (towards, frame) => {
            const breaks = random.chance(this.weather.breaks)
            const what = towards === "server" ? `says ${methodOf(frame)}` : "hears"
            trace.add(`${device} ${number} ${what}${breaks ? ", and the line breaks" : ""}`, frame)
            if (!breaks && number > this.#before) this.#ports.observe(device, towards, frame, number)
            return breaks
          },
          fate: () => this.#fate(),
          mangle: (towards, frame) => this.mangle(towards, frame),
          ended: () => this.#connections.delete(connection),
        },
        events,
      )
      this.#connections.set(connection, device)
      trace.add(`${device} ${number} calls`)
      scheduler.after(this.#delay(), () => {
        const answers = !this.#cutOff.has(device) && !random.chance(this.weather.breaks)
        if (this.#server === undefined || !answers) connection.fail()
        else connection.open(this.#server)
      })
      return { send: frame => connection.sendUp(frame), close: () => connection.closeFromClient() }
    }
  }

  #delay(): Milliseconds {
    return 1 + this.#ports.random.below(this.weather.delayMax + 1)
  }

  /** What becomes of a frame that somebody between the two holds in their hands. */
  #fate(): FrameFate {
    const { random } = this.#ports
    if (!random.chance(this.weather.unruly)) return "arrives"
    return random.pick(["twice", "late", "never"] as const) ?? "arrives"
  }

  /** The device's program is gone. */
  loseDevice(device: string): void {
    for (const connection of this.#of(device)) connection.closeFromClient()
  }

  /** Nothing passes: what is under way waits, new calls find nobody. */
  cutOff(device: string): void {
    this.#cutOff.add(device)
  }

  isCutOff(device: string): boolean {
    return this.#cutOff.has(device)
  }

  reconnect(device: string): void {
    this.#cutOff.delete(device)
    for (const connection of this.#of(device)) connection.release()
  }

  breakLines(device: string): void {
    for (const connection of this.#of(device)) connection.breakLine()
  }

  #of(device: string): readonly Connection[] {
    return [...this.#connections].filter(([, owner]) => owner === device).map(([connection]) => connection)
  }
}

function methodOf(frame: Bytes): string {
  const call = decodeCall(frame)
  return call.ok ? call.value.method : "something else"
}
