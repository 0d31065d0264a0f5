import type { Person } from "@colombe/client"
import { computed, type ReadonlySignal } from "@preact/signals"
import { conversations } from "../../state/app.ts"
import { finderIn } from "../search/finder.ts"

/** People shown before anything is typed: those one talks to. */
const recentMax = 20

export interface Candidates {
  readonly typed: ReadonlySignal<string>
  /** Whom this device knows, the likeliest first. */
  readonly people: ReadonlySignal<readonly Person[]>
  find(typed: string): void
}

/** Whom somebody may mean: by what is typed, or those one talks to. */
export function candidates(): Candidates {
  const finder = finderIn(undefined, 1)
  const people = computed(() => {
    const typed = finder.typed.value.trim()
    if (typed === "") return recent()
    return exactFirst(finder.found.value?.people ?? [], typed)
  })
  return { typed: finder.typed, people, find: finder.find }
}

function recent(): readonly Person[] {
  const peers = (conversations.value ?? []).flatMap(({ peer, membership }) =>
    peer === undefined || membership === "request" ? [] : [peer],
  )
  return peers.slice(0, recentMax)
}

/** Whose name was typed whole comes before those who only begin with it. */
export function exactFirst(people: readonly Person[], typed: string): readonly Person[] {
  const handle = typed.replace(/^@/, "").toLowerCase()
  const isExact = ({ address }: Person) => address === handle || address.startsWith(`${handle}@`)
  return [...people.filter(isExact), ...people.filter(person => !isExact(person))]
}
