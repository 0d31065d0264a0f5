import type { ConversationDetails, TimelineItem } from "@colombe/client"
import { type Signal, signal } from "@preact/signals"
import { client, coalesce, onTimeline } from "./app.ts"

/** One open conversation: a window of its items from the end, grown backwards. */
export interface OpenConversation {
  readonly conversation: string
  readonly details: Signal<ConversationDetails | undefined>
  readonly items: Signal<readonly TimelineItem[] | undefined>
  readonly moreBefore: Signal<boolean>
  /** The read position when it was opened: where the unread divider stands. */
  readonly dividerAfter: number | undefined
  loadOlder(): Promise<void>
  close(): void
}

/** Rows a conversation opens with, and how many more each step back brings. */
const firstRows = 60
const olderRows = 100

export function openConversation(conversation: string): OpenConversation {
  const details = signal<ConversationDetails | undefined>(undefined)
  const items = signal<readonly TimelineItem[] | undefined>(undefined)
  const moreBefore = signal(false)
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
    get dividerAfter() {
      return dividerAfter
    },
    loadOlder: async () => {
      rows += olderRows
      await load()
    },
    close: stop,
  }
}
