/** The languages that people can read Colombe in. */
export type Locale = "en" | "fr"

/**
 * One sentence in each language. `{handle|this handle}` stands for the parameter `handle`, or for the words behind
 * the bar where the caller has none: every sentence reads well without parameters.
 */
export type Phrase = Readonly<Record<Locale, string>>

export type Parameters = Readonly<Record<string, string | number>>

const placeholder = /\{(\w+)\|([^}]*)\}/g

/** Names of the parameters that a sentence has room for. */
export function parametersOf(template: string): string[] {
  return [...template.matchAll(placeholder)].map(match => match[1] ?? "")
}

export function fill(template: string, parameters: Parameters): string {
  return template.replace(placeholder, (_, name: string, otherwise: string) =>
    Object.hasOwn(parameters, name) ? String(parameters[name]) : otherwise,
  )
}
