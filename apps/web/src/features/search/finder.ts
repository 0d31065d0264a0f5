import type { SearchPage } from "@colombe/client"
import { type ReadonlySignal, signal } from "@preact/signals"
import { client } from "../../state/app.ts"

/** One field that finds as one types. */
export interface Finder {
  readonly typed: ReadonlySignal<string>
  /** For what is typed now; undefined where that is nothing. The answer before stays until the next one is there. */
  readonly found: ReadonlySignal<SearchPage | undefined>
  find(typed: string): void
  /** The next page, behind those that are there. */
  more(): Promise<void>
}

/** In everything, or in one conversation. */
export function finderIn(conversation: string | undefined, limit: number): Finder {
  const typed = signal("")
  const found = signal<SearchPage | undefined>(undefined)
  const within = conversation === undefined ? { limit } : { limit, conversation }
  // Counts what was asked: an answer to anything but the last question is late, and dropped.
  let asked = 0
  const ask = async (before: number | undefined) => {
    asked += 1
    const own = asked
    const page = await client.search(typed.peek(), before === undefined ? within : { ...within, before })
    return own === asked ? page : undefined
  }
  return {
    typed,
    found,
    find(next) {
      typed.value = next
      if (next.trim() === "") {
        asked += 1
        found.value = undefined
        return
      }
      void ask(undefined).then(page => {
        if (page !== undefined) found.value = page
      })
    },
    async more() {
      const known = found.peek()
      if (known?.more === undefined) return
      const page = await ask(known.more)
      if (page === undefined) return
      found.value = { ...known, messages: [...known.messages, ...page.messages], more: page.more }
    },
  }
}
