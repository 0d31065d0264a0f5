import type { Phrase } from "../phrase.ts"

const frameRefused: Phrase = {
  en: "The processes that share this home do not understand each other, and the connection between them was closed. Look what was done, end the others, then try again.",
  fr: "Les processus qui partagent ce dossier ne se comprennent pas, et la connexion entre eux a été fermée. Vérifiez ce qui a été fait, arrêtez les autres, puis réessayez.",
}

/** What only `colombe` at a terminal says: its usage, its home, its server. */
export const commandLinePhrases = {
  usage: {
    en: "The command line is not understood: {what|see below}. Nothing was done.",
    fr: "La ligne de commande n’est pas comprise : {what|voir ci-dessous}. Rien n’a été fait.",
  },
  "saved-messages": { en: "(saved messages)", fr: "(messages enregistrés)" },
  "words-shown-once": {
    en: "{address|The account} is yours. These 24 words are the only way back to it without a device, and are shown this once. Write them on paper:",
    fr: "{address|Le compte} est à vous. Ces 24 mots sont le seul moyen d’y revenir sans appareil, et ne s’affichent que cette fois. Écrivez-les sur papier :",
  },
  "words-not-kept": {
    en: "The words of this account are not kept here: they were shown, or made elsewhere. Nothing was done. Look for the paper.",
    fr: "Les mots de ce compte ne sont pas gardés ici : ils ont été affichés, ou créés ailleurs. Rien n’a été fait. Cherchez le papier.",
  },
  "words-not-seen": {
    en: "The 24 words of {address|this account} were never shown to the end. See them with colombe words, and write them down.",
    fr: "Les 24 mots de {address|ce compte} n’ont jamais été affichés jusqu’au bout. Affichez-les avec colombe words, et écrivez-les.",
  },
  "devices-unseen": {
    en: "New devices in your account that were not let in from here: {count|some}. See them with colombe devices list; one that is not yours goes with colombe devices remove ID --lost.",
    fr: "Nouveaux appareils de votre compte qui n’ont pas été admis d’ici : {count|quelques-uns}. Voyez-les avec colombe devices list ; celui qui n’est pas à vous s’en va avec colombe devices remove ID --lost.",
  },
  "upload-progress": {
    en: "Uploaded: {percent|some} %.",
    fr: "Envoyé : {percent|quelques} %.",
  },
  "send-left-queued": {
    en: "Stopped. The message and its files are kept here, sealed, and go on with the next command.",
    fr: "Arrêté. Le message et ses fichiers restent ici, scellés, et partiront avec la prochaine commande.",
  },
  "send-stopped": {
    en: "Stopped before everything was read. Nothing was sent, and nothing is left here.",
    fr: "Arrêté avant que tout soit lu. Rien n’a été envoyé, et rien ne reste ici.",
  },
  "file-not-readable": {
    en: "A file cannot be read. Nothing was sent. Check its path and your rights to it.",
    fr: "Un fichier ne peut pas être lu. Rien n’a été envoyé. Vérifiez son chemin et vos droits.",
  },
  "file-not-written": {
    en: "The folder takes no file. What was saved before is there; this one is not. Check the folder and the room on its disk.",
    fr: "Le dossier n’accepte pas de fichier. Ce qui a déjà été enregistré s’y trouve ; celui-ci n’y est pas. Vérifiez le dossier et la place sur son disque.",
  },
  "message-without-files": {
    en: "This message has no files. Nothing was saved.",
    fr: "Ce message n’a pas de fichiers. Rien n’a été enregistré.",
  },
  "link-shown": {
    en: "On a device of your account, scan the first line as a QR code, or enter the second (colombe link --accept CODE). It is good for ten minutes.",
    fr: "Sur un appareil de votre compte, lisez la première ligne comme code QR, ou saisissez la seconde (colombe link --accept CODE). Valable dix minutes.",
  },
  "link-digits-shown": {
    en: "Type these six digits on the other device.",
    fr: "Saisissez ces six chiffres sur l’autre appareil.",
  },
  "link-account-asked": {
    en: "Is this your account, and are these the digits on your other device? (yes/no)",
    fr: "Est-ce votre compte, et sont-ce les chiffres affichés par votre autre appareil ? (oui/non)",
  },
  "link-done-here": {
    en: "This home is a device of the account now.",
    fr: "Ce dossier est maintenant un appareil du compte.",
  },
  "link-device-asked": {
    en: "Link {name|the new device}? It will read everything you can read. (yes/no)",
    fr: "Associer {name|le nouvel appareil} ? Il lira tout ce que vous pouvez lire. (oui/non)",
  },
  "link-device-asked-from-now": {
    en: "Link {name|the new device}? It will read what is said from now on, and nothing older. (yes/no)",
    fr: "Associer {name|le nouvel appareil} ? Il lira ce qui sera dit à partir de maintenant, et rien d’avant. (oui/non)",
  },
  "link-digits-asked": {
    en: "Type the six digits that {name|the new device} shows:",
    fr: "Saisissez les six chiffres affichés par {name|le nouvel appareil} :",
  },
  "link-offered": {
    en: "The new device shows your handle and these digits. Agree there.",
    fr: "Le nouvel appareil montre votre identifiant et ces chiffres. Acceptez là-bas.",
  },
  "link-done-there": {
    en: "The new device is linked.",
    fr: "Le nouvel appareil est associé.",
  },
  "device-unnamed": {
    en: "(without a name)",
    fr: "(sans nom)",
  },
  "device-words": {
    en: "(spare words)",
    fr: "(mots de réserve)",
  },
  "mark-unseen-device": {
    en: "(new, not let in from here)",
    fr: "(nouveau, pas admis d’ici)",
  },
  "mark-this-device": {
    en: "(this device)",
    fr: "(cet appareil)",
  },
  "recovered-alone": {
    en: "This is {address|your account} again. Its other devices were taken out; bring in those that you still have by linking them. History arrives as your devices kept it.",
    fr: "{address|Votre compte} est de nouveau ici. Ses autres appareils en ont été retirés ; associez de nouveau ceux que vous avez encore. L’historique arrive tel que vos appareils l’ont gardé.",
  },
  "recovered-beside": {
    en: "This is {address|your account} again, beside the devices that it has. History arrives as they kept it.",
    fr: "{address|Votre compte} est de nouveau ici, à côté des appareils qu’il a déjà. L’historique arrive tel qu’ils l’ont gardé.",
  },
  "home-empty": {
    en: "There is no account in this home. Nothing was done. Make one first (colombe register HANDLE --server URL).",
    fr: "Il n’y a pas de compte dans ce dossier. Rien n’a été fait. Créez-en d’abord un (colombe register HANDLE --server URL).",
  },
  "account-ambiguous": {
    en: "There are several accounts in this home. Nothing was done. Choose one with --account:",
    fr: "Il y a plusieurs comptes dans ce dossier. Rien n’a été fait. Choisissez-en un avec --account :",
  },
  "account-not-here": {
    en: "That account is not in this home. Nothing was done. Choose one of these, or add it (register, recover, link):",
    fr: "Ce compte n’est pas dans ce dossier. Rien n’a été fait. Choisissez parmi ceux-ci, ou ajoutez-le (register, recover, link) :",
  },
  "accounts-too-many": {
    en: "There are too many accounts in this home. None was added. Use another home (--home).",
    fr: "Il y a trop de comptes dans ce dossier. Aucun n’a été ajouté. Utilisez un autre dossier (--home).",
  },
  "home-busy": {
    en: "Another process is using this home. Nothing was done. End it, or wait until it is done.",
    fr: "Un autre processus utilise ce dossier. Rien n’a été fait. Arrêtez-le, ou attendez qu’il ait fini.",
  },
  "home-other-version": {
    en: "Another process of another version of Colombe has this home open. Nothing was done. End it, or start it again with this version.",
    fr: "Un autre processus, d’une autre version de Colombe, a ouvert ce dossier. Rien n’a été fait. Arrêtez-le, ou relancez-le avec cette version.",
  },
  "home-folder-unsafe": {
    en: "The folder “run” of this home is not yours alone, and somebody else could answer in it. Nothing was done. Check who owns it.",
    fr: "Le dossier « run » de ce dossier n’est pas à vous seul, et quelqu’un d’autre pourrait y répondre. Rien n’a été fait. Vérifiez à qui il appartient.",
  },
  "home-frame-malformed": frameRefused,
  "home-frame-too-big": frameRefused,
  "search-incomplete": {
    en: "An older version stored these messages, and not all of them can be found yet. Leave colombe listen running for a while, then search again.",
    fr: "Une version plus ancienne a enregistré ces messages, et tous ne peuvent pas encore être trouvés. Laissez tourner colombe listen un moment, puis cherchez de nouveau.",
  },
  "export-folder-used": {
    en: "There is something in this folder already. Nothing was written, and what is there was left as it is. Name a new or an empty one.",
    fr: "Ce dossier contient déjà quelque chose. Rien n’a été écrit, et son contenu est resté tel quel. Indiquez-en un nouveau ou un vide.",
  },
  "export-not-written": {
    en: "The export could not be written there. Nothing was left behind. Check who owns the place and whether the disk is full.",
    fr: "Impossible d’écrire l’export à cet endroit. Rien n’y est resté. Vérifiez à qui il appartient et si le disque est plein.",
  },
  "home-read-only": {
    en: "This home cannot be written to. Nothing was done. Check who owns the folder and whether the disk is full.",
    fr: "Impossible d’écrire dans ce dossier. Rien n’a été fait. Vérifiez à qui il appartient et si le disque est plein.",
  },
  "home-newer": {
    en: "A newer version of Colombe wrote this home. It was left as it is. Use that version, or update this one.",
    fr: "Une version plus récente de Colombe a écrit ce dossier. Il est resté tel quel. Utilisez cette version-là, ou mettez celle-ci à jour.",
  },
  "key-file-missing": {
    en: "The key file of this home cannot be read. Nothing was opened and nothing was changed. Put the file back, or check who owns it.",
    fr: "Le fichier de clé de ce dossier est illisible. Rien n’a été ouvert et rien n’a changé. Remettez le fichier en place, ou vérifiez à qui il appartient.",
  },
  "passphrase-needed": {
    en: "A passphrase protects this home. Nothing was opened. Set COLOMBE_PASSPHRASE, then try again.",
    fr: "Une phrase secrète protège ce dossier. Rien n’a été ouvert. Définissez COLOMBE_PASSPHRASE, puis réessayez.",
  },
  "passphrase-wrong": {
    en: "This passphrase does not open the home. Nothing was changed. Check COLOMBE_PASSPHRASE.",
    fr: "Cette phrase secrète n’ouvre pas le dossier. Rien n’a changé. Vérifiez COLOMBE_PASSPHRASE.",
  },
  "port-taken": {
    en: "Another program listens on port {port|that was asked for}. The server was not started. Choose another with --port.",
    fr: "Un autre programme écoute sur le port {port|demandé}. Le serveur n’a pas démarré. Choisissez-en un autre avec --port.",
  },
  "port-forbidden": {
    en: "This user may not listen on that port. The server was not started. Choose one above 1023 with --port, or put a proxy in front.",
    fr: "Cet utilisateur n’a pas le droit d’écouter sur ce port. Le serveur n’a pas démarré. Choisissez-en un au-dessus de 1023 avec --port, ou placez un mandataire devant.",
  },
  "certificate-unusable": {
    en: "The certificate or its key cannot be read, or they do not fit together. The server was not started. Check --tls-certificate and --tls-key.",
    fr: "Le certificat ou sa clé est illisible, ou ils ne vont pas ensemble. Le serveur n’a pas démarré. Vérifiez --tls-certificate et --tls-key.",
  },
  "host-needed": {
    en: "A server that others reach needs a name of its own, and “localhost” is everybody’s. It was not started. Name it with --host.",
    fr: "Un serveur que d’autres atteignent a besoin d’un nom à lui, et « localhost » est à tout le monde. Il n’a pas démarré. Nommez-le avec --host.",
  },
  "invitation-shown": {
    en: "Invite somebody with {invitation|a code}, which is good once, for seven days.",
    fr: "Invitez quelqu’un avec {invitation|un code}, valable une fois, pendant sept jours.",
  },
  "data-in-use": {
    en: "Another server is using this data folder. This one was not started, and nothing was changed.",
    fr: "Un autre serveur utilise ce dossier de données. Celui-ci n’a pas démarré, et rien n’a changé.",
  },
  "data-read-only": {
    en: "The data folder cannot be written to. The server was not started. Check who owns it and whether the disk is full.",
    fr: "Impossible d’écrire dans le dossier de données. Le serveur n’a pas démarré. Vérifiez à qui il appartient et si le disque est plein.",
  },
  "data-damaged": {
    en: "The data folder is damaged. It was left as it is, and the server was not started. Make a copy of it, then restore a backup.",
    fr: "Le dossier de données est endommagé. Il est resté tel quel, et le serveur n’a pas démarré. Faites-en une copie, puis restaurez une sauvegarde.",
  },
  "upgrade-not-copied": {
    en: "This version keeps a copy of the data as it was before, and could not write it. Nothing was changed. Free as much as the data takes, then start again.",
    fr: "Cette version garde une copie des données telles qu’elles étaient, et n’a pas pu l’écrire. Rien n’a changé. Libérez autant de place que les données en occupent, puis redémarrez.",
  },
  "data-newer": {
    en: "A newer version of Colombe wrote this data folder. It was left as it is. Use that version, or update this one.",
    fr: "Une version plus récente de Colombe a écrit ce dossier de données. Il est resté tel quel. Utilisez cette version-là, ou mettez celle-ci à jour.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
