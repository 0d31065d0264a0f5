import { signal } from "@preact/signals"
import { whenIdle } from "../ui/later.tsx"
import { locale } from "./index.ts"

type Phrases = typeof import("@colombe/phrases")

const phrases = signal<Phrases | undefined>(undefined)

/** The sentences for codes travel apart from the first load, which needs none of them. */
export async function fetchSentences(): Promise<void> {
  phrases.value ??= await import("@colombe/phrases")
}

/** For what the first load shows: the sentence, or nothing until it has come. */
export function sentence(code: string): string {
  if (phrases.value === undefined) void fetchSentences()
  return phrases.value?.phrase(code, locale.value) ?? ""
}

whenIdle(fetchSentences)
