import type { Person } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { ComponentChildren, JSX } from "preact"
import { useEffect, useId, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Icon } from "../../ui/icons.tsx"
import { PersonLine } from "../search/hits.tsx"
import type { Candidates } from "./candidates.ts"

interface PeopleFieldProps {
  readonly from: Candidates
  readonly name: string
  readonly label: string
  /** Called with whoever is chosen, one at a time. A code says why that came to nothing. */
  readonly onPerson: (person: Person) => Promise<string | undefined> | undefined
  /** Accounts that are not offered: they are in already. */
  readonly except?: ReadonlySet<string>
  /** The field is empty, and something is to be taken back. */
  readonly onBackspace?: () => void
  readonly before?: ComponentChildren
  readonly autoFocus?: boolean
}

/** Somebody whom this device knows, or a name that the server is asked for. */
type Option = { readonly type: "known"; readonly person: Person } | { readonly type: "asked" }

/**
 * Finds people as one types: those whom this device knows at once, anybody else by handle or link. Arrows choose, Enter
 * takes; the focus stays in the field.
 */
export function PeopleField(props: PeopleFieldProps): JSX.Element {
  const id = useId()
  const { from } = props
  const [chosen, setChosen] = useState(0)
  const [code, setCode] = useState<string | undefined>(undefined)
  const typed = from.typed.value
  const options = optionsOf(from.people.value, typed, props.except)
  const at = Math.min(chosen, options.length - 1)
  useEffect(() => {
    setChosen(0)
    setCode(undefined)
  }, [typed])

  const take = async (option: Option | undefined) => {
    if (option === undefined) return
    const found =
      option.type === "known"
        ? { ok: true as const, value: option.person }
        : await client.findPerson(typed.trim())
    const failed = found.ok ? await props.onPerson(found.value) : found.code
    if (failed === undefined) from.find("")
    setCode(failed)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "ArrowDown") setChosen(Math.min(at + 1, options.length - 1))
    else if (event.key === "ArrowUp") setChosen(Math.max(at - 1, 0))
    else if (event.key === "Enter" && typed.trim() !== "") void take(options[at])
    else {
      if (event.key === "Backspace" && typed === "") props.onBackspace?.()
      return
    }
    event.preventDefault()
  }
  return (
    <div class="field people-field">
      <label for={id}>{props.label}</label>
      <div class="people-chosen">
        {props.before}
        <input
          id={id}
          name={props.name}
          role="combobox"
          dir="auto"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-expanded={options.length > 0}
          aria-controls={`${id}-people`}
          aria-autocomplete="list"
          aria-activedescendant={options.length === 0 ? undefined : `${id}-${at}`}
          aria-describedby={`${id}-help`}
          aria-invalid={code !== undefined}
          data-autofocus={props.autoFocus}
          value={typed}
          onInput={event => from.find(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <p id={`${id}-help`} class={code === undefined ? "help" : "help problem"} role="status">
        {code === undefined
          ? text("new.person.help", { host: location.hostname })
          : phrase(code, locale.value)}
      </p>
      <div class="people-options" role="listbox" id={`${id}-people`} aria-label={props.label}>
        {options.map((option, index) => (
          <OptionView
            key={option.type === "known" ? option.person.account : ""}
            id={`${id}-${index}`}
            option={option}
            typed={typed.trim()}
            isActive={index === at}
            onTake={() => void take(option)}
          />
        ))}
      </div>
    </div>
  )
}

function optionsOf(
  people: readonly Person[],
  typed: string,
  except: ReadonlySet<string> | undefined,
): readonly Option[] {
  const known = people
    .filter(({ account }) => except?.has(account) !== true)
    .map((person): Option => ({ type: "known", person }))
  return typed.trim() === "" ? known : [...known, { type: "asked" }]
}

function OptionView(props: {
  readonly id: string
  readonly option: Option
  readonly typed: string
  readonly isActive: boolean
  readonly onTake: () => void
}): JSX.Element {
  const { option } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: the field names the active one
    <div class="hit" role="option" id={props.id} aria-selected={props.isActive} onClick={props.onTake}>
      {option.type === "known" ? (
        <PersonLine person={option.person} />
      ) : (
        <>
          <span class="avatar avatar-small avatar-ask">
            <Icon name="search" size={18} />
          </span>
          <span class="hit-title">
            <bdi>{text("people.ask", { typed: props.typed })}</bdi>
          </span>
          <span class="hit-below">{text("people.ask.help")}</span>
        </>
      )}
    </div>
  )
}
