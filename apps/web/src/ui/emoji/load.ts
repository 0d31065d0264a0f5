import type { Locale } from "@colombe/phrases"
import { useEffect, useState } from "preact/hooks"
import { locale } from "../../i18n/index.ts"
import { type EmojiGroups, readEmoji } from "./emoji.ts"

let read: { readonly locale: Locale; readonly groups: EmojiGroups } | undefined

/** A chunk of its own, asked for when somebody looks for an emoji. */
export async function loadEmoji(): Promise<EmojiGroups> {
  // The build puts the lines of `emoji-data.ts` in its place.
  const { default: data } = await import("./emoji.data.json")
  const lines = data as unknown as readonly string[]
  if (read?.locale !== locale.peek())
    read = { locale: locale.peek(), groups: readEmoji(lines, locale.peek()) }
  return read.groups
}

/** Undefined while they are on their way. */
export function useEmoji(): EmojiGroups | undefined {
  const [groups, setGroups] = useState<EmojiGroups | undefined>(undefined)
  useEffect(() => {
    void loadEmoji().then(setGroups)
  }, [locale.value])
  return groups
}
