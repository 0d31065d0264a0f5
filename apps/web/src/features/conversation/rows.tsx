import type { TimelineItem } from "@colombe/client"
import type { JSX } from "preact"
import { dayName, text } from "../../i18n/index.ts"
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
  return (
    <>
      {daysOf(open, items).map(({ name, at, rows }) => (
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

function daysOf(open: OpenConversation, items: readonly TimelineItem[]): readonly Day[] {
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
    day.rows.push(<Item key={keyOf(item)} open={open} item={item} continued={isContinued} count={count} />)
  }
  return days
}

/** Notices that one line says for all that follow each other. */
const joint = ["before-joining", "arriving"]

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

function keyOf(item: TimelineItem): string {
  return item.kind === "message" ? item.id : `${item.kind} ${item.seq}`
}

function continues(before: TimelineItem | undefined, item: TimelineItem): boolean {
  return (
    before?.kind === "message" &&
    item.kind === "message" &&
    before.from.account === item.from.account &&
    item.at - before.at < groupMs
  )
}
