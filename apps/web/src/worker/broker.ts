import type { Client } from "@colombe/client"
import {
  type Message,
  type MethodName,
  methodNames,
  type RemoteClient,
  type WorkerState,
} from "./messages.ts"

/** The part of BroadcastChannel that is used here. */
export interface Channel {
  postMessage(message: Message): void
  addEventListener(type: "message", listener: (event: { readonly data: Message }) => void): void
}

/** The worker's side: answers calls from every tab with the one client, and tells all of them what changes. */
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

function isMethod(name: string): name is MethodName {
  return (methodNames as readonly string[]).includes(name)
}

/** A failure's cause is for the process that failed: it may not be cloneable, and is nobody else's business. */
function withoutCause(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("cause" in value)) return value
  const { cause: _, ...rest } = value
  return rest
}
