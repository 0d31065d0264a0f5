import { type Bytes, type Result, toBase64Url } from "@colombe/base"
import type { ScheduleCalls, ScheduledItem } from "../api/index.ts"
import { sentUnder } from "../drafts/draft.ts"
import type { Home, Identity } from "../home/home.ts"
import { canSend } from "../outbox/compose.ts"
import { sendIdOf } from "../outbox/send-id.ts"
import { type Scheduled, scheduledItems } from "../scheduled/item.ts"
import { changeScheduled, schedule, sendScheduledNow, unschedule } from "../scheduled/plan.ts"
import type { Driver } from "../session/driver.ts"
import { inTurn, sentAs } from "./in-turn.ts"

export function scheduleCalls(home: Home, driver: Driver): ScheduleCalls {
  /** In turn with what sends: nothing is changed while it goes out. */
  const ofItem = (id: string, work: (identity: Identity, item: Bytes) => Promise<Result<void>>) =>
    inTurn(home, driver, [], async identity => {
      const item = sendIdOf(id)
      return item.ok ? work(identity, item.value) : item
    })
  return {
    async scheduled(conversation) {
      const { identity } = home.current
      if (identity === undefined) return []
      const shown: ScheduledItem[] = []
      for (const item of await scheduledItems(home.store)) {
        if (conversation !== undefined && toBase64Url(item.conversation) !== conversation) continue
        const { account } = identity.me
        if ((await sentUnder(home.store, item.conversation, account, item.id)) !== undefined) continue
        shown.push(await shownItem(home, item))
      }
      return shown
    },
    schedule: (conversation, text, at, options = {}) =>
      inTurn(home, driver, [conversation], async (identity, known) =>
        sentAs(await schedule(home, identity, known, { text, atMs: at }, options)),
      ),
    changeScheduled: (id, { text, at, format = "plain" }) =>
      ofItem(id, (identity, item) =>
        changeScheduled(home, identity, item, {
          ...(text === undefined ? {} : { text, format }),
          ...(at === undefined ? {} : { atMs: at }),
        }),
      ),
    sendScheduledNow: id => ofItem(id, (identity, item) => sendScheduledNow(home, identity, item)),
    unschedule: id => ofItem(id, (identity, item) => unschedule(home, identity, item)),
  }
}

async function shownItem(
  home: Home,
  { id, conversation, text, format, atMs, silent, replyTo }: Scheduled,
): Promise<ScheduledItem> {
  const open = await canSend(home, conversation)
  return {
    ...{ id: toBase64Url(id), conversation: toBase64Url(conversation), text, format, at: atMs, silent },
    replyTo: replyTo && toBase64Url(replyTo),
    failed: open.ok ? undefined : open.code,
  }
}
