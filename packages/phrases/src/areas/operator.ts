import type { Phrase } from "../phrase.ts"

/** What `colombe` says to whoever runs a server. */
export const operatorPhrases = {
  "data-missing": {
    en: "There is no store in this data folder. Nothing was done. Check --data.",
    fr: "Il n’y a pas de base dans ce dossier de données. Rien n’a été fait. Vérifiez --data.",
  },
  "server-not-running": {
    en: "No server answers on this data folder. Nothing was done. Start it, or check --data and who you are.",
    fr: "Aucun serveur ne répond sur ce dossier de données. Rien n’a été fait. Démarrez-le, ou vérifiez --data et qui vous êtes.",
  },
  "invitation-unknown": {
    en: "There is no invitation of this id. Nothing was taken back. colombe admin invitations lists them.",
    fr: "Il n’y a pas d’invitation de ce numéro. Rien n’a été retiré. colombe admin invitations les énumère.",
  },
  "setting-unknown": {
    en: "There is no setting {what|of that name}. Nothing was started. Perhaps {suggestion|another one} was meant; colombe config print lists them.",
    fr: "Il n’y a pas de réglage {what|de ce nom}. Rien n’a démarré. Peut-être {suggestion|un autre} était-il voulu ; colombe config print les énumère.",
  },
  "setting-invalid": {
    en: "This setting does not hold: {what|its value}. Nothing was started. See colombe config print.",
    fr: "Ce réglage ne convient pas : {what|sa valeur}. Rien n’a démarré. Voyez colombe config print.",
  },
  "settings-unreadable": {
    en: "The settings file cannot be read. Nothing was started. Check --config, and who owns the file.",
    fr: "Le fichier de réglages est illisible. Rien n’a démarré. Vérifiez --config, et à qui est le fichier.",
  },
  "doctor-faults": {
    en: "Not all is well; the lines above say what is not. Nothing was changed.",
    fr: "Tout ne va pas bien ; les lignes ci-dessus disent quoi. Rien n’a changé.",
  },
  "certificate-missing": {
    en: "The certificate or its key is not where it was said to be. The server was not started. Check --tls-certificate and --tls-key.",
    fr: "Le certificat ou sa clé n’est pas à l’endroit indiqué. Le serveur n’a pas démarré. Vérifiez --tls-certificate et --tls-key.",
  },
  "certificate-expired": {
    en: "The certificate has expired, and no client would accept it. The server was not started. Renew it.",
    fr: "Le certificat a expiré, et aucun client ne l’accepterait. Le serveur n’a pas démarré. Renouvelez-le.",
  },
  "address-unusable": {
    en: "That address is none of this machine. The server was not started. Check --listen.",
    fr: "Cette adresse n’est pas de cette machine. Le serveur n’a pas démarré. Vérifiez --listen.",
  },
  "metrics-port-taken": {
    en: "The port for metrics cannot be listened on. The server was not started. Choose another with --metrics-port.",
    fr: "Impossible d’écouter sur le port des mesures. Le serveur n’a pas démarré. Choisissez-en un autre avec --metrics-port.",
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
