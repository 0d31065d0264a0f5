import { clientPhrases } from "./areas/client.ts"
import { commandLinePhrases } from "./areas/command-line.ts"
import { identityPhrases } from "./areas/identity.ts"
import { keyPhrases } from "./areas/keys.ts"
import { openingPhrases } from "./areas/opening.ts"
import { operatorPhrases } from "./areas/operator.ts"
import { timelinePhrases } from "./areas/timeline.ts"
import { verificationPhrases } from "./areas/verification.ts"
import { webPhrases } from "./areas/web.ts"
import { wirePhrases } from "./areas/wire.ts"
import { fill, type Locale, type Parameters, type Phrase } from "./phrase.ts"
import { typesetFrench } from "./typography.ts"

export const areas = {
  wire: wirePhrases,
  client: clientPhrases,
  identity: identityPhrases,
  verification: verificationPhrases,
  opening: openingPhrases,
  keys: keyPhrases,
  timeline: timelinePhrases,
  "command line": commandLinePhrases,
  operator: operatorPhrases,
  web: webPhrases,
} as const

const catalogue: ReadonlyMap<string, Phrase> = new Map(
  Object.values(areas).flatMap(area => Object.entries<Phrase>(area)),
)

type Areas = typeof areas
/** Codes that this version has words for. A newer server may send others. */
export type KnownCode = { [Area in keyof Areas]: keyof Areas[Area] }[keyof Areas]

export const isKnownCode = (code: string): code is KnownCode => catalogue.has(code)

const unknownCode: Phrase = {
  en: "This version of Colombe has no words for what happened ({code|no code}). It may come from something newer: look whether it was done, then update the app.",
  fr: "Cette version de Colombe n’a pas de mots pour ce qui s’est passé ({code|sans code}). Cela vient peut-être de plus récent : vérifiez si c’est fait, puis mettez l’application à jour.",
}

/**
 * The sentence for a code, in words that say what happened, what was kept and what to do. Parameters that the
 * sentence has no room for are left out, those that are missing are replaced by plain words. A code that this version
 * does not know gets a sentence that says so and names it.
 */
export function phrase(code: KnownCode | (string & {}), locale: Locale, parameters: Parameters = {}): string {
  const known = catalogue.get(code)
  const template = (known ?? unknownCode)[locale]
  return fill(locale === "fr" ? typesetFrench(template) : template, known ? parameters : { code })
}
