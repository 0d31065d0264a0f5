import { effect, signal } from "@preact/signals"
import { slot } from "./accounts.ts"
import { client, workerState } from "./app.ts"

/** The 24 words of an account that was made here, until their person has them (spec R10). */
export const unseenWords = signal<string | undefined>(undefined)

const putOffName = `colombe.words-later${slot}`
/** Whether the words have the screen; once put off, they wait behind a reminder. */
export const wordsShown = signal(!wasPutOff())

function wasPutOff(): boolean {
  try {
    return localStorage.getItem(putOffName) !== null
  } catch {
    return false
  }
}

/** Later, not never: a reminder stays in the list. */
export function putOffWords(): void {
  wordsShown.value = false
  try {
    localStorage.setItem(putOffName, "")
  } catch {
    // Storage is blocked: the words come back with the next start.
  }
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
