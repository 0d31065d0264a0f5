import type { Member } from "@colombe/client"
import { folded } from "../../ui/folded.ts"

/** What is being typed and could be completed: from `from` up to the caret. */
export type Begun =
  | { readonly of: "person"; readonly from: number; readonly to: number; readonly typed: string }
  | { readonly of: "emoji"; readonly from: number; readonly to: number; readonly typed: string }

export type Suggestion =
  | { readonly of: "person"; readonly key: string; readonly person: Member }
  | { readonly of: "emoji"; readonly key: string; readonly emoji: string; readonly name: string }

export const suggestionsMax = 8
const person = /(?:^|[\s(])@([\p{L}\p{M}\p{N}._-]{0,32})$/u
/** Two letters at least: a colon and one are a smiley. */
const emoji = /(?:^|\s):([\p{L}\p{M}\p{N}_+-]{2,32})$/u

export function begunAt(text: string, caret: number): Begun | undefined {
  const before = text.slice(0, caret)
  const [, who] = person.exec(before) ?? []
  if (who !== undefined) return { of: "person", from: caret - who.length - 1, to: caret, typed: who }
  const [, name] = emoji.exec(before) ?? []
  return name === undefined
    ? undefined
    : { of: "emoji", from: caret - name.length - 1, to: caret, typed: name }
}

/** By a word of the name, or by the handle. */
export function peopleFor(typed: string, members: readonly Member[]): readonly Suggestion[] {
  const wanted = folded(typed)
  return members
    .filter(({ displayName, address }) => ` ${folded(displayName)} ${folded(address)}`.includes(` ${wanted}`))
    .slice(0, suggestionsMax)
    .map(person => ({ of: "person", key: person.account, person }))
}
