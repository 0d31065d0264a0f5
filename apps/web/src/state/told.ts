import type { Result } from "@colombe/base"
import { signal } from "@preact/signals"
import type { MessageId } from "../i18n/index.ts"

/** Why the last thing that was asked for was not done, until it is put away or something else is; or that it was. */
export const told = signal<{ readonly code: string } | { readonly done: MessageId } | undefined>(undefined)

/** What cannot be seen where one is. It goes by itself. */
export function tellDone(done: MessageId): void {
  told.value = { done }
}

/** Anew also where it is the same code as before. */
export function tell(code: string): void {
  told.value = { code }
}

/** For whatever is asked for in passing: a failure is said, in the one place where that is. Whether it was done. */
export async function orTell(asked: Promise<Result<unknown>>): Promise<boolean> {
  const done = await asked
  if (done.ok) told.value = undefined
  else tell(done.code)
  return done.ok
}

/** Whether it is on the clipboard now: browsers, and whoever set them up, may say no. */
export async function copyText(said: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(said)
    told.value = undefined
    return true
  } catch {
    tell("clipboard-denied")
    return false
  }
}
