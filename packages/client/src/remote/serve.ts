import type { Client } from "../api/index.ts"
import type { Channel, Message, WorkerState } from "./messages.ts"
import { isMethod, type RemoteClient } from "./methods.ts"

/** The owner's side: answers calls from everybody with the one client, and tells all of them what changes. */
export function serveClient(
  channel: Channel,
  leader: string,
): { opened(client: Client): void; failed(code: string): void } {
  let state: WorkerState = { at: "opening" }
  let remote: RemoteClient | undefined
  const tell = () => channel.postMessage({ type: "state", leader, state })
  channel.addEventListener("message", ({ data }) => {
    if (data.type === "hello") tell()
    else if (data.type === "call") void answer(channel, remote, data)
  })
  tell()
  return {
    opened(client) {
      remote = client
      state = { at: "ready" }
      client.watch(notice => channel.postMessage({ type: "notice", notice }))
      tell()
    },
    failed(code) {
      state = { at: "failed", code }
      tell()
    },
  }
}

async function answer(
  channel: Channel,
  remote: RemoteClient | undefined,
  call: Message & { type: "call" },
): Promise<void> {
  const place = { tab: call.tab, id: call.id }
  if (remote === undefined || !isMethod(call.method)) return channel.postMessage({ type: "broken", ...place })
  const method = remote[call.method] as (...args: readonly unknown[]) => Promise<unknown>
  try {
    channel.postMessage({
      type: "answer",
      ...place,
      value: withoutCause(await method.apply(remote, [...call.args])),
    })
  } catch (error) {
    channel.postMessage({ type: "broken", ...place })
    // A bug of ours: it belongs in the console of whoever looks, with its stack.
    throw error
  }
}

/** A failure's cause is for the process that failed: it may not be cloneable, and is nobody else's business. */
function withoutCause(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("cause" in value)) return value
  const { cause: _, ...rest } = value
  return rest
}
