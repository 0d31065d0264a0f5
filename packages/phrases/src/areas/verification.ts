import type { Phrase } from "../phrase.ts"

/** Something signed, hashed or sealed that does not check: said plainly, never passed over. */
export const verificationPhrases = {
  "server-lost-device": {
    en: "The server came back from a backup that does not know this device yet. Nothing here is lost. Open Colombe once on an older device of yours: it brings this one back.",
    fr: "Le serveur est revenu d’une sauvegarde qui ne connaît pas encore cet appareil. Rien n’est perdu ici. Ouvrez Colombe une fois sur un appareil plus ancien : il ramènera celui-ci.",
  },
  "member-back": {
    en: "The server came back from a backup, and with it people who had been taken out of this group. Nothing is sent until somebody who may takes them out again.",
    fr: "Le serveur est revenu d’une sauvegarde, et avec lui des gens qui avaient été retirés de ce groupe. Rien n’est envoyé tant qu’une personne qui le peut ne les a pas retirés de nouveau.",
  },
  "host-changed": {
    en: "The server now goes by another name than before. Nothing was sent to it. Ask its operator by another way before you go on.",
    fr: "Le serveur porte maintenant un autre nom qu’avant. Rien ne lui a été envoyé. Interrogez son responsable par un autre moyen avant de continuer.",
  },
  "handle-mismatch": {
    en: "The server names an account for this handle that does not itself claim the handle. Nothing was sent. Ask the person for a link.",
    fr: "Le serveur indique pour cet identifiant un compte qui ne le revendique pas lui-même. Rien n’a été envoyé. Demandez un lien à la personne.",
  },
  "handle-changed": {
    en: "This handle now belongs to another account than the one that you know. Nothing was sent. Ask the person by another way.",
    fr: "Cet identifiant appartient maintenant à un autre compte que celui que vous connaissez. Rien n’a été envoyé. Interrogez la personne par un autre moyen.",
  },
  "chain-forked": {
    en: "There are two signed versions of the devices of {handle|this person}. Nothing is sent until that is settled. Compare safety numbers when you meet.",
    fr: "Il existe deux versions signées des appareils de {handle|cette personne}. Rien n’est envoyé tant que ce n’est pas réglé. Comparez vos numéros de sécurité de vive voix.",
  },
  "account-frozen": {
    en: "The account of {handle|this person} holds something that this app does not know, and rests until you update. Nothing was sent.",
    fr: "Le compte de {handle|cette personne} contient quelque chose que cette application ne connaît pas, et reste en attente jusqu’à une mise à jour. Rien n’a été envoyé.",
  },
  "log-broken": {
    en: "The server contradicts itself about this conversation. What you have is kept and nothing new is taken. Tell the others by another way.",
    fr: "Le serveur se contredit au sujet de cette conversation. Ce que vous avez est gardé et rien de nouveau n’est accepté. Prévenez les autres par un autre moyen.",
  },
  "log-contradicted": {
    en: "Somebody saw this conversation differently from you: the server showed it twice, or a device lies. What you have is kept. Compare with the others by another way.",
    fr: "Quelqu’un a vu cette conversation autrement que vous : le serveur l’a montrée de deux façons, ou un appareil ment. Ce que vous avez est gardé. Comparez avec les autres par un autre moyen.",
  },
  "group-unproven": {
    en: "The server could not show how this group came to be as it is now. You were not let in, so that nobody who was removed can listen. Ask a member to invite you again.",
    fr: "Le serveur n’a pas pu montrer comment ce groupe est arrivé à son état actuel. Vous n’y êtes pas entré, afin qu’aucune personne retirée ne puisse écouter. Demandez à un membre de vous inviter de nouveau.",
  },
  "group-damaged": {
    en: "Somebody’s app damaged the keys of this conversation. What was said is kept; the keys are being made anew.",
    fr: "L’application de quelqu’un a abîmé les clés de cette conversation. Ce qui a été dit est gardé ; de nouvelles clés sont en préparation.",
  },
  "reopen-refused": {
    en: "Somebody tried to begin this conversation anew in a way that is not allowed. It was not followed, and nothing here changed.",
    fr: "Quelqu’un a tenté de recommencer cette conversation d’une manière qui n’est pas permise. Cela n’a pas été suivi, et rien n’a changé ici.",
  },
  "welcome-invalid": {
    en: "An invitation to a group does not check. You were not let in, and nothing was changed. Ask to be invited again.",
    fr: "Une invitation à un groupe n’est pas valable. Vous n’y êtes pas entré, et rien n’a changé. Demandez une nouvelle invitation.",
  },
  "signature-invalid": {
    en: "This message was not signed by the person it names. Its text is not shown.",
    fr: "Ce message n’est pas signé par la personne qu’il nomme. Son texte n’est pas affiché.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
