import type { Phrase } from "../phrase.ts"

/** Lines between messages: what changed, and what has a place and no readable content. */
export const timelinePhrases = {
  "before-joining": {
    en: "What was written before you came in stays closed to you.",
    fr: "Ce qui a été écrit avant votre arrivée vous reste fermé.",
  },
  blocked: {
    en: "Messages of somebody whom you have blocked are not shown.",
    fr: "Les messages d’une personne que vous avez bloquée ne sont pas affichés.",
  },
  withheld: {
    en: "A message that the server withholds.",
    fr: "Un message que le serveur retient.",
  },
  "newer-app": {
    en: "A message for a newer version of the app. Update to read it.",
    fr: "Un message destiné à une version plus récente de l’application. Mettez-la à jour pour le lire.",
  },
  deleted: { en: "A deleted message.", fr: "Un message supprimé." },
  "edit-invalid": {
    en: "An edit that does not belong to a message of its sender. It changes nothing.",
    fr: "Une modification qui ne concerne aucun message de son auteur. Elle ne change rien.",
  },
  "server-restored": {
    en: "The server came back from a backup and has lost what followed. What this device had of it is kept here, and what you said goes out again.",
    fr: "Le serveur est revenu d’une sauvegarde et a perdu la suite. Ce que cet appareil en avait est gardé ici, et ce que vous avez dit repart.",
  },
  "mark-verified": {
    en: "Verified: you have compared this number.",
    fr: "Vérifié : vous avez comparé ce numéro.",
  },
  "mark-request": { en: "(request)", fr: "(demande)" },
  "change-created": {
    en: "{by|Somebody} opened the conversation.",
    fr: "{by|Quelqu’un} a ouvert la conversation.",
  },
  "change-added": {
    en: "{by|Somebody} added {people|somebody}.",
    fr: "{by|Quelqu’un} a ajouté {people|quelqu’un}.",
  },
  "change-removed": {
    en: "{by|Somebody} removed {people|somebody}.",
    fr: "{by|Quelqu’un} a retiré {people|quelqu’un}.",
  },
  "change-joined": { en: "{by|Somebody} joined.", fr: "{by|Quelqu’un} a rejoint la conversation." },
  "change-joined-by-link": {
    en: "{by|Somebody} joined by an invite link.",
    fr: "{by|Quelqu’un} a rejoint la conversation par un lien d’invitation.",
  },
  "change-link-made": {
    en: "{by|Somebody} made an invite link: whoever has it can come in.",
    fr: "{by|Quelqu’un} a créé un lien d’invitation : qui l’a peut entrer.",
  },
  "change-link-ended": {
    en: "{by|Somebody} ended an invite link.",
    fr: "{by|Quelqu’un} a désactivé un lien d’invitation.",
  },
  "change-left": { en: "{by|Somebody} left.", fr: "{by|Quelqu’un} a quitté la conversation." },
  "change-device-added": {
    en: "{by|Somebody} can now read this on one more device.",
    fr: "{by|Quelqu’un} peut maintenant lire ceci sur un appareil de plus.",
  },
  "change-device-removed": {
    en: "{by|Somebody} can read this on one device less.",
    fr: "{by|Quelqu’un} peut lire ceci sur un appareil de moins.",
  },
  "change-reopened": {
    en: "{by|Somebody} made the keys of this conversation anew. Everybody in it stays, and everything said before.",
    fr: "{by|Quelqu’un} a renouvelé les clés de cette conversation. Tout le monde y reste, et tout ce qui a été dit.",
  },
  "change-history-none": {
    en: "{by|Somebody} closed what is said from now on to people who come later.",
    fr: "{by|Quelqu’un} a fermé ce qui se dit désormais à ceux qui viendront plus tard.",
  },
  "change-history-all": {
    en: "{by|Somebody} opened what is said from now on to people who come later.",
    fr: "{by|Quelqu’un} a ouvert ce qui se dit désormais à ceux qui viendront plus tard.",
  },
  "change-history-day": {
    en: "{by|Somebody} opened what is said from now on to people who come within a day.",
    fr: "{by|Quelqu’un} a ouvert ce qui se dit désormais à ceux qui viendront sous un jour.",
  },
  "change-history-days": {
    en: "{by|Somebody} opened what is said from now on to people who come within {days|some} days.",
    fr: "{by|Quelqu’un} a ouvert ce qui se dit désormais à ceux qui viendront sous {days|quelques} jours.",
  },
  "change-pinned": {
    en: "{by|Somebody} pinned: {said|a message}.",
    fr: "{by|Quelqu’un} a épinglé : {said|un message}.",
  },
  "change-unpinned": {
    en: "{by|Somebody} unpinned: {said|a message}.",
    fr: "{by|Quelqu’un} a détaché : {said|un message}.",
  },
  "change-timer-off": {
    en: "{by|Somebody} lets what is said from now on stay.",
    fr: "{by|Quelqu’un} laisse rester ce qui se dit désormais.",
  },
  "change-timer": {
    en: "{by|Somebody} lets what is said from now on disappear after {span|a time}.",
    fr: "{by|Quelqu’un} fait disparaître ce qui se dit désormais après {span|un temps}.",
  },
  "change-role-owner": {
    en: "{by|Somebody} made {people|somebody} owner of this group.",
    fr: "{by|Quelqu’un} a confié ce groupe à {people|quelqu’un}.",
  },
  "change-role-admin": {
    en: "{by|Somebody} made {people|somebody} admin.",
    fr: "{by|Quelqu’un} a confié l’administration à {people|quelqu’un}.",
  },
  "change-role-moderator": {
    en: "{by|Somebody} made {people|somebody} moderator.",
    fr: "{by|Quelqu’un} a confié la modération à {people|quelqu’un}.",
  },
  "change-role-member": {
    en: "{by|Somebody} made {people|somebody} an ordinary member.",
    fr: "{by|Quelqu’un} a retiré son rôle à {people|quelqu’un}.",
  },
  "change-own-role-owner": {
    en: "{by|Somebody} is owner of this group.",
    fr: "Ce groupe est à {by|quelqu’un}.",
  },
  "change-own-role-admin": {
    en: "{by|Somebody} stays as admin.",
    fr: "{by|Quelqu’un} ne garde que l’administration.",
  },
  "change-own-role-moderator": {
    en: "{by|Somebody} stays as moderator.",
    fr: "{by|Quelqu’un} ne garde que la modération.",
  },
  "change-own-role-member": {
    en: "{by|Somebody} stays as ordinary member.",
    fr: "{by|Quelqu’un} a rendu son rôle.",
  },
  "change-banned": {
    en: "{by|Somebody} banned {people|somebody}.",
    fr: "{by|Quelqu’un} a exclu {people|quelqu’un}.",
  },
  "change-unbanned": {
    en: "{by|Somebody} lets {people|somebody} be added again.",
    fr: "{by|Quelqu’un} permet de rajouter {people|quelqu’un}.",
  },
  "mark-owner": { en: "(owner)", fr: "(propriétaire)" },
  "mark-admin": { en: "(admin)", fr: "(administration)" },
  "mark-moderator": { en: "(moderator)", fr: "(modération)" },
  "mark-member": { en: "(member)", fr: "(membre)" },
  "mark-banned": { en: "(banned)", fr: "(exclusion)" },
  "mark-link-expired": { en: "(expired)", fr: "(expiré)" },
  "mark-link-used-up": { en: "(used up)", fr: "(épuisé)" },
  "mark-link-maker": {
    en: "(ended: its maker is no admin any more)",
    fr: "(désactivé : qui l’a créé n’administre plus le groupe)",
  },
  "invite-preview": {
    en: "The link calls the group “{title|without a title}”, at {host|this server}; the server says that {members|some} people are in it. Joining shows them your name.",
    fr: "Le lien nomme le groupe « {title|sans titre} », sur {host|ce serveur} ; d’après le serveur, {members|quelques} personnes s’y trouvent. Entrer leur montre votre nom.",
  },
  "invite-preview-asks": {
    en: "The link calls the group “{title|without a title}”, at {host|this server}; the server says that {members|some} people are in it. Joining asks them: whoever may add people answers.",
    fr: "Le lien nomme le groupe « {title|sans titre} », sur {host|ce serveur} ; d’après le serveur, {members|quelques} personnes s’y trouvent. Rejoindre, c’est demander : qui peut ajouter des gens répond.",
  },
  "invite-asked": {
    en: "You have asked to come in. The group appears in your list once somebody lets you in.",
    fr: "Vous avez demandé à entrer. Le groupe apparaîtra dans votre liste dès que quelqu’un vous laissera entrer.",
  },
  "invite-preview-member": {
    en: "You are in this group already: “{title|without a title}”.",
    fr: "Vous êtes déjà dans ce groupe : « {title|sans titre} ».",
  },
  "mark-invited": { en: "(invited)", fr: "(invitation envoyée)" },
  "forwarded-by": {
    en: "(forwarded; by {name|somebody}, according to {by|whoever forwards it})",
    fr: "(transféré ; auteur, selon {by|qui le transfère} : {name|quelqu’un})",
  },
  "poll-head": {
    en: "(poll, votes: {voters|none})",
    fr: "(sondage, votes : {voters|aucun})",
  },
  "poll-head-closed": {
    en: "(poll, closed, votes: {voters|none})",
    fr: "(sondage clos, votes : {voters|aucun})",
  },
  "change-picture": {
    en: "{by|Somebody} changed the group’s picture.",
    fr: "{by|Quelqu’un} a changé l’image du groupe.",
  },
  "change-picture-removed": {
    en: "{by|Somebody} took the group’s picture away.",
    fr: "{by|Quelqu’un} a retiré l’image du groupe.",
  },
  "change-title": {
    en: "{by|Somebody} changed the title to “{title|another one}”.",
    fr: "{by|Quelqu’un} a changé le titre en « {title|un autre} ».",
  },
} as const satisfies Readonly<Record<string, Phrase>>
