import type { ConversationDetails, TimelineItem, TimelineRange } from "@colombe/client"
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import { blocked, client, conversations, onTimeline } from "./app.ts"
import { coalesce } from "./coalesce.ts"
import type { Composing } from "./composing.ts"
import { isSame } from "./kept-items.ts"
import { movingWindow } from "./moving-window.ts"
import { go } from "./route.ts"
import { painted } from "./snapshot.ts"
import { firstRows, holds, openRows, type Side, type Window } from "./window.ts"
import { writingIn } from "./writing.ts"

/** A row and where it stands, in pixels below the upper edge of what is seen. */
export interface Place {
  readonly seq: number
  readonly offset: number
}

/** Where the view is to be, once it shows the window that goes with it. */
export type Target =
  | { readonly at: "end" }
  | { readonly at: "divider" }
  | { readonly at: "place"; readonly place: Place }
  /** Brought into the middle and marked; `focus`: with the keyboard's focus. */
  | { readonly at: "found"; readonly seq: number; readonly focus: boolean }

/** `of`: all that one can do, the reactions to give, any emoji to give, or those who gave one. */
export interface AskedMessageMenu {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly of?: "reactions" | "any" | { readonly reaction: string }
}

/** One conversation that is open, or was lately: a window of its items, which moves along it. */
export interface OpenConversation {
  readonly conversation: string
  readonly details: Signal<ConversationDetails | undefined>
  /** Asks again who is in it. */
  readonly lookAgain: () => Promise<void>
  readonly window: Signal<Window | undefined>
  readonly items: ReadonlySignal<readonly TimelineItem[] | undefined>
  /** How far each other member has read. */
  readonly readByEverybody: ReadonlySignal<number>
  readonly composing: Signal<Composing>
  /** The message whose menu is open, and where. */
  readonly menu: Signal<AskedMessageMenu | undefined>
  /** Ids of the messages that are selected; undefined while nobody selects. */
  readonly selected: Signal<ReadonlySet<string> | undefined>
  /** What is laid over the conversation. */
  readonly sheet: Signal<Sheet | undefined>
  /** The read position when it was opened with something unread: where the divider stands. */
  readonly dividerAfter: Signal<number | undefined>
  /** Whoever shows the items puts the view there and clears it. */
  readonly target: Signal<Target | undefined>
  /** Places that jumps led away from, the last one last. */
  readonly ways: Signal<readonly Place[]>
  /** Whether the newest is in view, as whoever shows the items sees it. */
  readonly atEnd: Signal<boolean>
  /** Counts what was sent from here; whoever shows the items begins anew at the end. */
  readonly sends: Signal<number>
  /** Whether the field that searches here is shown. */
  readonly searching: Signal<boolean>
  /** Set by whoever shows the items: where one is reading. */
  readonly view: { place: () => Place | undefined }
  enter(): void
  /** Where one was reading, to come back to; undefined: at the end. */
  leave(place: Place | undefined): void
  grow(side: Side): Promise<void>
  /** Brings the item at a place of the log into the window and shows it. */
  jumpTo(seq: number, options?: JumpOptions): Promise<void>
  /** To the first item from a moment on. */
  jumpToDate(at: number): Promise<void>
  jumpBack(): Promise<void>
  toEnd(): Promise<void>
  toBeginning(): Promise<void>
  close(): void
}

export type Sheet =
  | { readonly at: "delete" | "forward"; readonly ids: readonly string[] }
  | { readonly at: "message"; readonly id: string }
  | { readonly at: "picture"; readonly id: string; readonly place: number }
  | { readonly at: "poll" | "timer" | "schedule" | "scheduled" }

export interface JumpOptions {
  /** Moves the keyboard's focus, too. */
  readonly focus?: boolean
  /** Keeps where one was reading, to come back to. */
  readonly way?: boolean
}

/** Opens a conversation at a place of its log. */
export function openAt(conversation: string, seq: number): void {
  void openConversation(conversation).jumpTo(seq)
  go({ at: "conversation", conversation })
}

/** Conversations whose windows stay in memory, so that coming back shows them at once. */
const keptMax = 8
const kept = new Map<string, OpenConversation>()

export function openConversation(conversation: string): OpenConversation {
  const open = kept.get(conversation) ?? startConversation(conversation)
  kept.delete(conversation)
  kept.set(conversation, open)
  const [oldest] = kept.values()
  if (kept.size > keptMax && oldest !== undefined) {
    oldest.close()
    kept.delete(oldest.conversation)
  }
  return open
}

