import { equal } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { Person, PollItem } from "../api/index.ts"
import type { RecordReader } from "../home/transaction.ts"
import { tallyOf } from "../messages/polls.ts"
import type { ShownAs } from "../records/conversation-records.ts"
import type { FactOf } from "../records/said-records.ts"
import type { OutboxRecord } from "../records/send-records.ts"

interface Looking {
  readonly reader: RecordReader
  readonly conversation: ConversationId
  readonly people: (account: AccountId) => Promise<Person>
  readonly me: { readonly account: AccountId }
}

/** A poll as the log has it, under what this person has chosen since. `waiting`: own rows about it, oldest first. */
export async function pollItem(
  { reader, conversation, people, me }: Looking,
  { messageId, account: author }: Pick<ShownAs<"message">, "messageId" | "account">,
  poll: FactOf<"poll">,
  waiting: readonly OutboxRecord[],
): Promise<PollItem> {
  const tally = await tallyOf(reader, conversation, poll, { messageId, author })
  const does = waiting.flatMap(({ about }) => (about === undefined ? [] : [about.does]))
  const own = tally.isClosed ? undefined : does.findLast(one => one.what === "vote")
  const votes =
    own?.what === "vote"
      ? [
          ...tally.votes.filter(({ account }) => !equal(account, me.account)),
          { account: me.account, options: own.options },
        ]
      : tally.votes
  return {
    choice: poll.choice,
    isClosed: tally.isClosed || does.some(one => one.what === "close"),
    voters: votes.filter(({ options }) => options.length > 0).length,
    options: await Promise.all(
      poll.options.map(async (text, place) => {
        const chosen = votes.filter(({ options }) => options.includes(place))
        const mine = chosen.some(({ account }) => equal(account, me.account))
        return { text, mine, voters: await Promise.all(chosen.map(({ account }) => people(account))) }
      }),
    ),
  }
}

/** Of one that waits to be sent: nobody has answered. */
export function untouchedPoll({ options, choice }: FactOf<"poll">): PollItem {
  return {
    choice,
    isClosed: false,
    voters: 0,
    options: options.map(text => ({ text, mine: false, voters: [] })),
  }
}
