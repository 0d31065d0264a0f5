import type { Phrase } from "../phrase.ts"

/** What `colombe` says to whoever runs a server. */
export const operatorPhrases = {
  "data-missing": {
    en: "There is no store in this data folder. Nothing was done. Check --data.",
    fr: "Il n’y a pas de base dans ce dossier de données. Rien n’a été fait. Vérifiez --data.",
  },
  "backup-made": {
    en: "The backup {folder|that was asked for} is whole: {entries|all} entries of {conversations|all} conversations, {accounts|all} accounts, {bytes|its} bytes.",
    fr: "La sauvegarde {folder|demandée} est complète : {entries|toutes les} entrées de {conversations|toutes les} conversations, {accounts|tous les} comptes, {bytes|ses} octets.",
  },
  "backup-restored": {
    en: "The store is restored: {entries|all} entries of {conversations|all} conversations, {accounts|all} accounts. Its id is new, so that clients notice.",
    fr: "La base est restaurée : {entries|toutes les} entrées de {conversations|toutes les} conversations, {accounts|tous les} comptes. Son numéro est nouveau, pour que les clients le remarquent.",
  },
  "backup-missing": {
    en: "There is no backup in that place. Nothing was done. Check where it lies.",
    fr: "Il n’y a pas de sauvegarde à cet endroit. Rien n’a été fait. Vérifiez où elle se trouve.",
  },
  "backup-cut": {
    en: "This backup is not whole: something of it was cut off. Nothing was restored. Use another one.",
    fr: "Cette sauvegarde n’est pas complète : il en manque une partie. Rien n’a été restauré. Utilisez-en une autre.",
  },
  "backup-damaged": {
    en: "This backup is damaged: what is in it does not agree with its hashes. Nothing was restored. Use another one.",
    fr: "Cette sauvegarde est endommagée : son contenu ne correspond pas à ses empreintes. Rien n’a été restauré. Utilisez-en une autre.",
  },
  "backup-newer": {
    en: "A newer version of Colombe made this backup. Nothing was restored. Use that version, or update this one.",
    fr: "Une version plus récente de Colombe a fait cette sauvegarde. Rien n’a été restauré. Utilisez cette version-là, ou mettez celle-ci à jour.",
  },
  "destination-used": {
    en: "There is something in that place already, and it was left as it is. Name a folder that does not exist yet, or an empty one.",
    fr: "Il y a déjà quelque chose à cet endroit, et rien n’y a changé. Indiquez un dossier qui n’existe pas encore, ou qui est vide.",
  },
  "destination-full": {
    en: "There is not enough room in that place. Nothing was left behind there. Make room, or choose another place.",
    fr: "Il n’y a pas assez de place à cet endroit. Rien n’y a été laissé. Faites de la place, ou choisissez un autre endroit.",
  },
  "destination-read-only": {
    en: "That place cannot be written to. Nothing was done. Check who owns it.",
    fr: "Impossible d’écrire à cet endroit. Rien n’a été fait. Vérifiez à qui il appartient.",
  },
} as const satisfies Readonly<Record<string, Phrase>>
