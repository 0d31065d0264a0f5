import { Worker } from "node:worker_threads"
import { assert, StorageFailure } from "@colombe/base"
import { copy } from "@colombe/store"
import type { Outcome } from "./batch.ts"
import type { Answer, Call, OperationName, Operations } from "./operations.ts"
import type { FromWriter, ToWriter, WriterSetup } from "./protocol.ts"

/** Calls that may share a transaction and its one wait for the disk. */
const batchCallsMax = 256

type Input<Name extends OperationName> = Parameters<Operations["all"][Name]>

/** The one thread that writes, seen from the others. */
export interface Writer {
  /** Resolves once the change is on disk. */
  call<Name extends OperationName>(name: Name, ...input: Input<Name>): Promise<Answer<Name>>
  /** The same with an input that is nobody else's. */
  callOwned<Name extends OperationName>(name: Name, ...input: Input<Name>): Promise<Answer<Name>>
  /** Makes what was taken out vanish from the files. */
  scrub(): Promise<void>
  /** Waits for what is under way. */
  close(): Promise<void>
}

interface Waiting {
  readonly call: Call
  resolve(value: unknown): void
  reject(reason: unknown): void
}

/**
 * Batches form by themselves: one is with the thread at any time, and whatever is called meanwhile makes the next.
 * Under no load a call waits for nobody; under load the wait for the disk is shared.
 */
export function startWriter(setup: WriterSetup, address = new URL("./worker.ts", import.meta.url)): Writer {
  const thread = new Worker(address, { workerData: setup })
  const closed = Promise.withResolvers<void>()
  let waiting: Waiting[] = []
  let underWay: Waiting[] = []
  const scrubs: (() => void)[] = []
  let state: "open" | "closing" | "closed" = "open"

  const post = (message: ToWriter): void => thread.postMessage(message)
  const send = (): void => {
    if (underWay.length > 0) return
    underWay = waiting.splice(0, batchCallsMax)
    if (underWay.length > 0) post({ calls: underWay.map(({ call }) => call) })
    else if (state === "closing") post({ close: true })
  }
  const end = (cause: unknown): void => {
    state = "closed"
    for (const { reject } of [...underWay, ...waiting]) reject(new StorageFailure("storage-failed", cause))
    underWay = []
    waiting = []
    for (const scrubbed of scrubs.splice(0)) scrubbed()
    closed.resolve()
  }

  thread.on("message", (message: FromWriter) => {
    if ("closed" in message) return end(undefined)
    if ("scrubbed" in message) return scrubs.shift()?.()
    const answered = underWay.splice(0, message.outcomes.length)
    for (const [index, one] of answered.entries()) settle(one, message.outcomes[index])
    send()
  })
  thread.on("error", end)
  thread.on("exit", code => end(new Error(`the writer ended with ${code}`)))

  const enqueue = (call: Call): Promise<unknown> => {
    assert(state === "open", "the store is open")
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    waiting.push({ call, resolve, reject })
    queueMicrotask(send)
    return promise
  }
  return {
    call<Name extends OperationName>(name: Name, ...input: Input<Name>) {
      return enqueue(copy({ name, input }) as Call) as Promise<Answer<Name>>
    },
    callOwned<Name extends OperationName>(name: Name, ...input: Input<Name>) {
      return enqueue({ name, input } as unknown as Call) as Promise<Answer<Name>>
    },
    scrub() {
      assert(state === "open", "the store is open")
      return new Promise<void>(resolve => {
        scrubs.push(resolve)
        post({ scrub: true })
      })
    },
    async close() {
      if (state === "open") {
        state = "closing"
        send()
      }
      await closed.promise
      await thread.terminate()
    },
  }
}

function settle({ resolve, reject }: Waiting, outcome: Outcome | undefined): void {
  if (outcome?.ok) resolve(outcome.value)
  else if (outcome?.code) reject(new StorageFailure(outcome.code, outcome.message))
  else reject(new Error(outcome?.message ?? "the writer gave no outcome"))
}
