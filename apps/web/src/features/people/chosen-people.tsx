import type { Person } from "@colombe/client"
import { type Signal, useSignal } from "@preact/signals"
import type { JSX } from "preact"
import { useMemo } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { Icon } from "../../ui/icons.tsx"
import { type Candidates, candidates } from "./candidates.ts"
import { PeopleField } from "./people-field.tsx"

export interface PeopleChoice {
  readonly from: Candidates
  readonly people: Signal<readonly Person[]>
}

export function usePeopleChoice(): PeopleChoice {
  const from = useMemo(candidates, [])
  return { from, people: useSignal<readonly Person[]>([]) }
}

/** Accounts of those chosen, and of whom was typed and not taken yet: names between commas. A code where one is nobody. */
export async function accountsIn({
  from,
  people,
}: PeopleChoice): Promise<readonly string[] | { code: string }> {
  const accounts = people.value.map(({ account }) => account)
  for (const name of from.typed.value.split(/[\n,]/).filter(part => part.trim() !== "")) {
    const person = await client.findPerson(name.trim())
    if (!person.ok) return { code: person.code }
    accounts.push(person.value.account)
  }
  return [...new Set(accounts)]
}

/** Several people, each one a slip that is taken out again by its button or by Backspace. */
export function ChosenPeople(props: {
  readonly name: string
  readonly label: string
  readonly choice: PeopleChoice
  readonly except?: ReadonlySet<string>
  readonly autoFocus?: boolean
}): JSX.Element {
  const { people, from } = props.choice
  const except = new Set([...(props.except ?? []), ...people.value.map(({ account }) => account)])
  return (
    <PeopleField
      from={from}
      name={props.name}
      label={props.label}
      except={except}
      {...(props.autoFocus ? { autoFocus: true } : {})}
      onPerson={person => {
        if (!except.has(person.account)) people.value = [...people.value, person]
        return undefined
      }}
      onBackspace={() => {
        people.value = people.value.slice(0, -1)
      }}
      before={people.value.map(person => (
        <Slip
          key={person.account}
          person={person}
          onRemove={() => {
            people.value = people.value.filter(one => one !== person)
          }}
        />
      ))}
    />
  )
}

function Slip({ person, onRemove }: { person: Person; onRemove: () => void }): JSX.Element {
  return (
    <span class="slip">
      <bdi>{person.displayName}</bdi>
      <button
        type="button"
        class="quiet"
        aria-label={text("people.remove", { name: person.displayName })}
        onClick={onRemove}
      >
        <Icon name="close" size={14} />
      </button>
    </span>
  )
}
