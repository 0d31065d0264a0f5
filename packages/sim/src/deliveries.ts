import { keyOf } from "@colombe/base"
import { Delivery, decodeCall, decodeRequest, decodeResponse, decodeServerFrame, whole } from "@colombe/wire"
import type { Observer } from "./network.ts"
import type { ServerLog } from "./server-log.ts"

/** Reads every frame that reaches a device: nobody is told of an entry after the commit that took them out. */
export function watchDeliveries(
  log: () => ServerLog,
  accountOf: (device: string) => string | undefined,
): Observer {
  /** Pulls that were not answered yet. */
  const pulls = new Map<string, Uint8Array>()
  const check = (device: string, conversation: Uint8Array, seqs: readonly bigint[]): void => {
    const account = accountOf(device)
    if (account === undefined) return
    const last = log().lastSeqFor(conversation, account)
    for (const seq of seqs)
      if ((whole(seq) ?? 0) > last) throw new Error(`${device} was given entry ${seq} after its removal`)
  }
  return (device, towards, frame, connection) => {
    if (towards === "server") {
      const call = decodeCall(frame)
      if (!call.ok || call.value.method !== Delivery.method.pullEntries.name) return
      const request = decodeRequest(Delivery.method.pullEntries, call.value.body)
      if (request.ok) pulls.set(`${connection} ${call.value.id}`, request.value.conversation)
      return
    }
    const read = decodeServerFrame(frame)
    if (!read.ok) throw new Error(`the server sent ${keyOf(frame.slice(0, 8))}…, which is no frame`)
    const { frame: content } = read.value
    if (content.case === "event" && content.value.event.case === "entryStored") {
      const { conversation, entry } = content.value.event.value
      check(device, conversation, entry === undefined ? [] : [entry.seq])
    }
    if (content.case !== "answer") return
    const conversation = pulls.get(`${connection} ${content.value.id}`)
    pulls.delete(`${connection} ${content.value.id}`)
    if (conversation === undefined || content.value.result.case !== "body") return
    const answer = decodeResponse(Delivery.method.pullEntries, content.value.result.value)
    if (answer.ok)
      check(
        device,
        conversation,
        answer.value.entries.map(({ seq }) => seq),
      )
  }
}
