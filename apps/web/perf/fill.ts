import type { LocalStore } from "@colombe/client"
import { cloneConversations, type StoredMessage, storeMessages } from "@colombe/client/testing"

/** What the page asks of the worker, in the build that is measured alone. */
export interface Fill {
  readonly conversations: number
  /** In the first one; a tenth of it is shared out among the others. */
  readonly messages: number
}

export const fillChannel = "colombe-perf"
/** Messages of one transaction. */
const page = 5_000
/** Milliseconds between two messages. */
const pause = 60_000

/**
 * Stands in for the seeded home of the development server: fills the home that the page has made by itself, when it is
 * asked to. The page loads anew afterwards, so that nothing remembers how it was before.
 */
export async function takeSeededHome(store: LocalStore): Promise<void> {
  const channel = new BroadcastChannel(fillChannel)
  channel.addEventListener("message", ({ data }) => {
    if (typeof data === "object") void fill(store, data as Fill).then(() => channel.postMessage("filled"))
  })
}

async function fill(store: LocalStore, { conversations, messages }: Fill): Promise<void> {
  const places = await cloneConversations(store, conversations)
  const [first, ...others] = places
  if (first === undefined) throw new Error("the home has no conversation")
  const start = Date.now() - messages * pause
  const text = (number: number) =>
    `${words(number)}. ${"A few more words of an ordinary length. ".repeat(number % 5)}`
  const rows: StoredMessage[] = []
  const flush = async () => {
    await storeMessages(store, rows.splice(0))
  }
  for (let number = 0; number < messages; number++) {
    rows.push({ ...first, seq: first.seq + 1 + number, atMs: start + number * pause, text: text(number) })
    if (rows.length === page) await flush()
  }
  const each = Math.ceil(messages / 10 / Math.max(1, others.length))
  for (const [index, other] of others.entries()) {
    for (let number = 0; number < each; number++) {
      const atMs = start + (index + number * others.length) * pause
      rows.push({ ...other, seq: other.seq + 1 + number, atMs, text: text(number + index) })
    }
    if (rows.length >= page) await flush()
  }
  await flush()
}

/** Rare words and common ones, the same for the same number. */
function words(number: number): string {
  return `word${number % 7} w${number % 97} rare${number % 9973} n${number}`
}
