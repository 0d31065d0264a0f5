import type { Phrase } from "../phrase.ts"

const vaultRefused: Phrase = {
  en: "One of your devices, or the server, offered keys of your account that do not check. They are not used, and what you have is kept. Look through your devices and remove what is not yours.",
  fr: "L’un de vos appareils, ou le serveur, a proposé des clés de votre compte qui ne sont pas correctes. Elles ne sont pas utilisées, et ce que vous avez est gardé. Passez vos appareils en revue et retirez ce qui n’est pas à vous.",
}

const vaultArriving: Phrase = {
  en: "New keys of your account are arriving. What you have is kept; there is nothing to do.",
  fr: "De nouvelles clés de votre compte arrivent. Ce que vous avez est gardé ; il n’y a rien à faire.",
}

/** Words, and keys that go from device to device. */
export const keyPhrases = {
  "words-count-wrong": {
    en: "There are {count|too many or too few} words, and it takes 24. Nothing was done. Compare with your paper.",
    fr: "Il y a {count|trop ou trop peu de} mots, et il en faut 24. Rien n’a été fait. Comparez avec votre papier.",
  },
  "word-unknown": {
    en: "{word|One of the words} is not in the list of words. Nothing was done. Compare with your paper: {suggestions|a letter may be wrong}.",
    fr: "{word|L’un des mots} n’est pas dans la liste. Rien n’a été fait. Comparez avec votre papier : {suggestions|une lettre est peut-être fausse}.",
  },
  "words-checksum-wrong": {
    en: "These words do not belong together. Nothing was done. Check their order, and each of them.",
    fr: "Ces mots ne vont pas ensemble. Rien n’a été fait. Vérifiez leur ordre, et chacun d’eux.",
  },
  "seal-key-invalid": {
    en: "The other device showed a key that cannot be used. Nothing was sent to it. Try again when it has been updated.",
    fr: "L’autre appareil a montré une clé inutilisable. Rien ne lui a été envoyé. Réessayez quand il aura été mis à jour.",
  },
  "vault-malformed": vaultRefused,
  "vault-account-wrong": vaultRefused,
  "vault-chain-wrong": vaultRefused,
  "vault-position-fallen": vaultRefused,
  "vault-signer-wrong": vaultRefused,
  "vault-signature-wrong": vaultRefused,
  "vault-recipients-wrong": vaultRefused,
  "vault-own-seal-wrong": vaultRefused,
  "vault-seal-wrong": vaultRefused,
  "vault-back-wrong": vaultRefused,
  "vault-position-unknown": vaultArriving,
  "vault-key-unknown": vaultArriving,
  "vault-not-for-us": {
    en: "The newest keys of your account were not given to this device. What you have is kept. Look on another device whether this one is still yours.",
    fr: "Les dernières clés de votre compte n’ont pas été données à cet appareil. Ce que vous avez est gardé. Vérifiez sur un autre appareil que celui-ci est toujours le vôtre.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
