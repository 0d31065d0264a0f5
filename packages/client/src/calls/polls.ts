import { succeed, toBase64Url } from "@colombe/base"
import type { PollCalls } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { queueClose, queuePoll, queueVote } from "../messages/polls.ts"
import type { Driver } from "../session/driver.ts"
import { queued } from "./in-turn.ts"

export function pollCalls(home: Home, driver: Driver): PollCalls {
  return {
    sendPoll: (conversation, poll) =>
      queued(home, driver, conversation, async (identity, known) => {
        const sent = await queuePoll(home, identity, known, poll)
        return sent.ok ? succeed({ id: toBase64Url(sent.value) }) : sent
      }),
    vote: (conversation, id, options) =>
      queued(home, driver, conversation, async (identity, known) => {
        const sent = await queueVote(home, identity, known, id, options)
        return sent.ok ? succeed() : sent
      }),
    closePoll: (conversation, id) =>
      queued(home, driver, conversation, async (identity, known) => {
        const sent = await queueClose(home, identity, known, id)
        return sent.ok ? succeed() : sent
      }),
  }
}
