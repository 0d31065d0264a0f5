import { computed, effect } from "@preact/signals"
import { forgetHere, here, noteAccount } from "./accounts.ts"
import { me } from "./app.ts"
import { unseenWords, wordsShown } from "./words.ts"

/** The account that this browser has cleared: it is known to have been here, and nothing of it is left. */
export const cleared = computed(() => {
  const known = here()
  return me.value === undefined && known?.leaving !== true ? known : undefined
})

effect(() => {
  const self = me.value
  // While the words are shown there is enough to read.
  const reads = wordsShown.value && unseenWords.value !== undefined
  if (typeof self === "object" && !reads && noteAccount(self)) void askToLast()
})

/** That the browser does not clear it by itself when it is short of space: some ask the person. */
async function askToLast(): Promise<void> {
  if (!(await navigator.storage.persisted())) await navigator.storage.persist()
}

// A sign-out that was cut went on while the database was opened.
effect(() => {
  if (me.value === undefined && here()?.leaving === true) forgetHere()
})
