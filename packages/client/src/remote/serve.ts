import type { Client } from "../api/index.ts"
import type { Channel, Message, WorkerState } from "./messages.ts"
import { isMethod, isQuestion, type RemoteClient } from "./methods.ts"
import { withPlainCause } from "./plain.ts"

/** The owner's side of one channel. */
export interface Served {
  readonly opened: (client: Client) => void
  readonly failed: (code: string) => void
  /**
   * Takes no more calls: they, and the questions under way, wait for whoever owns the client next. Resolves when no
   * action is under way any more.
   */
  readonly leave: () => Promise<void>
  /** Nobody is at the other end any more. */
  readonly closed: () => void
}

type Call = Message & { readonly type: "call" }

/** A bug of ours: it belongs in the console of whoever looks, with its stack. */
const raise = (error: unknown): never => {
  throw error
}

/** Answers calls from everybody on a channel with the one client, and tells all of them what changes. */
export function serveClient(
  channel: Channel,
  leader: string,
  broke: (error: unknown) => void = raise,
): Served {
  let state: WorkerState = { at: "opening" }
  let remote: RemoteClient | undefined
  let stopWatching = (): void => {}
  let isLeaving = false
  let nobodyWaits = (): void => {}
  const underWay = new Set<Call>()
  const tell = () => channel.postMessage({ type: "state", leader, state })
  const change = (next: WorkerState): void => {
    state = next
    tell()
  }
  const answer = async (call: Call): Promise<void> => {
    const place = { tab: call.tab, id: call.id }
    if (isLeaving) return channel.postMessage({ type: "declined", ...place })
    if (remote === undefined || !isMethod(call.method))
      return channel.postMessage({ type: "broken", ...place })
    underWay.add(call)
    const method = remote[call.method] as (...args: readonly unknown[]) => Promise<unknown>
    try {
      const value = withPlainCause(await method.apply(remote, [...call.args]))
      if (underWay.has(call)) channel.postMessage({ type: "answer", ...place, value })
    } catch (error) {
      if (underWay.has(call)) channel.postMessage({ type: "broken", ...place })
      broke(error)
    } finally {
      underWay.delete(call)
      if (underWay.size === 0) nobodyWaits()
    }
  }
  channel.addEventListener("message", ({ data }) => {
    if (data.type === "hello") tell()
    else if (data.type === "call") void answer(data)
  })
  tell()
  return {
    opened(client) {
      remote = client
      stopWatching = client.watch(notice => channel.postMessage({ type: "notice", notice }))
      change({ at: "ready" })
    },
    failed: code => change({ at: "failed", code }),
    leave() {
      isLeaving = true
      stopWatching()
      change({ at: "opening" })
      for (const call of [...underWay]) {
        if (!isQuestion(call.method)) continue
        underWay.delete(call)
        channel.postMessage({ type: "declined", tab: call.tab, id: call.id })
      }
      return new Promise(resolve => {
        nobodyWaits = resolve
        if (underWay.size === 0) resolve()
      })
    },
    closed() {
      stopWatching()
      underWay.clear()
      nobodyWaits()
    },
  }
}