function startConversation(conversation: string): OpenConversation {
  const details = signal<ConversationDetails | undefined>(undefined)
  const dividerAfter = signal<number | undefined>(undefined)
  const target = signal<Target | undefined>(undefined)
  const atEnd = signal(true)
  const menu: OpenConversation["menu"] = signal(undefined)
  const moving = movingWindow(conversation)
  const { window } = moving
  const view: OpenConversation["view"] = { place: () => undefined }
  let isAsked = false
  const show = (range: TimelineRange, then: (window: Window) => Target) => {
    isAsked = true
    return moving.show(range, page => {
      target.value = then(page)
    })
  }
  const lookAgain = async () => {
    const told = await client.conversation(conversation)
    if (!isSame(details.peek(), told)) details.value = told
  }
  const showFirst = async () => {
    const looked = lookAgain()
    // The list knows it before the conversation has answered, unless it is of yesterday.
    const list = conversations.peek()
    const isFresh = list !== painted.peek()
    const known = isFresh ? list?.find(one => one.conversation === conversation) : undefined
    if (known === undefined) await looked
    const unread = (known ?? details.peek())?.unread ?? 0
    if (unread === 0) return show({ limit: openRows }, () => ({ at: "end" }))
    const { readUpTo } = await client.timeline(conversation, { limit: 1 })
    dividerAfter.value = readUpTo
    await show({ around: readUpTo + 1, limit: firstRows }, () => ({ at: "divider" }))
  }
  const refresh = coalesce(async () => {
    // What was said is waited for; who is here is not.
    await moving.refresh(atEnd.peek())
    await lookAgain()
  })
  const stops = [
    onTimeline(changed => {
      if (changed === conversation) refresh()
    }),
    // Of whom nothing is shown changes what there is to show.
    blocked.subscribe(() => {
      if (isAsked) refresh()
    }),
  ]
  return {
    ...{ conversation, details, lookAgain, window, dividerAfter, target, atEnd, menu, view },
    ...jumpsIn({ window, target, view, show }),
    items: computed(() => window.value?.items),
    readByEverybody: computed(() => details.value?.readByEverybody ?? 0),
    composing: writingIn(conversation).composing,
    sends: signal(0),
    selected: signal(undefined),
    sheet: signal(undefined),
    searching: signal(false),
    enter() {
      const known = window.peek()
      if (!isAsked) return void showFirst()
      if (known === undefined) return refresh()
      const unread = details.peek()?.unread ?? 0
      dividerAfter.value = unread > 0 ? moving.readUpTo() : undefined
      if (target.peek()?.at === "end" && unread > 0) {
        if (!holds(known, moving.readUpTo() + 1)) return void showFirst()
        target.value = { at: "divider" }
      }
      refresh()
    },
    leave(place) {
      menu.value = undefined
      this.selected.value = undefined
      this.sheet.value = undefined
      view.place = () => undefined
      target.value = place === undefined ? { at: "end" } : { at: "place", place }
    },
    grow: moving.grow,
    close() {
      for (const stop of stops) stop()
    },
  }
}

type Jumps = Pick<OpenConversation, "ways" | "jumpTo" | "jumpToDate" | "jumpBack" | "toEnd" | "toBeginning">

/** More pixels than stand above the first row: the view ends at the very beginning. */
const firstOffset = 10_000

function jumpsIn({
  window,
  target,
  view,
  show,
}: Pick<OpenConversation, "window" | "target" | "view"> & {
  readonly show: (range: TimelineRange, then: (window: Window) => Target) => Promise<void>
}): Jumps {
  const ways = signal<readonly Place[]>([])
  const leave = () => {
    const from = view.place()
    if (from !== undefined) ways.value = [...ways.value, from]
  }
  /** Within the window at once, else around the place. */
  const lookAt = async (seq: number, at: Target) => {
    const known = window.peek()
    if (known !== undefined && holds(known, seq)) target.value = at
    else await show({ around: seq, limit: firstRows }, () => at)
  }
  return {
    ways,
    jumpTo(seq, { focus = true, way = true } = {}) {
      if (way) leave()
      return lookAt(seq, { at: "found", seq, focus })
    },
    jumpToDate(at) {
      leave()
      return show({ at, limit: firstRows }, ({ items }) => {
        const first = items.find(item => item.at >= at) ?? items.at(-1)
        return first?.seq === undefined ? { at: "end" } : { at: "found", seq: first.seq, focus: true }
      })
    },
    async jumpBack() {
      const place = ways.value.at(-1)
      ways.value = ways.value.slice(0, -1)
      if (place !== undefined) await lookAt(place.seq, { at: "place", place })
    },
    async toEnd() {
      ways.value = []
      if (window.peek()?.moreAfter === false) target.value = { at: "end" }
      else await show({ limit: firstRows }, () => ({ at: "end" }))
    },
    async toBeginning() {
      const known = window.peek()
      const beginning = (seq: number): Target => ({ at: "place", place: { seq, offset: firstOffset } })
      if (known?.moreBefore === false) target.value = beginning(1)
      else await show({ around: 1, limit: firstRows }, () => beginning(1))
    },
  }
}
