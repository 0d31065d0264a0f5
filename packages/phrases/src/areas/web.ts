import type { Phrase } from "../phrase.ts"

/** What only a browser can meet. */
export const webPhrases = {
  "insecure-origin": {
    en: "This page came over an open line, and a browser keeps no keys there. Nothing was loaded. Open it with https:// or on localhost.",
    fr: "Cette page est arrivée par une liaison ouverte, où un navigateur ne garde pas de clés. Rien n’a été chargé. Ouvrez-la avec https:// ou sur localhost.",
  },
  "app-locked": {
    en: "Colombe is locked. Nothing is open and nothing was lost. Type the passcode.",
    fr: "Colombe est verrouillé. Rien n’est ouvert et rien n’est perdu. Saisissez le code.",
  },
  "passcode-wrong": {
    en: "This is not the passcode. Nothing was opened or changed. Try again; after four wrong ones each try waits longer, and nothing is ever erased by itself.",
    fr: "Ce n’est pas le code. Rien n’a été ouvert ni changé. Réessayez ; après quatre erreurs chaque essai attend plus longtemps, et rien ne s’efface jamais tout seul.",
  },
  "passcode-wait": {
    en: "The passcode was wrong too often just now. Nothing was tried. Wait until the time is over, then try again.",
    fr: "Le code a été faux trop de fois de suite. Rien n’a été essayé. Attendez la fin du délai, puis réessayez.",
  },
  "passcode-weak": {
    en: "This passcode would be guessed too quickly. Nothing was changed. Take at least 8 characters, 4 of them different; of digits alone, at least 12.",
    fr: "Ce code serait deviné trop vite. Rien n’a changé. Prenez au moins 8 caractères, dont 4 différents ; avec des chiffres seuls, au moins 12.",
  },
  "passcode-failed": {
    en: "The browser could not work with the passcode, perhaps for want of memory, or because a tab was closed just then. Nothing was lost. Look whether the lock is as you want it, and try again.",
    fr: "Le navigateur n’a pas pu traiter le code, peut-être faute de mémoire, ou parce qu’un onglet venait d’être fermé. Rien n’est perdu. Regardez si le verrouillage est comme vous le voulez, puis réessayez.",
  },
  "storage-blocked": {
    en: "The browser does not let this page keep anything, so your keys would be lost. Nothing was made. Allow storage for this site, or leave private browsing.",
    fr: "Le navigateur ne laisse rien garder à cette page ; vos clés seraient perdues. Rien n’a été créé. Autorisez le stockage pour ce site, ou quittez la navigation privée.",
  },
  "storage-cleared": {
    en: "The browser has cleared what Colombe kept here, the keys too. Your account is whole, on the server and on your other devices; only what was not sent yet is gone. Come back with another device, your words or a passkey.",
    fr: "Le navigateur a effacé ce que Colombe gardait ici, clés comprises. Votre compte est intact, sur le serveur et sur vos autres appareils ; seul ce qui n’était pas encore envoyé est perdu. Revenez avec un autre appareil, vos mots ou une clé d’accès.",
  },
  "browser-too-old": {
    en: "This browser lacks something that Colombe needs. Nothing was loaded. Update it, or use another.",
    fr: "Il manque à ce navigateur quelque chose dont Colombe a besoin. Rien n’a été chargé. Mettez-le à jour, ou utilisez-en un autre.",
  },
  "clipboard-denied": {
    en: "The browser did not let this page copy. Nothing was copied, and what is on the clipboard is as it was. Allow it for this site, or select the text and copy it yourself.",
    fr: "Le navigateur n’a pas laissé cette page copier. Rien n’a été copié, et le presse-papiers est comme avant. Autorisez-la pour ce site, ou sélectionnez le texte et copiez-le vous-même.",
  },
  "passkey-cancelled": {
    en: "No passkey was used. Nothing was changed. Try again, or use your words or another device.",
    fr: "Aucune clé d’accès n’a servi. Rien n’a changé. Réessayez, ou servez-vous de vos mots ou d’un autre appareil.",
  },
  "passkey-unsupported": {
    en: "This passkey cannot keep a secret for Colombe, so it would open nothing. Nothing was changed. Use another one, or your words.",
    fr: "Cette clé d’accès ne peut garder aucun secret pour Colombe : elle n’ouvrirait rien. Rien n’a changé. Prenez-en une autre, ou vos mots.",
  },
  "camera-denied": {
    en: "The browser does not let Colombe use the camera. Nothing was looked at. Allow it in the settings of this site, or link by the code that is typed.",
    fr: "Le navigateur ne laisse pas Colombe utiliser l’appareil photo. Rien n’a été filmé. Autorisez-le dans les réglages de ce site, ou passez par le code à saisir.",
  },
  "camera-missing": {
    en: "There is no camera here, or it was unplugged. Nothing was linked. Link by the code that is typed.",
    fr: "Il n’y a pas d’appareil photo ici, ou il a été débranché. Rien n’a été associé. Passez par le code à saisir.",
  },
  "camera-busy": {
    en: "Another program uses the camera. Nothing was linked. Close it and try again, or link by the code that is typed.",
    fr: "Un autre programme utilise l’appareil photo. Rien n’a été associé. Fermez-le et réessayez, ou passez par le code à saisir.",
  },
  "microphone-denied": {
    en: "The browser does not let Colombe use the microphone. Nothing was recorded. Allow it in the settings of this site, or write.",
    fr: "Le navigateur ne laisse pas Colombe utiliser le microphone. Rien n’a été enregistré. Autorisez-le dans les réglages de ce site, ou écrivez.",
  },
  "microphone-missing": {
    en: "There is no microphone here, or this browser cannot record. Nothing was recorded. Plug one in and try again, or write.",
    fr: "Il n’y a pas de microphone ici, ou ce navigateur ne sait pas enregistrer. Rien n’a été enregistré. Branchez-en un et réessayez, ou écrivez.",
  },
  "microphone-busy": {
    en: "The microphone is in use, here or by another program. Nothing was recorded. Finish there and try again, or write.",
    fr: "Le microphone est occupé, ici ou par un autre programme. Rien n’a été enregistré. Terminez là-bas et réessayez, ou écrivez.",
  },
  "microphone-lost": {
    en: "The microphone is gone. What was said until then is here. Send it, or give it up.",
    fr: "Le microphone n’est plus là. Ce qui a été dit jusque-là est ici. Envoyez-le, ou renoncez.",
  },
  "voice-empty": {
    en: "The browser recorded no sound. Nothing was sent. Try again, or write.",
    fr: "Le navigateur n’a enregistré aucun son. Rien n’a été envoyé. Réessayez, ou écrivez.",
  },
  "file-not-playable": {
    en: "This browser cannot play it: its bytes are no sound or film that it knows. The file is whole. Download it, and open it with another program.",
    fr: "Ce navigateur ne peut pas le lire : ses octets ne sont ni un son ni un film qu’il connaît. Le fichier est intact. Téléchargez-le et ouvrez-le avec un autre programme.",
  },
  "update-blocked": {
    en: "Something is open or under way in a tab of Colombe, and would be lost. Nothing was updated. Finish it or close it there, then update.",
    fr: "Quelque chose est ouvert ou en cours dans un onglet de Colombe, et serait perdu. Rien n’a été mis à jour. Terminez-le ou fermez-le là-bas, puis mettez à jour.",
  },
  "offline-first-load": {
    en: "There is no network, and this page has not been here before. Connect once; after that it works offline too.",
    fr: "Il n’y a pas de réseau, et cette page n’est encore jamais venue ici. Connectez-vous une fois ; ensuite, elle fonctionnera aussi hors ligne.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
