import { succeed } from "@colombe/base"
import { identityOf } from "../account/me.ts"
import type { TimelineCalls } from "../api/index.ts"
import { markRead } from "../conversation/read-position.ts"
import type { Home } from "../home/home.ts"
import { messageInfoOf } from "../queries/message-info.ts"
import { findMessage, timelineOf } from "../queries/timeline.ts"
import { sendTyping } from "../relay/typing.ts"
import type { Driver } from "../session/driver.ts"
import { guarded, idOf, inTurn } from "./in-turn.ts"

export function timelineCalls(home: Home, driver: Driver): TimelineCalls {
  return {
    async timeline(conversation, range) {
      const { identity } = home.current
      const id = idOf(conversation)
      if (identity === undefined || !id.ok)
        return { items: [], moreBefore: false, moreAfter: false, readUpTo: 0 }
      return timelineOf(home.store, identity.me, id.value, range)
    },
    async message(id) {
      const { identity } = home.current
      return identity && findMessage(home.store, identity.me, id)
    },
    async messageInfo(conversation, message) {
      const identity = identityOf(home)
      const id = idOf(conversation)
      if (!identity.ok) return identity
      return id.ok ? messageInfoOf(home, identity.value.me, id.value, message) : id
    },
    async typing(conversation) {
      const askedAt = home.clock.now()
      await guarded(home, async () => {
        const { identity } = home.current
        const id = idOf(conversation)
        if (identity !== undefined && id.ok) await sendTyping(home, identity, id.value, askedAt)
        return succeed()
      })
    },
    async markRead(conversation, seq) {
      await inTurn(home, driver, [conversation], async (identity, id) =>
        succeed(await markRead(home, identity, id, seq)),
      )
    },
  }
}
