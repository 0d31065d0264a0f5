import type { Phrase } from "../phrase.ts"

/** A list of devices that is not what it claims to be. Which link is wrong helps nobody but whoever made it. */
const brokenChain: Phrase = {
  en: "The list of devices of {handle|this person} is not properly signed. Nothing was sent. The server may be showing something false.",
  fr: "La liste des appareils de {handle|cette personne} n’est pas correctement signée. Rien n’a été envoyé. Le serveur montre peut-être quelque chose de faux.",
}

const deviceReturns: Phrase = {
  en: "A device that was removed cannot come back under its old key. Nothing was changed. Set it up anew, then link it.",
  fr: "Un appareil retiré ne peut pas revenir avec son ancienne clé. Rien n’a changé. Réinitialisez-le, puis associez-le.",
}

const mayNotSign: Phrase = {
  en: "This device may not change the account. Nothing was changed. Use one that has the whole history.",
  fr: "Cet appareil n’a pas le droit de modifier le compte. Rien n’a changé. Utilisez-en un qui a tout l’historique.",
}

/** Handles, hosts and chains of devices: what `rules` finds wrong with them. */
export const identityPhrases = {
  "handle-empty": {
    en: "A handle is missing. No account was made. Choose one, such as ana.",
    fr: "Il manque un identifiant. Aucun compte n’a été créé. Choisissez-en un, par exemple ana.",
  },
  "handle-too-long": {
    en: "This handle is longer than 32 characters. No account was made. Choose a shorter one.",
    fr: "Cet identifiant dépasse 32 caractères. Aucun compte n’a été créé. Choisissez-en un plus court.",
  },
  "handle-upper-case": {
    en: "A handle has small letters alone, so that nobody has to ask which. No account was made. Write it in small letters.",
    fr: "Un identifiant n’a que des minuscules, pour que personne n’ait à demander lesquelles. Aucun compte n’a été créé. Écrivez-le en minuscules.",
  },
  "handle-look-alike": {
    en: "This handle holds a character that could be taken for another one. No account was made. Use a to z, digits and underscores.",
    fr: "Cet identifiant contient un caractère que l’on pourrait prendre pour un autre. Aucun compte n’a été créé. Utilisez a à z, des chiffres et des tirets bas.",
  },
  "handle-character": {
    en: "This handle holds a character that no handle has. No account was made. Use a to z, digits and underscores.",
    fr: "Cet identifiant contient un caractère qu’aucun identifiant n’a. Aucun compte n’a été créé. Utilisez a à z, des chiffres et des tirets bas.",
  },
  "handle-start": {
    en: "A handle begins with a letter. No account was made. Put one in front.",
    fr: "Un identifiant commence par une lettre. Aucun compte n’a été créé. Mettez-en une devant.",
  },
  "handle-underscore": {
    en: "A handle does not end with an underscore and has no two in a row. No account was made. Take the extra ones out.",
    fr: "Un identifiant ne finit pas par un tiret bas et n’en a jamais deux de suite. Aucun compte n’a été créé. Retirez ceux qui sont en trop.",
  },
  "handle-statement-malformed": {
    en: "What the server says about this handle is not in order. Nothing was sent. Ask the person for a link.",
    fr: "Ce que le serveur dit de cet identifiant n’est pas conforme. Rien n’a été envoyé. Demandez un lien à la personne.",
  },
  "host-invalid": {
    en: "The part behind the @ is no name of a server. Nothing was sent. It looks like example.org.",
    fr: "La partie après le @ n’est pas le nom d’un serveur. Rien n’a été envoyé. Il ressemble à example.org.",
  },
  "account-closed": {
    en: "{handle|This person} closed the account. Nothing was sent; what you have of it stays here.",
    fr: "{handle|Cette personne} a fermé son compte. Rien n’a été envoyé ; ce que vous en avez reste ici.",
  },
  "account-mismatch": brokenChain,
  "chain-broken": brokenChain,
  "chain-empty": brokenChain,
  "link-malformed": brokenChain,
  "link-out-of-place": brokenChain,
  "link-unsigned": brokenChain,
  "too-many-links": brokenChain,
  "device-changed": brokenChain,
  "device-twice": brokenChain,
  "device-returns": deviceReturns,
  "device-not-active": {
    en: "This device does not belong to the account now. Nothing was changed. Look at the list of devices.",
    fr: "Cet appareil ne fait pas partie du compte en ce moment. Rien n’a changé. Regardez la liste des appareils.",
  },
  "signer-not-active": mayNotSign,
  "signer-not-allowed": mayNotSign,
  "position-unknown": {
    en: "The devices of {handle|this person} changed, and the server does not show how. Nothing was sent. Try again in a moment.",
    fr: "Les appareils de {handle|cette personne} ont changé, et le serveur ne montre pas comment. Rien n’a été envoyé. Réessayez dans un instant.",
  },
  "update-needed": {
    en: "The account of {handle|this person} holds something that this app does not know. Nothing was sent. Update the app.",
    fr: "Le compte de {handle|cette personne} contient quelque chose que cette application ne connaît pas. Rien n’a été envoyé. Mettez l’application à jour.",
  },
  "nonce-mismatch": {
    en: "The server answered a sign-in that was not this one. Nothing was sent to it. Connect again.",
    fr: "Le serveur a répondu à une autre connexion que celle-ci. Rien ne lui a été envoyé. Reconnectez-vous.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
