import { type Bytes, type Result, unwrap } from "@colombe/base"
import {
  type Answer,
  Delivery,
  decodeResponse,
  decodeServerFrame,
  type Event,
  encodeCall,
  encodeRequest,
  fromRefusal,
  type MethodKey,
  type RequestInit,
  type ResponseOf,
} from "@colombe/wire"
import type { Server } from "../server.ts"
import type { MemoryConnection, MemoryNetwork } from "./memory-network.ts"

type MethodOf<Key extends MethodKey> = (typeof Delivery.method)[Key]
type EventCase = NonNullable<Event["event"]["case"]>
type EventValue<Case extends EventCase> = Extract<Event["event"], { case: Case }>["value"]

/** A client that speaks the wire and nothing more. */
export class TestClient {
  readonly #connection: MemoryConnection
  readonly #answers = new Map<number, Answer>()
  #events: Event[] = []
  #closedWith: string | undefined
  #lastId = 0

  constructor(network: MemoryNetwork, server: Server, origin?: string) {
    const ears = {
      frame: (frame: Bytes) => this.#hear(frame),
      closed: (code: string) => {
        this.#closedWith = code
      },
    }
    this.#connection = network.connect(server, ears, origin)
  }

  #hear(bytes: Bytes): void {
    const { frame } = unwrap(decodeServerFrame(bytes))
    if (frame.case === "answer") this.#answers.set(frame.value.id, frame.value)
    if (frame.case === "event") this.#events.push(frame.value)
  }

  /** Undefined while the server keeps the connection. */
  get closedWith(): string | undefined {
    return this.#closedWith
  }

  async call<Key extends MethodKey>(
    key: Key,
    request: RequestInit<MethodOf<Key>>,
  ): Promise<Result<ResponseOf<MethodOf<Key>>>> {
    const method = Delivery.method[key]
    const answer = await this.callRaw(method.name, encodeRequest(method, request))
    if (answer === undefined) throw new Error(`${key} got no answer`)
    const { result } = answer
    if (result.case === "refusal") return fromRefusal(result.value)
    return decodeResponse(method, result.value ?? new Uint8Array())
  }

  /** Undefined where the server ends the connection instead of answering. */
  async callRaw(method: string, body: Bytes): Promise<Answer | undefined> {
    this.#lastId += 1
    const id = this.#lastId
    await this.#connection.send(encodeCall(id, method, body))
    const answer = this.#answers.get(id)
    this.#answers.delete(id)
    return answer
  }

  send(frame: Bytes | string): Promise<void> {
    return this.#connection.send(frame)
  }

  /** What was heard of one kind since the last time, in order. */
  events<Case extends EventCase>(wanted: Case): EventValue<Case>[] {
    const taken = this.#events.filter(({ event }) => event.case === wanted)
    this.#events = this.#events.filter(({ event }) => event.case !== wanted)
    return taken.map(({ event }) => event.value as EventValue<Case>)
  }

  close(): void {
    this.#connection.close()
  }

  hold(): void {
    this.#connection.hold()
  }

  release(): void {
    this.#connection.release()
  }
}
