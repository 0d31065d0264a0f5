import type { ConversationSummary } from "@colombe/client"
import type { ComponentChildren, JSX } from "preact"
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { conversations } from "../../state/app.ts"
import { go } from "../../state/route.ts"
import { Icon } from "../../ui/icons.tsx"
import { finderIn } from "../search/finder.ts"
import { type Hit, HitView, hitsIn } from "../search/hits.tsx"
import { type Action, actionsFor } from "./actions.ts"

/** Lines of each kind: what is further down is found by another letter. */
const linesMax = 6
/** Messages asked for. */
const pageRows = 6

type Line = Hit | Action

/** Everything by its name: people, conversations, messages, and what one can do. The focus stays in the field. */
export function Palette({ onClose }: { onClose: () => void }): JSX.Element {
  const finder = useMemo(() => finderIn(undefined, pageRows), [])
  const dialog = useRef<HTMLDialogElement>(null)
  const [chosen, setChosen] = useState(0)
  const typed = finder.typed.value
  const groups = groupsFor(typed, finder.found.value === undefined ? [] : hitsIn(finder.found.value))
  const lines = groups.flatMap(group => group.lines)
  const active = lines[Math.min(chosen, lines.length - 1)]
  useModal(dialog)
  useEffect(() => setChosen(0), [typed])
  useEffect(() => {
    if (active !== undefined) document.getElementById(active.id)?.scrollIntoView({ block: "nearest" })
  }, [active?.id])
  const open = (line: Line | undefined) => {
    if (line === undefined) return
    // First, so that the focus goes on to what is opened.
    dialog.current?.close()
    void line.open()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const steps: Readonly<Record<string, number>> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 }
    const step = steps[event.key]
    if (event.key === "Enter") open(active)
    else if (step !== undefined) setChosen((step + lines.length) % Math.max(1, lines.length))
    else return
    event.preventDefault()
  }
  return (
    <dialog
      ref={dialog}
      class="dialog palette"
      aria-label={text("palette.title")}
      onClose={onClose}
      // Outside of it: the backdrop is the dialog's own.
      onClick={event => {
        if (event.target === dialog.current) dialog.current?.close()
      }}
      onKeyDown={onKeyDown}
    >
      <search class="search-box">
        <Icon name="search" size={18} />
        <input
          type="text"
          role="combobox"
          name="palette"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          aria-label={text("palette.title")}
          placeholder={text("palette.placeholder")}
          aria-expanded={true}
          aria-controls="palette-lines"
          aria-autocomplete="list"
          aria-activedescendant={active?.id}
          value={typed}
          onInput={event => finder.find(event.currentTarget.value)}
        />
      </search>
      <div role="listbox" id="palette-lines" aria-label={text("search.results")} class="palette-lines">
        {groups.map(({ type, title, lines: own }) => (
          // biome-ignore lint/a11y/useSemanticElements: a group within a list box, which a fieldset is not
          <div key={type} role="group" aria-labelledby={`palette-${type}`}>
            <p class="search-kind" id={`palette-${type}`} role="presentation">
              {title}
            </p>
            {own.map(line =>
              line.type === "action" ? (
                <ActionLine key={line.id} action={line} isActive={line === active} onOpen={open} />
              ) : (
                <HitView key={line.id} hit={line} isActive={line.id === active?.id} onOpen={open} />
              ),
            )}
          </div>
        ))}
      </div>
      <p class="visually-hidden" role="status">
        {text("search.count", { count: lines.length })}
      </p>
      {lines.length === 0 ? <Nothing typed={typed.trim()} /> : null}
    </dialog>
  )
}

/** Shown as long as it is there; the focus goes back, unless what was opened has taken it. */
function useModal(dialog: { readonly current: HTMLDialogElement | null }): void {
  useLayoutEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    dialog.current?.querySelector("input")?.focus()
    return () => {
      const isLost = document.activeElement === document.body || document.activeElement === null
      if (isLost && opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    }
  }, [])
}

interface Group {
  readonly type: Line["type"]
  readonly title: string
  readonly lines: readonly Line[]
}

/** Where nothing is typed, those one talks with most recently. */
function groupsFor(typed: string, hits: readonly Hit[]): readonly Group[] {
  const found = typed.trim() === "" ? (conversations.value ?? []).slice(0, linesMax).map(hitOf) : hits
  const titles = {
    person: "search.people",
    conversation: "search.conversations",
    action: "palette.actions",
    message: "search.messages",
  } as const
  const lines: readonly Line[] = [...found, ...actionsFor(typed)]
  return (["person", "conversation", "action", "message"] as const)
    .map(type => ({
      type,
      title: text(titles[type]),
      lines: lines.filter(line => line.type === type).slice(0, type === "action" ? undefined : linesMax),
    }))
    .filter(group => group.lines.length > 0)
}

function hitOf(conversation: ConversationSummary): Hit {
  const id = conversation.conversation
  const open = () => go({ at: "conversation", conversation: id })
  return { type: "conversation", id: `recent-${id}`, conversation, open }
}

function ActionLine(props: {
  readonly action: Action
  readonly isActive: boolean
  readonly onOpen: (action: Action) => void
}): JSX.Element {
  const { action, isActive, onOpen } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the field names the active one
    <div
      class="hit palette-action"
      role="option"
      id={action.id}
      aria-selected={isActive}
      onClick={() => onOpen(action)}
    >
      <Icon name={action.icon} />
      <span class="hit-title">{action.title}</span>
    </div>
  )
}

function Nothing({ typed }: { typed: string }): ComponentChildren {
  return (
    <div class="search-nothing">
      <p>
        <bdi>{text("search.nothing", { typed })}</bdi>
      </p>
    </div>
  )
}
