import type { SearchPage } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { Icon } from "../../ui/icons.tsx"
import { finderIn } from "./finder.ts"
import { type Hit, HitView, hitsIn } from "./hits.tsx"

/** Messages of one page. */
const pageRows = 30

/**
 * The field above the list: people, groups and messages, as one types. Arrows choose, Enter opens, Escape clears. The
 * focus stays in the field, so that typing goes on.
 */
export function SearchBox(): JSX.Element {
  const finder = useMemo(() => finderIn(undefined, pageRows), [])
  const field = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState(0)
  const typed = finder.typed.value
  const page = finder.found.value
  const hits = page === undefined ? [] : hitsIn(page)
  const active = hits[Math.min(chosen, hits.length - 1)]
  useEffect(() => setChosen(0), [typed])
  useEffect(() => {
    if (active !== undefined) document.getElementById(active.id)?.scrollIntoView({ block: "nearest" })
  }, [active?.id])

  const clear = () => finder.find("")
  const openHit = (hit: Hit | undefined) => {
    if (hit === undefined) return
    void hit.open()
    // On a phone the conversation takes the place of the list: what was found is still there when one comes back.
    if (hit.type !== "message") clear()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || typed === "") return
    const steps: Readonly<Record<string, number>> = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 }
    const step = steps[event.key]
    if (event.key === "Escape") clear()
    else if (event.key === "Enter") openHit(active)
    else if (step !== undefined) {
      setChosen(Math.max(0, Math.min(step, hits.length - 1)))
      if (step >= hits.length - 1) void finder.more()
    } else return
    event.preventDefault()
  }
  return (
    <>
      <search class="search-box">
        <Icon name="search" size={18} />
        <input
          ref={field}
          type="text"
          role="combobox"
          name="search"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          aria-label={text("search.label")}
          placeholder={text("search.placeholder")}
          aria-expanded={page !== undefined}
          aria-controls="search-results"
          aria-autocomplete="list"
          aria-activedescendant={active?.id}
          value={typed}
          onInput={event => finder.find(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {typed === "" ? null : (
          <button
            type="button"
            class="quiet square"
            aria-label={text("search.clear")}
            onClick={() => {
              clear()
              field.current?.focus()
            }}
          >
            <Icon name="close" size={18} />
          </button>
        )}
      </search>
      <p class="visually-hidden" role="status">
        {page === undefined ? "" : text("search.count", { count: hits.length })}
      </p>
      {page === undefined || typed === "" ? null : (
        <Results
          typed={typed}
          page={page}
          hits={hits}
          active={active}
          onOpen={openHit}
          onMore={finder.more}
        />
      )}
    </>
  )
}

function Results(props: {
  readonly typed: string
  readonly page: SearchPage
  readonly hits: readonly Hit[]
  readonly active: Hit | undefined
  readonly onOpen: (hit: Hit) => void
  readonly onMore: () => Promise<void>
}): JSX.Element {
  const { page, hits } = props
  return (
    <div class="search-results">
      {hits.length === 0 ? (
        <div class="search-nothing">
          <p>
            <bdi>{text("search.nothing", { typed: props.typed.trim() })}</bdi>
          </p>
          <p class="help">{text("search.nothing.help")}</p>
        </div>
      ) : null}
      <div role="listbox" id="search-results" aria-label={text("search.results")}>
        {(["person", "conversation", "message"] as const).map(type => {
          const ofType = hits.filter(hit => hit.type === type)
          if (ofType.length === 0) return null
          return (
            // biome-ignore lint/a11y/useSemanticElements: a group within a list box, which a fieldset is not
            <div key={type} role="group" aria-labelledby={`search-${type}`}>
              <p class="search-kind" id={`search-${type}`} role="presentation">
                {text(kindNames[type])}
              </p>
              {ofType.map(hit => (
                <HitView
                  key={hit.id}
                  hit={hit}
                  isActive={hit.id === props.active?.id}
                  onOpen={props.onOpen}
                />
              ))}
            </div>
          )
        })}
      </div>
      {page.more === undefined ? null : (
        <button type="button" class="search-more" onClick={() => void props.onMore()}>
          {text("search.more")}
        </button>
      )}
      {page.isComplete ? null : <p class="help search-note">{text("search.incomplete")}</p>}
    </div>
  )
}

const kindNames = {
  person: "search.people",
  conversation: "search.conversations",
  message: "search.messages",
} as const
