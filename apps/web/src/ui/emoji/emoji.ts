import type { Locale } from "@colombe/phrases"
import { folded } from "../folded.ts"

export interface Emoji {
  readonly emoji: string
  /** In the language of the app first. */
  readonly names: readonly (readonly string[])[]
  readonly hasTones: boolean
}

/** Their order is that of the data: smileys, people, nature, food, travel, activities, objects, symbols, flags. */
export type EmojiGroups = readonly (readonly Emoji[])[]

/** Light to dark; 0 is none. */
export const skinTones = ["", "🏻", "🏼", "🏽", "🏾", "🏿"] as const

export function readEmoji(lines: readonly string[], locale: Locale): EmojiGroups {
  return lines.map(group =>
    group.split("\n").map(line => {
      const [emoji = "", english = "", french = "", tones = ""] = line.split("\t")
      const names = [english.split("|"), french.split("|")]
      return { emoji, names: locale === "fr" ? names.toReversed() : names, hasTones: tones !== "" }
    }),
  )
}

export const nameOf = ({ names }: Emoji): string => names[0]?.[0] ?? ""

/** Everybody in it has the same tone. */
export function withTone({ emoji, hasTones }: Emoji, tone: number): string {
  const modifier = skinTones[tone] ?? ""
  if (!hasTones || modifier === "") return emoji
  return emoji.replace(/(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${modifier}`)
}

/** What begins with it comes before what has a word that begins with it, names before other words. */
export function findEmoji(groups: EmojiGroups, typed: string, limit: number): readonly Emoji[] {
  const wanted = folded(typed.replaceAll("_", " ").trim())
  if (wanted === "") return []
  const found: { readonly emoji: Emoji; readonly rank: number }[] = []
  for (const emoji of groups.flat()) {
    const rank = rankOf(emoji, wanted)
    if (rank !== undefined) found.push({ emoji, rank })
  }
  found.sort((one, other) => one.rank - other.rank)
  return found.slice(0, limit).map(({ emoji }) => emoji)
}

/** Smaller is nearer; undefined: nothing in it begins with what is wanted. */
function rankOf({ names }: Emoji, wanted: string): number | undefined {
  let best: number | undefined
  for (const [language, said] of names.entries())
    for (const [place, name] of said.entries()) {
      const text = folded(name)
      const at =
        text === wanted ? 0 : text.startsWith(wanted) ? 1 : ` ${text}`.includes(` ${wanted}`) ? 2 : undefined
      if (at === undefined) continue
      const rank = at + (place === 0 ? 0 : 3) + language * 6
      best = Math.min(best ?? rank, rank)
    }
  return best
}
