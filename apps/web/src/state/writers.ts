import type { Notice, Person } from "@colombe/client"
import { signal } from "@preact/signals"

interface Writer {
  readonly person: Person
  readonly until: number
}

/** By conversation: who is writing, whoever began first first. */
const writers = signal<ReadonlyMap<string, readonly Writer[]>>(new Map())
let timer: ReturnType<typeof setTimeout> | undefined

/** Who is writing in a conversation at this moment. */
export function writersIn(conversation: string): readonly Person[] {
  return (writers.value.get(conversation) ?? []).map(({ person }) => person)
}

/** It holds until the moment that it names, unless there is news. */
export function heardWriting({ conversation, from, until }: Extract<Notice, { type: "typing" }>): void {
  const known = writers.peek().get(conversation) ?? []
  const isKnown = known.some(({ person }) => person.account === from.account)
  const writer = { person: from, until }
  const next = isKnown
    ? known.map(one => (one.person.account === from.account ? writer : one))
    : [...known, writer]
  writers.value = new Map(writers.peek()).set(conversation, next)
  dropThoseWhoStopped()
}

function dropThoseWhoStopped(): void {
  clearTimeout(timer)
  const now = Date.now()
  const left = new Map<string, readonly Writer[]>()
  for (const [conversation, all] of writers.peek()) {
    const still = all.filter(({ until }) => until > now)
    if (still.length > 0) left.set(conversation, still)
  }
  writers.value = left
  const ends = [...left.values()].flat().map(({ until }) => until)
  if (ends.length > 0) timer = setTimeout(dropThoseWhoStopped, Math.min(...ends) - now)
}
