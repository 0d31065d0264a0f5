import type { Notice } from "../api/index.ts"
import type { Channel, Message, WorkerState } from "./messages.ts"
import { isQuestion, type MethodName, methodNames, type RemoteClient } from "./methods.ts"

/** The side of whoever shows something: calls wait until a worker is ready, and fail as a value when it goes away. */
export interface Remote {
  readonly client: RemoteClient
  /** Returns how to stop. */
  readonly watch: (listener: (notice: Notice) => void) => () => void
  /** Somebody else leads now, so whoever led before is gone: calls wait for the new worker. */
  readonly leaderGone: () => void
}

interface Pending {
  readonly message: Message & { type: "call" }
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

export function connectRemote(channel: Channel, tab: string, onState: (state: WorkerState) => void): Remote {
  const waiting: Pending[] = []
  const inFlight = new Map<number, Pending>()
  const listeners = new Set<(notice: Notice) => void>()
  let current: { readonly leader: string; readonly state: WorkerState } | undefined
  let nextId = 1

  const post = (pending: Pending) => {
    inFlight.set(pending.message.id, pending)
    channel.postMessage(pending.message)
  }
  const takeState = (message: Message & { type: "state" }) => {
    if (current !== undefined && current.leader !== message.leader) waiting.unshift(...interrupt(inFlight))
    current = message
    // Whoever is told first may ask first, before all that waited.
    onState(message.state)
    if (message.state.at === "ready") for (const pending of waiting.splice(0)) post(pending)
  }
  const settle = (message: Message & { type: "answer" | "declined" | "broken" }) => {
    if (message.tab !== tab) return
    const pending = inFlight.get(message.id)
    inFlight.delete(message.id)
    if (message.type === "declined") waiting.push(...(pending === undefined ? [] : [pending]))
    else if (message.type === "answer") pending?.resolve(message.value)
    else if (pending !== undefined && isQuestion(pending.message.method))
      pending.reject(new Error("the question broke in the worker"))
    else pending?.resolve({ ok: false, code: "internal", retry: "after-delay" })
  }
  channel.addEventListener("message", ({ data }) => {
    if (data.type === "state") takeState(data)
    else if (data.type === "notice") for (const listener of [...listeners]) listener(data.notice)
    else if (data.type !== "hello" && data.type !== "call") settle(data)
  })
  channel.postMessage({ type: "hello" })

  const call = (method: MethodName, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const pending: Pending = { message: { type: "call", tab, id: nextId++, method, args }, resolve, reject }
      if (current?.state.at === "ready") post(pending)
      else waiting.push(pending)
    })
  const methods = methodNames.map(name => [name, (...args: readonly unknown[]) => call(name, args)])
  return {
    client: Object.fromEntries(methods) as unknown as RemoteClient,
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    leaderGone: () => {
      waiting.unshift(...interrupt(inFlight))
      current = undefined
    },
  }
}

/**
 * The worker that had these is gone. Questions are asked again; what may have changed something fails as a value:
 * if it was done it is in the store, and the view that asks again will see it.
 */
function interrupt(inFlight: Map<number, Pending>): readonly Pending[] {
  const pending = [...inFlight.values()]
  inFlight.clear()
  const [questions, actions] = [
    pending.filter(one => isQuestion(one.message.method)),
    pending.filter(one => !isQuestion(one.message.method)),
  ]
  for (const action of actions) action.resolve({ ok: false, code: "interrupted", retry: "after-refresh" })
  return questions
}
