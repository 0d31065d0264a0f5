import { unwrap } from "@colombe/base"
import type { Road, Send } from "./closed-loop.ts"
import type { End, Pair } from "./pairs.ts"

/** Bytes of a text: some lines. */
export const textBytes = 200
/** Shown items asked for at one time: more than can be under way in one conversation. */
const pageItems = 100

/**
 * From `sendText` on one device to the text in what the other one shows: composed, sealed, signed, stored here, sent,
 * stored there, opened, checked, stored.
 */
export const wholeRoads = (pairs: readonly Pair[]): readonly Road[] =>
  pairs.map(pair => [road(pair, 0, 1), road(pair, 1, 0)])

function road({ ends, conversation }: Pair, from: 0 | 1, to: 0 | 1): Send {
  const sender = ends[from].client
  const shown = watchShown(ends[to], conversation)
  return async () => {
    const began = performance.now()
    const text = `${Math.random()} `.padEnd(textBytes, "a")
    const { id } = unwrap(await sender.sendText(conversation, text))
    await shown(id)
    return performance.now() - began
  }
}

/** Resolves once the message of that id is among what this end shows. */
function watchShown({ client }: End, conversation: string): (id: string) => Promise<void> {
  const waiting = new Map<string, PromiseWithResolvers<void>>()
  const entryOf = (id: string): PromiseWithResolvers<void> => {
    const entry = waiting.get(id) ?? Promise.withResolvers<void>()
    waiting.set(id, entry)
    return entry
  }
  client.watch(async notice => {
    if (notice.type !== "timeline" || notice.conversation !== conversation || notice.fromSeq === undefined)
      return
    const page = await client.timeline(conversation, { after: notice.fromSeq - 1, limit: pageItems })
    for (const item of page.items) if (item.kind === "message" && !item.mine) entryOf(item.id).resolve()
  })
  return async id => {
    await entryOf(id).promise
    waiting.delete(id)
  }
}
