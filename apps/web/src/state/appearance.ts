import { effect, signal } from "@preact/signals"
import { client, me, selfChanged, workerState } from "./app.ts"
import { keep, readKept } from "./kept.ts"

/** Each look of the app, and what it may be. */
export const looks = {
  theme: ["auto", "light", "dark"],
  contrast: ["auto", "more"],
  motion: ["auto", "less"],
  size: ["small", "medium", "large", "huge"],
  density: ["roomy", "tight"],
} as const
export type Look = keyof typeof looks
export type LookOf<Name extends Look> = (typeof looks)[Name][number]
export type Appearance = { readonly [Name in Look]: LookOf<Name> }

/** Where nobody chose. */
const unchosen: Appearance = {
  theme: "auto",
  contrast: "auto",
  motion: "auto",
  size: "medium",
  density: "roomy",
}

/** These suit the eyes and go with the person; size and density suit the screen, and stay with it. */
const travelling = ["theme", "contrast", "motion"] as const satisfies readonly Look[]

const keptName = "colombe.appearance"
/** So that the first paint has them, before anything else is open. */
export const appearance = signal<Appearance>(withKnown(readChosen()))

function withKnown(kept: Readonly<Record<string, unknown>>): Appearance {
  const known = <Name extends Look>(name: Name): LookOf<Name> => {
    const values: readonly LookOf<Name>[] = looks[name]
    return values.find(value => value === kept[name]) ?? unchosen[name]
  }
  return {
    theme: known("theme"),
    contrast: known("contrast"),
    motion: known("motion"),
    size: known("size"),
    density: known("density"),
  }
}

function readChosen(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(readKept(keptName) ?? "{}")
    return typeof kept === "object" && kept !== null ? { ...kept } : {}
  } catch {
    return {}
  }
}

export function choose<Name extends Look>(name: Name, value: LookOf<Name>): void {
  put({ ...appearance.value, [name]: value })
  if ((travelling as readonly Look[]).includes(name)) void client.setSetting(name, value)
}

function put(next: Appearance): void {
  appearance.value = next
  keep(keptName, JSON.stringify(next))
}

/** Whether the system asks for it. */
const strong = matchMedia("(prefers-contrast: more)")
const isStrong = signal(strong.matches)
strong.addEventListener("change", () => {
  isStrong.value = strong.matches
})

/** Attributes on the root, which the tokens are chosen by. */
effect(() => {
  const { dataset } = document.documentElement
  const { contrast, ...rest } = appearance.value
  for (const [name, value] of Object.entries(rest)) dataset[name] = value
  dataset.contrast = isStrong.value ? "more" : contrast
})

/** What was chosen on another device holds here too. */
effect(() => {
  if (workerState.value.at !== "ready" || typeof me.value !== "object" || selfChanged.value === 0) return
  void Promise.all(travelling.map(async name => [name, await client.setting(name)] as const)).then(shared => {
    const chosen = Object.fromEntries(shared.filter(([, value]) => value !== undefined))
    const next = withKnown({ ...appearance.value, ...chosen })
    if (JSON.stringify(next) !== JSON.stringify(appearance.value)) put(next)
  })
})
