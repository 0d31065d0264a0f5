import type { Phrase } from "../phrase.ts"

/** An entry that does not open or does not check, as the line that stands in its place. Several faults read alike. */
const damaged: Phrase = {
  en: "A message that was changed on its way, or was never whole. It is not shown.",
  fr: "Un message modifié en chemin, ou qui n’a jamais été entier. Il n’est pas affiché.",
}

const malformed: Phrase = {
  en: "A message of a form that this app cannot read. It is not shown. A newer version may read it.",
  fr: "Un message d’une forme que cette application ne sait pas lire. Il n’est pas affiché. Une version plus récente le pourra peut-être.",
}

const forged: Phrase = {
  en: "A message that was not signed by the person it names. It is not shown.",
  fr: "Un message qui n’est pas signé par la personne qu’il nomme. Il n’est pas affiché.",
}

const misplaced: Phrase = {
  en: "A message that was moved here from another place. It is not shown.",
  fr: "Un message déplacé ici depuis un autre endroit. Il n’est pas affiché.",
}

const arriving: Phrase = {
  en: "A message is arriving: its key is on the way.",
  fr: "Un message arrive : sa clé est en chemin.",
}

const rewritten: Phrase = {
  en: "The server shows this conversation differently from before. What you have is kept and nothing new is taken. Tell the others by another way.",
  fr: "Le serveur montre cette conversation autrement qu’avant. Ce que vous avez est gardé et rien de nouveau n’est accepté. Prévenez les autres par un autre moyen.",
}

export const openingPhrases = {
  // The log as the server shows it
  "log-gap": {
    en: "The server left out a part of this conversation. What you have is kept; the rest is asked for again.",
    fr: "Le serveur a omis une partie de cette conversation. Ce que vous avez est gardé ; le reste est redemandé.",
  },
  "log-hash-wrong": rewritten,
  "entry-digest-wrong": rewritten,
  "log-time-wrong": {
    en: "The server dates this entry impossibly. What you have is kept and nothing new is taken. Check this device’s clock first.",
    fr: "Le serveur donne à cet élément une date impossible. Ce que vous avez est gardé et rien de nouveau n’est accepté. Vérifiez d’abord l’heure de cet appareil.",
  },
  // The entry
  arriving,
  "key-missing": arriving,
  "key-wrong": damaged,
  "seal-broken": damaged,
  "padding-wrong": damaged,
  "header-malformed": malformed,
  "body-malformed": malformed,
  "place-wrong": misplaced,
  "base-not-before": misplaced,
  // Its sender
  "roster-missing": arriving,
  "device-unknown": forged,
  "device-unproven": {
    en: "A message from a device whose owner is not confirmed yet. It is shown once the device is.",
    fr: "Un message d’un appareil dont le propriétaire n’est pas encore confirmé. Il sera affiché quand l’appareil le sera.",
  },
  "signature-wrong": forged,
  "peer-position-wrong": forged,
  "role-forbids": {
    en: "A message from somebody who may not write here. It is not shown.",
    fr: "Un message de quelqu’un qui n’a pas le droit d’écrire ici. Il n’est pas affiché.",
  },
  "ttl-too-long": {
    en: "A message that was to stay longer than this conversation allows. It is not shown.",
    fr: "Un message qui devait rester plus longtemps que cette conversation ne le permet. Il n’est pas affiché.",
  },
  "send-id-repeated": {
    en: "A message that came a second time. It is shown once.",
    fr: "Un message arrivé une seconde fois. Il n’est affiché qu’une fois.",
  },
  // Its content
  "content-malformed": malformed,
  "content-not-canonical": malformed,
  "content-of-another": forged,
  "content-too-large": {
    en: "This message is larger than a message can be. It was not sent and is kept here. Shorten it, or send it in parts.",
    fr: "Ce message est plus grand qu’un message ne peut l’être. Il n’a pas été envoyé et il est gardé ici. Raccourcissez-le, ou envoyez-le en plusieurs parties.",
  },
  "cbor-malformed": malformed,
  "cbor-not-canonical": malformed,
  // Keys that others handed over
  "too-many-candidates": {
    en: "More keys were offered for these messages than can be right. The first ones are kept, no further ones are taken.",
    fr: "On a proposé pour ces messages plus de clés qu’il ne peut y en avoir de bonnes. Les premières sont gardées, aucune autre n’est acceptée.",
  },
  "too-many-key-records": {
    en: "More keys were to be kept at once than fit. They are kept in several parts.",
    fr: "Il y avait plus de clés à garder en une fois qu’il n’y a de place. Elles sont gardées en plusieurs parties.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
