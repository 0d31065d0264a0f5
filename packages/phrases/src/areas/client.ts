import type { Phrase } from "../phrase.ts"

const notText: Phrase = {
  en: "This is not text: it is not valid UTF-8. Nothing was sent. Send text, or convert it first.",
  fr: "Ce n’est pas du texte : l’UTF-8 n’est pas valide. Rien n’a été envoyé. Envoyez du texte, ou convertissez-le d’abord.",
}

/** What a client meets on its own: connection, input, its local store. */
export const clientPhrases = {
  "scheduled-sent": {
    en: "It has gone out meanwhile, or was taken away. Nothing was changed.",
    fr: "Il est parti entre-temps, ou a été retiré. Rien n’a changé.",
  },
  "too-many-scheduled": {
    en: "A thousand messages wait for their time already. This one was not kept. Send or delete some of them first.",
    fr: "Mille messages attendent déjà leur heure. Celui-ci n’a pas été gardé. Envoyez ou supprimez-en d’abord.",
  },
  "picture-invalid": {
    en: "This is no picture that can be shown here, or one that is too large. Nothing was changed. Choose a JPEG, PNG or WebP.",
    fr: "Ce n’est pas une image qui puisse s’afficher ici, ou elle est trop grande. Rien n’a changé. Choisissez un JPEG, un PNG ou un WebP.",
  },
  "server-unreachable": {
    en: "The server does not answer. What you wrote is kept and goes out when it does. Check the address and the network.",
    fr: "Le serveur ne répond pas. Ce que vous avez écrit est gardé et partira dès qu’il répondra. Vérifiez l’adresse et le réseau.",
  },
  "group-planned": {
    en: "The server does not answer. The group is kept here, with what you write in it, and is made as soon as the server answers.",
    fr: "Le serveur ne répond pas. Le groupe est gardé ici, avec ce que vous y écrivez, et sera créé dès que le serveur répondra.",
  },
  "server-not-colombe": {
    en: "Something answers at this address, but it is no Colombe server. Nothing was sent. Check the address.",
    fr: "Quelque chose répond à cette adresse, mais ce n’est pas un serveur Colombe. Rien n’a été envoyé. Vérifiez l’adresse.",
  },
  "server-address-invalid": {
    en: "This is no address of a server. Nothing was sent. It looks like https://example.org.",
    fr: "Ce n’est pas l’adresse d’un serveur. Rien n’a été envoyé. Elle ressemble à https://example.org.",
  },
  "connection-lost": {
    en: "The connection broke. What you wrote is kept and goes out when it is back.",
    fr: "La connexion s’est interrompue. Ce que vous avez écrit est gardé et partira à son retour.",
  },
  timeout: {
    en: "The server took too long to answer. What you wrote is kept. Try again.",
    fr: "Le serveur a mis trop de temps à répondre. Ce que vous avez écrit est gardé. Réessayez.",
  },
  "refusal-unknown": {
    en: "The server refused for a reason that this version does not know. What you wrote is kept. Update the app, then try again.",
    fr: "Le serveur a refusé pour une raison que cette version ne connaît pas. Ce que vous avez écrit est gardé. Mettez l’application à jour, puis réessayez.",
  },
  "work-excessive": {
    en: "This server asks for more computing than this app does for an account. No account was made. Ask whoever runs the server for an invitation.",
    fr: "Ce serveur demande plus de calcul que cette application n’en fait pour un compte. Aucun compte n’a été créé. Demandez une invitation à qui gère le serveur.",
  },
  "registration-cancelled": {
    en: "You ended it here. No account was made. What you entered can be used again.",
    fr: "Vous l’avez arrêtée ici. Aucun compte n’a été créé. Ce que vous avez saisi peut resservir.",
  },
  interrupted: {
    en: "This was interrupted, and may or may not have been done. Look, then try again.",
    fr: "L’action a été interrompue ; elle a pu aboutir ou non. Vérifiez, puis réessayez.",
  },
  "history-invalid": {
    en: "What newcomers can read is nothing, everything, or what was said in 1 to 3,650 days before they came. Nothing was changed.",
    fr: "Les nouveaux venus lisent rien, tout, ou ce qui s’est dit pendant 1 à 3 650 jours avant leur arrivée. Rien n’a été changé.",
  },
  "draft-sent": {
    en: "This was sent meanwhile, from here or from another of your devices. Nothing was lost: look at the conversation.",
    fr: "Ce message est parti entre-temps, d’ici ou d’un autre de vos appareils. Rien n’est perdu : regardez la conversation.",
  },
  "text-empty": {
    en: "There is nothing in it. Nothing was sent. Write something first.",
    fr: "Il n’y a rien dedans. Rien n’a été envoyé. Écrivez d’abord quelque chose.",
  },
  "text-too-long": {
    en: "This text is too long. It was not sent and is kept here. Shorten it, or send it in parts.",
    fr: "Ce texte est trop long. Il n’a pas été envoyé et il est gardé ici. Raccourcissez-le, ou envoyez-le en plusieurs parties.",
  },
  "text-encoding": notText,
  "text-invalid": notText,
  "text-has-nul": {
    en: "The text holds a character that cannot be shown (NUL). Nothing was sent. Take it out, then try again.",
    fr: "Le texte contient un caractère qui ne peut pas être affiché (NUL). Rien n’a été envoyé. Retirez-le, puis réessayez.",
  },
  "line-has-controls": {
    en: "A title or name holds a line end or another character that cannot be shown. Nothing was changed. Take it out, then try again.",
    fr: "Un titre ou un nom contient un retour à la ligne ou un autre caractère qui ne peut pas être affiché. Rien n’a changé. Retirez-le, puis réessayez.",
  },
  "title-unknown": {
    en: "You are in no group of this title. Nothing was sent. Check the spelling.",
    fr: "Vous n’êtes dans aucun groupe de ce titre. Rien n’a été envoyé. Vérifiez l’orthographe.",
  },
  "title-ambiguous": {
    en: "You are in several groups of this title. Nothing was sent. Name one by the start of its id:",
    fr: "Vous êtes dans plusieurs groupes de ce titre. Rien n’a été envoyé. Désignez-en un par le début de son numéro :",
  },
  "direct-with-oneself": {
    en: "This is your own account. Nothing was made. Choose somebody else to write to.",
    fr: "C’est votre propre compte. Rien n’a été créé. Choisissez quelqu’un d’autre à qui écrire.",
  },
  "send-under-way": {
    en: "This message is on its way already. Nothing was changed. Delete it for everyone once it has arrived.",
    fr: "Ce message est déjà en route. Rien n’a changé. Supprimez-le pour tous une fois arrivé.",
  },
  "message-unknown": {
    en: "The message that this is about is not on this device, or was deleted. Nothing was sent. Wait until it has arrived, or write without the reference.",
    fr: "Le message concerné n’est pas sur cet appareil, ou a été supprimé. Rien n’a été envoyé. Attendez son arrivée, ou écrivez sans y faire référence.",
  },
  "message-of-another": {
    en: "Somebody else wrote this message. Nothing was changed. You can change your own messages.",
    fr: "Ce message est de quelqu’un d’autre. Rien n’a changé. Vous pouvez modifier vos propres messages.",
  },
  "too-many-messages": {
    en: "It takes at least one message and at most {limit|100} at a time. Nothing was changed.",
    fr: "Il faut au moins un message et au plus {limit|100} à la fois. Rien n’a changé.",
  },
  "member-already": {
    en: "{handle|This person} is in the group already. Nothing was changed.",
    fr: "{handle|Cette personne} fait déjà partie du groupe. Rien n’a changé.",
  },
  "member-unknown": {
    en: "{handle|This person} is not in the group. Nothing was changed.",
    fr: "{handle|Cette personne} ne fait pas partie du groupe. Rien n’a changé.",
  },
  "role-invalid": {
    en: "There is no such role. Nothing was changed. Choose owner, admin, moderator or member.",
    fr: "Ce rôle n’existe pas. Rien n’a changé. Choisissez propriétaire, administration, modération ou membre.",
  },
  "ban-unknown": {
    en: "{handle|This person} is not banned from this group. Nothing was changed.",
    fr: "{handle|Cette personne} n’est pas exclue de ce groupe. Rien n’a changé.",
  },
  "last-admin": {
    en: "Nobody else could look after this group. Nothing was changed. Make somebody else its owner first.",
    fr: "Plus personne ne pourrait s’occuper de ce groupe. Rien n’a changé. Confiez-le d’abord à quelqu’un d’autre.",
  },
  "already-registered": {
    en: "There is an account in this place already. It was left as it is. Use it, or choose another place for a second one.",
    fr: "Il y a déjà un compte à cet endroit. Il est resté tel quel. Utilisez-le, ou choisissez un autre endroit pour un second.",
  },
  "export-cancelled": {
    en: "You stopped the export. Nothing of it was kept.",
    fr: "Vous avez arrêté l’export. Rien n’en a été gardé.",
  },
  "storage-full": {
    en: "There is no room left on this device. Nothing new was stored, and what was there is kept. Make room, then try again.",
    fr: "Il n’y a plus de place sur cet appareil. Rien de nouveau n’a été enregistré, et ce qui s’y trouvait est gardé. Faites de la place, puis réessayez.",
  },
  "storage-failed": {
    en: "The disk failed to read or write. What was stored before is kept, and what you just did may not be. Check the disk, then try again.",
    fr: "Le disque n’a pas pu lire ou écrire. Ce qui était enregistré est gardé, mais peut-être pas votre dernière action. Vérifiez le disque, puis réessayez.",
  },
  "storage-locked": {
    en: "What is stored on this device does not open with this key. Nothing was changed. Check the passphrase or the key file.",
    fr: "Ce qui est enregistré sur cet appareil ne s’ouvre pas avec cette clé. Rien n’a changé. Vérifiez la phrase secrète ou le fichier de clé.",
  },
  "storage-damaged": {
    en: "What is stored on this device is damaged. Open Colombe again: your keys and what was not sent yet are carried over, the rest comes back from the server, and the damaged file is kept. If this is said again, bring this device in anew from another one, or with your 24 words.",
    fr: "Ce qui est enregistré sur cet appareil est endommagé. Rouvrez Colombe : vos clés et ce qui n’était pas encore envoyé sont repris, le reste revient du serveur, et le fichier endommagé est gardé. Si ce message revient, ajoutez de nouveau cet appareil depuis un autre, ou avec vos 24 mots.",
  },
  "clock-wrong": {
    en: "The clock of this device and that of the server differ by more than a day. Nothing was sent or received, and nothing is lost. Set date and time of this device; it goes on by itself.",
    fr: "L’horloge de cet appareil et celle du serveur diffèrent de plus d’un jour. Rien n’a été envoyé ni reçu, et rien n’est perdu. Réglez la date et l’heure de cet appareil ; il continuera de lui-même.",
  },
  "home-older": {
    en: "A version of Colombe from before the first release wrote this. It was left as it is, and cannot be read any more. Bring this device in anew from another one, or with your 24 words.",
    fr: "Une version de Colombe antérieure à la première publication a écrit ceci. Rien n’a changé, mais ce n’est plus lisible. Ajoutez de nouveau cet appareil depuis un autre, ou avec vos 24 mots.",
  },
  "file-empty": {
    en: "This file is empty. It was not sent.",
    fr: "Ce fichier est vide. Il n’a pas été envoyé.",
  },
  "file-unknown": {
    en: "There is no such file here. Nothing was changed.",
    fr: "Ce fichier n’est pas ici. Rien n’a changé.",
  },
  "file-incomplete": {
    en: "This file has not been read to its end. It was not sent. Choose it again.",
    fr: "Ce fichier n’a pas été lu jusqu’au bout. Il n’a pas été envoyé. Choisissez-le de nouveau.",
  },
  "file-changed": {
    en: "This file changed while it was being read. It was not sent. Send it again once nothing writes to it.",
    fr: "Ce fichier a changé pendant sa lecture. Il n’a pas été envoyé. Renvoyez-le quand plus rien n’y écrit.",
  },
  "file-damaged": {
    en: "What the server has of this file is not what was sent. Nothing of the damaged part was kept. Ask for it to be sent again.",
    fr: "Ce que le serveur a de ce fichier n’est pas ce qui a été envoyé. Rien de la partie endommagée n’a été gardé. Demandez qu’on vous le renvoie.",
  },
  "hidden-data-unknown": {
    en: "Where and with what this was taken may still stand in it: in this kind of file it cannot be found here.",
    fr: "Le lieu et l’appareil peuvent encore y figurer : dans ce type de fichier, on ne sait pas les trouver ici.",
  },
  "hidden-data-damaged": {
    en: "Where and with what this was taken may still stand in it: the file is damaged, or not what it says it is.",
    fr: "Le lieu et l’appareil peuvent encore y figurer : le fichier est endommagé, ou n’est pas ce qu’il prétend être.",
  },
  "hidden-data-too-large": {
    en: "Where and with what this was taken may still stand in it: the file is too large to be looked through here.",
    fr: "Le lieu et l’appareil peuvent encore y figurer : le fichier est trop volumineux pour être examiné ici.",
  },
  "too-many-files": {
    en: "A message carries 1 to 32 files. Nothing was sent. Send them in several messages.",
    fr: "Un message contient de 1 à 32 fichiers. Rien n’a été envoyé. Envoyez-les en plusieurs messages.",
  },
  "id-invalid": {
    en: "This is the number of no person, conversation or message. Nothing was changed. Copy it again, whole.",
    fr: "Ce n’est le numéro d’aucune personne, conversation ou message. Rien n’a changé. Copiez-le de nouveau, en entier.",
  },
  "poll-invalid": {
    en: "This is no poll that can be asked, or no vote that fits it: it takes one line as a question and two to twelve different options. Nothing was sent.",
    fr: "Ce n’est pas un sondage qu’on peut poser, ou pas un vote qui lui correspond : il faut une question d’une ligne et deux à douze options différentes. Rien n’a été envoyé.",
  },
  "poll-unknown": {
    en: "This message is no poll. Nothing was sent.",
    fr: "Ce message n’est pas un sondage. Rien n’a été envoyé.",
  },
  "poll-closed": {
    en: "This poll is closed: no vote counts any more. Nothing was sent.",
    fr: "Ce sondage est clos : plus aucun vote ne compte. Rien n’a été envoyé.",
  },
  "timer-invalid": {
    en: "Messages can disappear after five seconds to 365 days, or stay. Nothing was changed.",
    fr: "Les messages peuvent disparaître après cinq secondes à 365 jours, ou rester. Rien n’a changé.",
  },
  "too-many-pins": {
    en: "A hundred messages are pinned here already. Nothing was changed. Unpin one first.",
    fr: "Cent messages sont déjà épinglés ici. Rien n’a changé. Détachez-en d’abord un.",
  },
  "too-many-conversations": {
    en: "Forwarding goes to one to twenty conversations at a time. Nothing was sent.",
    fr: "On transfère vers une à vingt conversations à la fois. Rien n’a été envoyé.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
