import type { Member } from "@colombe/client"
import { insertMention, readTyped, writeTyped } from "@colombe/client/markup"
import type { RefObject } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { type Emoji, findEmoji, nameOf, withTone } from "../../ui/emoji/emoji.ts"
import { loadEmoji } from "../../ui/emoji/load.ts"
import { readRemembered, tone } from "../../ui/emoji/remembered.ts"
import { type Begun, begunAt, peopleFor, type Suggestion, suggestionsMax } from "./completion.ts"
import { changeText } from "./field.tsx"

export interface Completion {
  readonly all: readonly Suggestion[]
  readonly active: number
  /** Whether the key was for it. */
  onKey(event: KeyboardEvent): boolean
  pick(suggestion: Suggestion): void
}

interface Open {
  readonly begun: Begun
  readonly all: readonly Suggestion[]
  readonly active: number
}

/** What could be meant by the word at the caret: people of the conversation after `@`, emoji after `:`. */
export function useCompletion(options: {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly value: string
  readonly members: readonly Member[]
  readonly onValue: (value: string) => void
}): Completion {
  const { field, value, members, onValue } = options
  const [open, setOpen] = useState<Open | undefined>(undefined)
  /** Where somebody has closed it: it stays so for this word. */
  const closedAt = useRef<number | undefined>(undefined)
  useEffect(() => {
    let isCurrent = true
    const element = field.current
    const begun = element === null ? undefined : begunAt(element.value, element.selectionStart)
    if (begun?.from !== closedAt.current) closedAt.current = undefined
    if (begun === undefined || begun.from === closedAt.current) setOpen(undefined)
    else
      void suggestionsFor(begun, members).then(all => {
        if (isCurrent) setOpen(all.length === 0 ? undefined : { begun, all, active: 0 })
      })
    return () => {
      isCurrent = false
    }
  }, [value, members])

  const pick = (suggestion: Suggestion) => {
    const element = field.current
    if (element === null || open === undefined) return
    const { from, to } = open.begun
    setOpen(undefined)
    if (suggestion.of === "emoji") {
      const end = from + suggestion.emoji.length
      return changeText(element, { from, to, insert: suggestion.emoji, select: [end, end] })
    }
    const { displayName: name, account } = suggestion.person
    const { caret, ...typed } = insertMention(readTyped(value), open.begun, { name, account })
    const insert = typed.text.slice(from, caret)
    changeText(element, { from, to: element.value[to] === " " ? to + 1 : to, insert, select: [caret, caret] })
    onValue(writeTyped(typed))
  }
  const onKey = ({ key }: KeyboardEvent): boolean => {
    if (open === undefined) return false
    const { all, active, begun } = open
    const chosen = all[active]
    const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0
    if (step !== 0) setOpen({ ...open, active: (active + step + all.length) % all.length })
    else if ((key === "Enter" || key === "Tab") && chosen !== undefined) pick(chosen)
    else if (key === "Escape") {
      closedAt.current = begun.from
      setOpen(undefined)
    } else return false
    return true
  }
  return { all: open?.all ?? [], active: open?.active ?? 0, onKey, pick }
}

async function suggestionsFor(begun: Begun, members: readonly Member[]): Promise<readonly Suggestion[]> {
  return begun.of === "person" ? peopleFor(begun.typed, members) : emojiFor(begun.typed)
}

async function emojiFor(typed: string): Promise<readonly Suggestion[]> {
  const [groups] = await Promise.all([loadEmoji(), readRemembered()])
  return findEmoji(groups, typed, suggestionsMax).map((one: Emoji) => ({
    of: "emoji",
    key: one.emoji,
    emoji: withTone(one, tone.peek()),
    name: nameOf(one),
  }))
}
