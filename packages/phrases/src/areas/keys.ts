import type { Phrase } from "../phrase.ts"

const vaultRefused: Phrase = {
  en: "One of your devices, or the server, offered keys of your account that do not check. They are not used, and what you have is kept. Look through your devices and remove what is not yours.",
  fr: "L’un de vos appareils, ou le serveur, a proposé des clés de votre compte qui ne sont pas correctes. Elles ne sont pas utilisées, et ce que vous avez est gardé. Passez vos appareils en revue et retirez ce qui n’est pas à vous.",
}

const vaultArriving: Phrase = {
  en: "New keys of your account are arriving. What you have is kept; there is nothing to do.",
  fr: "De nouvelles clés de votre compte arrivent. Ce que vous avez est gardé ; il n’y a rien à faire.",
}

const mailRefused: Phrase = {
  en: "A note from another device was damaged, or not for this one. It was dropped, and what you have is kept.",
  fr: "Une note d’un autre appareil était abîmée, ou n’était pas pour celui-ci. Elle a été écartée, et ce que vous avez est gardé.",
}

const mailForged: Phrase = {
  en: "A note was not signed by the device that it names. It was dropped, and what you have is kept.",
  fr: "Une note n’était pas signée par l’appareil qu’elle nomme. Elle a été écartée, et ce que vous avez est gardé.",
}

const keyWithheld: Phrase = {
  en: "This device does not give older keys to the device that asks. Nothing was sent. Its owner can ask again later.",
  fr: "Cet appareil ne donne pas d’anciennes clés à l’appareil qui les demande. Rien n’a été envoyé. Son propriétaire peut redemander plus tard.",
}

