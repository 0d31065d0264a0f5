import type { PollCalls } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { queueClose, queuePoll, queueVote } from "../messages/polls.ts"
import type { Driver } from "../session/driver.ts"
import { done, queued, sentAs } from "./in-turn.ts"

export function pollCalls(home: Home, driver: Driver): PollCalls {
  return {
    sendPoll: (conversation, poll) =>
      queued(home, driver, conversation, async (identity, known) =>
        sentAs(await queuePoll(home, identity, known, poll)),
      ),
    vote: (conversation, id, options) =>
      queued(home, driver, conversation, async (identity, known) =>
        done(await queueVote(home, identity, known, id, options)),
      ),
    closePoll: (conversation, id) =>
      queued(home, driver, conversation, async (identity, known) =>
        done(await queueClose(home, identity, known, id)),
      ),
  }
}
