import { type Result, succeed } from "@colombe/base"
import type { ConversationSummary, TimelineItem } from "@colombe/client"
import type { HomeClient } from "../home/seat.ts"

/** Items that one look at a conversation asks for. */
const page = 200

/**
 * Hands over each item once, in the order of each log, from what this home had not seen when it was opened. Resolves
 * when `ended` does, or with the code that ended this device.
 */
export async function listen(
  client: HomeClient,
  show: (conversation: ConversationSummary, item: TimelineItem) => Promise<void>,
  ended: Promise<void>,
): Promise<Result<void>> {
  const shown = new Map<string, number>()
  for (const one of await client.conversations()) shown.set(one.conversation, one.head)

  let wake = Promise.withResolvers<void>()
  let over: Result<void> | undefined
  const stopWatching = client.watch(notice => {
    if (notice.type === "ended") over = { ok: false, code: notice.code, retry: "never" }
    wake.resolve()
  })
  const finished = ended.then(() => {
    over ??= succeed()
    wake.resolve()
  })
  await client.start()
  while (over === undefined) {
    wake = Promise.withResolvers<void>()
    await showNew(client, shown, show)
    if (over === undefined) await Promise.race([wake.promise, finished])
  }
  stopWatching()
  await showNew(client, shown, show)
  return over
}

async function showNew(
  client: HomeClient,
  shown: Map<string, number>,
  show: (conversation: ConversationSummary, item: TimelineItem) => Promise<void>,
): Promise<void> {
  for (const conversation of await client.conversations()) {
    const id = conversation.conversation
    for (;;) {
      const { items, moreAfter } = await client.timeline(id, { after: shown.get(id) ?? 0, limit: page })
      for (const item of items) {
        if (item.seq === undefined) continue
        await show(conversation, item)
        shown.set(id, item.seq)
      }
      if (!moreAfter || items.length === 0) break
    }
  }
}
