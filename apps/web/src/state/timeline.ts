import type { ConversationDetails, TimelineItem } from "@colombe/client"
import { type Signal, signal } from "@preact/signals"
import { client, coalesce, onTimeline } from "./app.ts"
import { type Composing, writing } from "./composing.ts"

/** One open conversation: a window of its items from the end, grown backwards. */
export interface OpenConversation {
  readonly conversation: string
  readonly details: Signal<ConversationDetails | undefined>
  readonly items: Signal<readonly TimelineItem[] | undefined>
  readonly moreBefore: Signal<boolean>
  readonly composing: Signal<Composing>
  /** The message whose menu is open, and where. */
  readonly menu: Signal<{ readonly id: string; readonly x: number; readonly y: number } | undefined>
  /** The read position when it was opened: where the unread divider stands. */
  readonly dividerAfter: number | undefined
  /** The place to be brought into view, once: whoever shows the items clears it. */
  readonly target: Signal<number | undefined>
  loadOlder(): Promise<void>
  /** Brings the item at a place of the log into the window, and asks for it to be shown. */
  jumpTo(seq: number): Promise<void>
  close(): void
}

/** Rows that a window may grow to on the way to an old message. */
const jumpRowsMax = 5000
/** Rows a conversation opens with, and how many more each step back brings. */
const firstRows = 60
const olderRows = 100

export function openConversation(conversation: string): OpenConversation {
  const details = signal<ConversationDetails | undefined>(undefined)
  const items = signal<readonly TimelineItem[] | undefined>(undefined)
  const moreBefore = signal(false)
  const composing = signal<Composing>(writing)
  const menu: OpenConversation["menu"] = signal(undefined)
  const target = signal<number | undefined>(undefined)
  let dividerAfter: number | undefined
  let rows = firstRows

  const load = async () => {
    const [known, page] = await Promise.all([
      client.conversation(conversation),
      client.timeline(conversation, { limit: rows }),
    ])
    dividerAfter ??= known !== undefined && known.unread > 0 ? page.readUpTo : Number.POSITIVE_INFINITY
    details.value = known
    moreBefore.value = page.moreBefore
    items.value = page.items
  }
  const refresh = coalesce(load)
  const stop = onTimeline(changed => {
    if (changed !== conversation) return
    // What is on screen stays on screen: the window grows with what arrives.
    rows = Math.max(rows, (items.value?.length ?? 0) + 1)
    refresh()
  })
  refresh()
  return {
    conversation,
    details,
    items,
    moreBefore,
    composing,
    menu,
    target,
    get dividerAfter() {
      return dividerAfter
    },
    loadOlder: async () => {
      rows += olderRows
      await load()
    },
    jumpTo: async seq => {
      const first = () => items.value?.find(item => item.seq !== undefined)?.seq ?? 0
      while (first() > seq && moreBefore.value && rows < jumpRowsMax) {
        rows += olderRows
        await load()
      }
      target.value = seq
    },
    close: stop,
  }
}