const linkingRefused: Phrase = {
  en: "What came was not from the device that you are linking with. Nothing was linked. Start again with a new code, on a screen that you see yourself.",
  fr: "Ce qui est arrivé ne venait pas de l’appareil que vous associez. Rien n’a été associé. Recommencez avec un nouveau code, sur un écran que vous voyez vous-même.",
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
  "words-not-theirs": {
    en: "These words are in order, but they are another account’s, or were replaced by newer ones. Nothing was done. Look for the newest paper, and check the handle.",
    fr: "Ces mots sont corrects, mais ce sont ceux d’un autre compte, ou de plus récents les ont remplacés. Rien n’a été fait. Cherchez le papier le plus récent, et vérifiez l’identifiant.",
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
  "vault-locked": vaultArriving,
  "vault-not-for-us": {
    en: "The newest keys of your account were not given to this device. What you have is kept. Look on another device whether this one is still yours.",
    fr: "Les dernières clés de votre compte n’ont pas été données à cet appareil. Ce que vous avez est gardé. Vérifiez sur un autre appareil que celui-ci est toujours le vôtre.",
  },
  "mail-malformed": mailRefused,
  "mail-seal-broken": mailRefused,
  "mail-misdirected": mailRefused,
  "mail-body-wrong": mailRefused,
  "grant-not-asked": mailRefused,
  "mail-sender-unknown": mailForged,
  "mail-signature-wrong": mailForged,
  "mail-repeated": {
    en: "A note from another device came a second time. It counts once.",
    fr: "Une note d’un autre appareil est arrivée une seconde fois. Elle ne compte qu’une fois.",
  },
  "mail-body-too-large": {
    en: "This is more than fits in one note to a device. Nothing was sent. It goes out in several parts.",
    fr: "C’est plus que n’en contient une note à un appareil. Rien n’a été envoyé. Cela partira en plusieurs parties.",
  },
  "asker-no-leaf": keyWithheld,
  "asker-removed": keyWithheld,
  "key-only-vouched": keyWithheld,
  "epoch-expired": keyWithheld,
  "history-forbids": keyWithheld,
  "scope-forbids": keyWithheld,
  "device-too-new": keyWithheld,
  "link-code-malformed": {
    en: "This is no code of a new device. Nothing was linked. Show a new one on the device that you want to add.",
    fr: "Ce n’est pas le code d’un nouvel appareil. Rien n’a été associé. Affichez-en un nouveau sur l’appareil à ajouter.",
  },
  "link-code-expired": {
    en: "Ten minutes have passed, and this code is over. Nothing was linked. Take a new one.",
    fr: "Dix minutes ont passé, et ce code n’est plus valable. Rien n’a été associé. Demandez-en un nouveau.",
  },
  "link-code-elsewhere": {
    en: "This is a code of another server. Nothing was linked. Give the new device the address of the server on which your account is.",
    fr: "C’est un code d’un autre serveur. Rien n’a été associé. Donnez au nouvel appareil l’adresse du serveur où se trouve votre compte.",
  },
  "link-digits-differ": {
    en: "These are not the digits on the new device. Nothing was linked so far. Read them once more; if they are really others, somebody stands in between: cancel, and take a new code.",
    fr: "Ce ne sont pas les chiffres affichés par le nouvel appareil. Rien n’a été associé pour l’instant. Relisez-les ; s’ils sont vraiment autres, quelqu’un s’est glissé entre les deux : annulez, et demandez un nouveau code.",
  },
  "link-digits-wrong": {
    en: "The digits were wrong three times. Nothing was linked. Take a new code, and read its digits from the screen of your own device.",
    fr: "Les chiffres étaient faux trois fois. Rien n’a été associé. Demandez un nouveau code, et lisez les chiffres sur l’écran de votre propre appareil.",
  },
  "link-refused": {
    en: "You did not agree. Nothing was linked, and this device belongs to nobody. Start again when you like.",
    fr: "Vous n’avez pas accepté. Rien n’a été associé, et cet appareil n’est à personne. Recommencez quand vous voudrez.",
  },
  "link-refused-there": {
    en: "The new device did not agree. Nothing was linked. If that was a mistake, take a new code there.",
    fr: "Le nouvel appareil n’a pas accepté. Rien n’a été associé. Si c’est une erreur, demandez-y un nouveau code.",
  },
  "link-ended-there": {
    en: "Linking was ended on the other device. Nothing was linked. Take a new code to start again.",
    fr: "L’association a été arrêtée sur l’autre appareil. Rien n’a été associé. Demandez un nouveau code pour recommencer.",
  },
  "link-cancelled": {
    en: "You ended it here. Nothing was linked. Take a new code to start again.",
    fr: "Vous l’avez arrêtée ici. Rien n’a été associé. Demandez un nouveau code pour recommencer.",
  },
  "link-not-asked": {
    en: "There is nothing to answer at the moment. Nothing was changed. Start linking first.",
    fr: "Il n’y a rien à confirmer pour le moment. Rien n’a changé. Commencez d’abord l’association.",
  },
  "link-offer-wrong": linkingRefused,
  "link-answer-wrong": linkingRefused,
  "link-countersignature-wrong": linkingRefused,
  "device-last": {
    en: "This is your account’s only device: without it the 24 words alone lead back. Nothing was changed. Say that you want it all the same.",
    fr: "C’est le seul appareil de votre compte : sans lui, seuls les 24 mots y ramènent. Rien n’a changé. Dites que vous le voulez quand même.",
  },
  "device-has-unsent": {
    en: "Something that you wrote here is not sent yet, and would be lost. Nothing was changed. Wait until it is sent, or discard it.",
    fr: "Ce que vous avez écrit ici n’est pas encore tout parti, et serait perdu. Rien n’a changé. Attendez l’envoi, ou renoncez-y.",
  },
  "signed-out": {
    en: "This device is no longer one of your account, and everything that was here was erased.",
    fr: "Cet appareil ne fait plus partie de votre compte, et tout ce qui s’y trouvait a été effacé.",
  },
  "device-not-yours": {
    en: "Your account has no such device. Nothing was changed. Look at the list of your devices.",
    fr: "Votre compte n’a pas un tel appareil. Rien n’a changé. Regardez la liste de vos appareils.",
  },
  "link-frame-malformed": linkingRefused,
  "link-frame-misplaced": linkingRefused,
  "link-frame-untrusted": linkingRefused,
  "link-seal-broken": linkingRefused,
  "person-blocked": {
    en: "You have blocked this person. Nothing was sent. Unblock them first.",
    fr: "Vous avez bloqué cette personne. Rien n’a été envoyé. Débloquez-la d’abord.",
  },
  "invite-link-elsewhere": {
    en: "This invite link is for another server than yours. Nothing was joined. Open it with an account of that server.",
    fr: "Ce lien d’invitation est destiné à un autre serveur que le vôtre. Rien n’a été rejoint. Ouvrez-le avec un compte de ce serveur.",
  },
  "invite-limits-invalid": {
    en: "A link lasts 1 to 366 days, or has no end, and lets in 1 to 100,000 people, or as many as like. No link was made.",
    fr: "Un lien dure de 1 à 366 jours, ou n’a pas de fin, et laisse entrer de 1 à 100 000 personnes, ou autant qu’il en vient. Aucun lien n’a été créé.",
  },
  "invite-links-full": {
    en: "A group has at most 64 invite links. No link was made. End one that is not needed any more.",
    fr: "Un groupe a au plus 64 liens d’invitation. Aucun lien n’a été créé. Désactivez-en un qui ne sert plus.",
  },
  "invite-link-malformed": {
    en: "This invite link is not whole. Nothing was joined. Ask for it again, and copy all of it.",
    fr: "Ce lien d’invitation n’est pas complet. Rien n’a été rejoint. Redemandez-le et copiez-le en entier.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
