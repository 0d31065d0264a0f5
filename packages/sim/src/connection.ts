import type { Bytes, Milliseconds } from "@colombe/base"
import type { Connect } from "@colombe/client"
import type { Client, Peer, Server } from "@colombe/server"
import { decodeServerFrame } from "@colombe/wire"
import type { Life } from "./life.ts"
import { Pipe } from "./pipe.ts"
import type { Scheduler } from "./scheduler.ts"

type ClientEvents = Parameters<Connect>[1]

export interface ConnectionPorts {
  readonly name: string
  readonly scheduler: Scheduler
  /** The life of the device's program; the server's ends all its connections itself. */
  readonly life: Life
  readonly delay: () => Milliseconds
  readonly isHeld: () => boolean
  /** Every frame as it arrives; true: the line breaks under it. */
  readonly arriving: (towards: "client" | "server", frame: Bytes) => boolean
  readonly fate: () => FrameFate
  /** What arrives in place of a frame, where somebody between the two, or one of them, is hostile. */
  readonly mangle: (towards: "client" | "server", frame: Bytes) => Bytes
  readonly ended: () => void
}

/** What becomes of a frame of the server. Only events are late or lost while the line holds: the rest is asked for. */
export type FrameFate = "arrives" | "twice" | "late" | "never"

/** A connection as two ends that learn of each other's end in their own time. */
export class Connection {
  readonly topics = new Set<string>()
  readonly #ports: ConnectionPorts
  readonly #events: ClientEvents
  readonly #up: Pipe
  readonly #down: Pipe
  /** Events that are held back. */
  readonly #late: Bytes[] = []
  #server: Client | undefined
  /** Whether this end still hears; an end hears of its closing once. */
  #clientHears = true
  #serverHears = false

  constructor(ports: ConnectionPorts, events: ClientEvents) {
    this.#ports = ports
    this.#events = events
    const { scheduler, delay, isHeld } = ports
    const pipe = (towards: "client" | "server", deliver: (frame: Bytes) => void) =>
      new Pipe({
        scheduler,
        delay,
        isHeld,
        deliver: frame => {
          if (ports.arriving(towards, frame)) this.breakLine()
          else deliver(ports.mangle(towards, frame))
        },
      })
    this.#up = pipe("server", frame => {
      if (this.#serverHears) void this.#server?.receive(frame)
    })
    this.#down = pipe("client", frame => {
      if (this.#clientHears && !ports.life.hasEnded) events.received(frame)
    })
  }

  get isIdle(): boolean {
    return this.#up.isIdle && this.#down.isIdle
  }

  /** The server answers the call; its client hears of it a while later. */
  open(server: Server): void {
    this.#serverHears = true
    this.#server = server.open(this.#peer())
    this.#down.afterwards(() => {
      if (this.#clientHears && !this.#ports.life.hasEnded) this.#events.opened()
    })
  }

  #peer(): Peer {
    return {
      origin: this.#ports.name,
      send: frame => this.sendDown(frame),
      unread: () => this.#down.unread,
      subscribe: topic => void this.topics.add(topic),
      unsubscribe: topic => void this.topics.delete(topic),
      close: () => {
        this.#endServer()
        this.#down.afterwards(() => this.#endClient("network"))
      },
    }
  }

  sendDown(frame: Bytes): void {
    if (!this.#serverHears) return
    const fate = this.#ports.fate()
    const isEvent = decodesAsEvent(frame)
    if (isEvent && fate === "never") return
    if (isEvent && fate === "late") {
      this.#late.push(frame)
      return
    }
    this.#down.send(frame)
    if (fate === "twice") this.#down.send(frame)
    // Behind whatever came after them.
    for (const late of this.#late.splice(0)) this.#down.send(late)
  }

  sendUp(frame: Bytes): void {
    if (this.#clientHears && !this.#ports.life.hasEnded) this.#up.send(frame)
  }

  /** By the client, or because its program is gone: what it sent before still arrives. */
  closeFromClient(): void {
    this.#up.afterwards(() => this.#endServer())
    this.#later(() => this.#endClient("network"))
  }

  /** The server's program is gone: it hears nothing more; what it sent before still arrives. */
  loseServer(): void {
    this.#serverHears = false
    this.topics.clear()
    this.#up.cut()
    this.#down.afterwards(() => this.#endClient("network"))
  }

  /** The line is gone with what was on it; each end notices in its own time. */
  breakLine(): void {
    this.#up.cut()
    this.#down.cut()
    this.#later(() => this.#endServer())
    this.#later(() => this.#endClient("network"))
  }

  fail(): void {
    this.#later(() => this.#endClient("network"))
  }

  release(): void {
    this.#up.release()
    this.#down.release()
  }

  #later(then: () => void): void {
    this.#ports.scheduler.after(this.#ports.delay(), then)
  }

  #endServer(): void {
    if (!this.#serverHears) return
    this.#serverHears = false
    this.topics.clear()
    this.#server?.closed()
    this.#forget()
  }

  #endClient(reason: "network" | "refused"): void {
    if (!this.#clientHears) return
    this.#clientHears = false
    if (!this.#ports.life.hasEnded) this.#events.closed(reason)
    this.#forget()
  }

  #forget(): void {
    if (!this.#clientHears && !this.#serverHears) this.#ports.ended()
  }
}

function decodesAsEvent(frame: Bytes): boolean {
  const read = decodeServerFrame(frame)
  return read.ok && read.value.frame.case === "event"
}
