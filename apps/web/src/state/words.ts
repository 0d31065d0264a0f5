import { effect, signal } from "@preact/signals"
import { slot } from "./accounts.ts"
import { client, workerState } from "./app.ts"
import { keep, readKept } from "./kept.ts"

/** The 24 words of an account that was made here, until their person has them (spec R10). */
export const unseenWords = signal<string | undefined>(undefined)

const putOffName = `colombe.words-later${slot}`
/** Whether the words have the screen; once put off, they wait behind a reminder. */
export const wordsShown = signal(readKept(putOffName) === undefined)

/** Later, not never: a reminder stays in the list. */
export function putOffWords(): void {
  wordsShown.value = false
  keep(putOffName, "")
}

export function showWords(words = unseenWords.value): void {
  unseenWords.value = words
  wordsShown.value = true
}

/** The person has them: they are erased. */
export async function wordsKept(): Promise<void> {
  await client.wordsShown()
  unseenWords.value = undefined
}

effect(() => {
  if (workerState.value.at !== "ready") return
  void client.pendingWords().then(words => {
    unseenWords.value = words
  })
})
