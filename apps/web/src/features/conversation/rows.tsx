import type { TimelineItem } from "@colombe/client"
import type { JSX } from "preact"
import { useRef } from "preact/hooks"
import { dayName, text } from "../../i18n/index.ts"
import { keyOf } from "../../state/kept-items.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Item } from "./item.tsx"

/** One after another by the same person within this many milliseconds reads as one piece. */
const groupMs = 5 * 60_000

interface Day {
  readonly name: string
  readonly at: number
  readonly rows: JSX.Element[]
}

/** The rows by days: each day's name stays in view as long as its messages are. */
export function Rows(props: {
  readonly open: OpenConversation
  readonly items: readonly TimelineItem[]
  readonly onDate: (at: number) => void
}): JSX.Element {
  const { open, items, onDate } = props
  const rowOf = useKeptRows(open)
  return (
    <>
      {daysOf(open, items, rowOf).map(({ name, at, rows }) => (
        <section key={name} class="day-rows">
          <p class="day">
            <button type="button" tabIndex={-1} title={text("date.jump")} onClick={() => onDate(at)}>
              {name}
            </button>
          </p>
          {rows}
        </section>
      ))}
    </>
  )
}

/** How an item stands among others. */
interface Standing {
  readonly continued: boolean
  readonly count: number
}

type RowOf = (item: TimelineItem, standing: Standing) => JSX.Element

/** The same element for an item that stands as before: Preact looks at it no further. */
function useKeptRows(open: OpenConversation): RowOf {
  const kept = useRef(new WeakMap<TimelineItem, Standing & { readonly row: JSX.Element }>())
  return (item, { continued, count }) => {
    const known = kept.current.get(item)
    if (known?.continued === continued && known.count === count) return known.row
    const row = <Item key={keyOf(item)} open={open} item={item} continued={continued} count={count} />
    kept.current.set(item, { continued, count, row })
    return row
  }
}

function daysOf(open: OpenConversation, items: readonly TimelineItem[], rowOf: RowOf): readonly Day[] {
  const dividerAfter = open.dividerAfter.value ?? Number.POSITIVE_INFINITY
  const now = Date.now()
  const days: Day[] = []
  let isDivided = false
  for (const [index, item] of items.entries()) {
    const before = items[index - 1]
    if (isRepeated(before, item)) continue
    const name = dayName(item.at, now)
    let day = days.at(-1)
    if (day?.name !== name) {
      day = { name, at: item.at, rows: [] }
      days.push(day)
    }
    const isFresh = !isDivided && item.seq !== undefined && item.seq > dividerAfter
    if (isFresh) {
      isDivided = true
      day.rows.push(
        <p key="divider" class="divider">
          <span>{text("conversation.unread")}</span>
        </p>,
      )
    }
    const isContinued = !isFresh && day.rows.length > 0 && continues(before, item)
    const count = countFrom(items, index)
    day.rows.push(rowOf(item, { continued: isContinued, count }))
  }
  return days
}

/** Notices that one line says for all that follow each other. */
const joint = ["before-joining", "arriving", "blocked"]

function isRepeated(before: TimelineItem | undefined, item: TimelineItem): boolean {
  return item.kind === "notice" && before?.kind === "notice" && before.notice === item.notice && isJoint(item)
}

function isJoint(item: TimelineItem): boolean {
  return item.kind === "notice" && joint.includes(item.notice)
}

/** How many items the line at a place stands for. */
function countFrom(items: readonly TimelineItem[], index: number): number {
  let end = index + 1
  for (let item = items[end]; item !== undefined && isRepeated(items[end - 1], item); item = items[end]) end++
  return end - index
}

function continues(before: TimelineItem | undefined, item: TimelineItem): boolean {
  return (
    before?.kind === "message" &&
    item.kind === "message" &&
    before.from.account === item.from.account &&
    item.at - before.at < groupMs
  )
}
