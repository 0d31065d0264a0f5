import english from "emojibase-data/en/compact.json" with { type: "json" }
import french from "emojibase-data/fr/compact.json" with { type: "json" }
import type { Plugin } from "vite"
import settings from "./src/ui/emoji/emoji.data.json" with { type: "json" }
import { skinTones, withTone } from "./src/ui/emoji/emoji.ts"

/** What the browser gets of the data set: a chunk of its own, loaded when somebody looks for an emoji. */
export function emojiData(): Plugin {
  return {
    name: "emoji-data",
    enforce: "pre",
    transform: (_, id) =>
      id.endsWith("emoji.data.json")
        ? { code: `export default ${JSON.stringify(emojiLines())}`, map: null, moduleType: "js" }
        : undefined,
  }
}

/** Letters that make flags, and parts of others, which nobody sends alone. */
const component = 2
interface Entry {
  readonly hexcode: string
  readonly label: string
  readonly unicode: string
  readonly group?: number
  readonly order?: number
  readonly tags?: readonly string[]
  readonly skins?: readonly { readonly unicode: string }[]
}

/**
 * By group, one emoji a line: the emoji, its names and tags in English and in French, and whether it has skin tones,
 * with tabs between them and `|` between names.
 */
export function emojiLines(): readonly string[] {
  const inFrench = new Map((french as readonly Entry[]).map(entry => [entry.hexcode, entry]))
  const groups: string[][] = []
  const sorted = [...(english as readonly Entry[])].sort(
    (one, other) => (one.order ?? 0) - (other.order ?? 0),
  )
  for (const entry of sorted) {
    const { group, hexcode } = entry
    if (group === undefined || group === component) continue
    const named = [entry, inFrench.get(hexcode) ?? entry].map(namesOf)
    const place = group > component ? group - 1 : group
    groups[place] ??= []
    groups[place].push([plain(entry.unicode), ...named, hasTones(entry) ? "1" : ""].join("\t"))
  }
  return groups.map(lines => lines.join("\n"))
}

/** Without selectors that change nothing: the same emoji is the same text, whichever keyboard it comes from. */
function plain(unicode: string): string {
  return unicode.replace(/(\p{Emoji_Presentation})\ufe0f/gu, "$1")
}

/** Where each tone of everybody in it is one of the standard's. */
function hasTones({ unicode, skins = [] }: Entry): boolean {
  const known = new Set(skins.map(skin => plain(skin.unicode)))
  const toned = { emoji: plain(unicode), names: [], hasTones: true }
  return skinTones.every((_, tone) => tone === 0 || known.has(withTone(toned, tone)))
}

function namesOf({ label, tags = [] }: Entry): string {
  const others = tags.filter(tag => !label.includes(tag) && !/[|\t\n]/.test(tag))
  return [label, ...others.slice(0, settings.tagsMax)].join("|")
}
