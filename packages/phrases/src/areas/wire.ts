import type { RefusalCode } from "@colombe/wire"
import type { Phrase } from "../phrase.ts"

/** What a server refuses with. */
export const wirePhrases = {
  "frame-malformed": {
    en: "The server could not read what this app sent. Nothing was changed. Update the app, then try again.",
    fr: "Le serveur n’a pas pu lire ce que l’application a envoyé. Rien n’a changé. Mettez l’application à jour, puis réessayez.",
  },
  "frame-too-large": {
    en: "This is larger than the server takes in one piece. Nothing was sent. Send it in smaller parts.",
    fr: "C’est plus que le serveur n’accepte en une fois. Rien n’a été envoyé. Envoyez-le en plusieurs parties.",
  },
  "method-unknown": {
    en: "The server does not know this request: it may be older than this app. Nothing was changed. Ask its operator to update it.",
    fr: "Le serveur ne connaît pas cette demande : il est peut-être plus ancien que l’application. Rien n’a changé. Demandez à son responsable de le mettre à jour.",
  },
  "request-invalid": {
    en: "The server found a mistake in the request. Nothing was changed. Update the app, then try again.",
    fr: "Le serveur a trouvé une erreur dans la demande. Rien n’a changé. Mettez l’application à jour, puis réessayez.",
  },
  "version-unsupported": {
    en: "This app speaks a newer language than the server. Nothing was changed. Ask the operator to update the server.",
    fr: "Cette application parle une langue plus récente que celle du serveur. Rien n’a changé. Demandez à son responsable de le mettre à jour.",
  },
  "rate-limited": {
    en: "That was a lot in a short time, and the server asks to wait. What you wrote is kept. Try again in a moment.",
    fr: "C’était beaucoup en peu de temps, et le serveur demande d’attendre. Ce que vous avez écrit est gardé. Réessayez dans un instant.",
  },
  "server-busy": {
    en: "The server is busy. What you wrote is kept. Try again in a moment.",
    fr: "Le serveur est très sollicité. Ce que vous avez écrit est gardé. Réessayez dans un instant.",
  },
  "server-stopping": {
    en: "The server is being stopped. What you wrote is kept. Try again when it is back.",
    fr: "Le serveur est en cours d’arrêt. Ce que vous avez écrit est gardé. Réessayez à son retour.",
  },
  // Also what a device says of its own disk: both keep the code, and the sentence is true of both.
  "server-storage-full": {
    en: "The server has no room left. What you wrote is kept here and goes out by itself once its operator has made room; reading goes on.",
    fr: "Le serveur n’a plus de place. Ce que vous avez écrit est gardé ici et partira tout seul quand son responsable aura fait de la place ; la lecture continue.",
  },
  "server-storage-failed": {
    en: "The server’s disk does not answer for what it holds. What you wrote is kept here and goes out by itself once its operator has repaired it.",
    fr: "Le disque du serveur ne répond plus de ce qu’il contient. Ce que vous avez écrit est gardé ici et partira tout seul quand son responsable l’aura réparé.",
  },
  internal: {
    en: "Something went wrong inside the server. What you wrote is kept here. Try again in a moment.",
    fr: "Le serveur a rencontré une erreur. Ce que vous avez écrit est gardé ici. Réessayez dans un instant.",
  },
  "not-signed-in": {
    en: "The server does not know who is asking. Nothing was changed. Connect again.",
    fr: "Le serveur ne sait pas qui fait cette demande. Rien n’a changé. Reconnectez-vous.",
  },
  "session-refused": {
    en: "The server did not accept this device’s signature. Nothing was changed. Check the list of your devices from another one.",
    fr: "Le serveur n’a pas accepté la signature de cet appareil. Rien n’a changé. Vérifiez la liste de vos appareils depuis un autre.",
  },
  "session-replayed": {
    en: "The server has seen this sign-in before and refused the repeat. Nothing was changed. Connect again.",
    fr: "Le serveur a déjà vu cette connexion et a refusé la répétition. Rien n’a changé. Reconnectez-vous.",
  },
  "host-mismatch": {
    en: "The server goes by another name than the address that was dialled, so no sign-in took place. Check the address: somebody may stand in between.",
    fr: "Le serveur porte un autre nom que l’adresse appelée ; aucune connexion n’a donc eu lieu. Vérifiez l’adresse : quelqu’un pourrait se trouver entre les deux.",
  },
  "device-inactive": {
    en: "This device was removed from your account. What it holds stays here, and nothing new arrives. Link it again from another device.",
    fr: "Cet appareil a été retiré de votre compte. Ce qu’il contient reste ici, et rien de nouveau n’arrive. Associez-le de nouveau depuis un autre appareil.",
  },
  "slow-reader": {
    en: "The connection was too slow to follow, and the server closed it. Nothing is lost: the rest comes when you connect again.",
    fr: "La connexion était trop lente pour suivre, et le serveur l’a fermée. Rien n’est perdu : la suite arrivera à la prochaine connexion.",
  },
  "sign-up-closed": {
    en: "This server takes no new accounts. None was made. Choose another server, or ask its operator.",
    fr: "Ce serveur n’accepte pas de nouveaux comptes. Aucun n’a été créé. Choisissez un autre serveur, ou demandez à son responsable.",
  },
  "invitation-wrong": {
    en: "The server does not know this invitation. No account was made. Compare it with the one that you were given.",
    fr: "Le serveur ne connaît pas cette invitation. Aucun compte n’a été créé. Comparez-la avec celle que vous avez reçue.",
  },
  "sign-up-work": {
    en: "This server asks for a little computing before it opens an account, and what came was not enough. No account was made. Update the app, then try again.",
    fr: "Ce serveur demande un peu de calcul avant d’ouvrir un compte, et ce qui est arrivé ne suffisait pas. Aucun compte n’a été créé. Mettez l’application à jour, puis réessayez.",
  },
  "invitation-used": {
    en: "This invitation was used already. No account was made. Ask for a new one.",
    fr: "Cette invitation a déjà servi. Aucun compte n’a été créé. Demandez-en une nouvelle.",
  },
  "invitation-expired": {
    en: "This invitation is too old. No account was made. Ask for a new one.",
    fr: "Cette invitation est trop ancienne. Aucun compte n’a été créé. Demandez-en une nouvelle.",
  },
  "handle-invalid": {
    en: "{handle|This} cannot be a handle. It has 1 to 32 characters, small letters a to z, digits and single underscores, begins with a letter and does not end with an underscore. Choose another.",
    fr: "{handle|Ceci} ne peut pas être un identifiant. Il a de 1 à 32 caractères, lettres minuscules de a à z, chiffres et tirets bas isolés, commence par une lettre et ne finit pas par un tiret bas. Choisissez-en un autre.",
  },
  "handle-reserved": {
    en: "The handle {handle|that you chose} is kept for the server itself. No account was made. Choose another.",
    fr: "L’identifiant {handle|choisi} est réservé au serveur lui-même. Aucun compte n’a été créé. Choisissez-en un autre.",
  },
  "handle-taken": {
    en: "Somebody has the handle {handle|that you chose}. No account was made. Choose another.",
    fr: "L’identifiant {handle|choisi} est déjà pris. Aucun compte n’a été créé. Choisissez-en un autre.",
  },
  "account-exists": {
    en: "The server has this account already. Nothing was changed. Connect with it.",
    fr: "Le serveur a déjà ce compte. Rien n’a changé. Connectez-vous avec celui-ci.",
  },
  "account-unknown": {
    en: "The server knows nobody by the name {handle|that you gave}. Nothing was sent. Check the spelling, or ask for a link.",
    fr: "Le serveur ne connaît personne sous {handle|ce nom}. Rien n’a été envoyé. Vérifiez l’orthographe, ou demandez un lien.",
  },
  "chain-invalid": {
    en: "The server found the account’s list of devices not properly signed. Nothing was changed. Update the app, then try again.",
    fr: "Le serveur a constaté que la liste des appareils du compte n’est pas correctement signée. Rien n’a changé. Mettez l’application à jour, puis réessayez.",
  },
  "slot-taken": {
    en: "Another of your devices changed the account first. Nothing was changed from here. Try again.",
    fr: "Un autre de vos appareils a modifié le compte en premier. Rien n’a changé depuis celui-ci. Réessayez.",
  },
  "slot-not-reserved": {
    en: "The time to change the account ran out. Nothing was changed. Try again.",
    fr: "Le temps prévu pour modifier le compte est écoulé. Rien n’a changé. Réessayez.",
  },
  "key-package-invalid": {
    en: "The server refused this device’s keys for new conversations. Others cannot add it until that is settled. Update the app.",
    fr: "Le serveur a refusé les clés de cet appareil pour de nouvelles conversations. Personne ne peut l’y ajouter d’ici là. Mettez l’application à jour.",
  },
  "key-packages-exhausted": {
    en: "A device of {handle|this person} has no keys left for new conversations. Nobody was added. Try again once it has been online.",
    fr: "Un appareil de {handle|cette personne} n’a plus de clés pour de nouvelles conversations. Personne n’a été ajouté. Réessayez quand il se sera reconnecté.",
  },
  "too-many-key-packages": {
    en: "The server holds enough keys of this device. The new ones were not stored, and none is needed.",
    fr: "Le serveur a assez de clés de cet appareil. Les nouvelles n’ont pas été enregistrées, et aucune ne manque.",
  },
  "conversation-unknown": {
    en: "There is no such conversation, or you are not in it. Nothing was sent. What you have of it stays here.",
    fr: "Cette conversation n’existe pas, ou vous n’en faites pas partie. Rien n’a été envoyé. Ce que vous en avez reste ici.",
  },
  "conversation-exists": {
    en: "This conversation exists already, perhaps because the other side wrote at the same moment. What you wrote is kept and goes there.",
    fr: "Cette conversation existe déjà, peut-être parce que l’autre personne a écrit au même instant. Ce que vous avez écrit est gardé et y sera envoyé.",
  },
  "conversation-invalid": {
    en: "The server refused to open this conversation: what describes it is not in order. Nothing was made. Update the app, then try again.",
    fr: "Le serveur a refusé d’ouvrir cette conversation : sa description n’est pas conforme. Rien n’a été créé. Mettez l’application à jour, puis réessayez.",
  },
  "entry-too-large": {
    en: "This message is longer than the server takes. It was not sent and is kept here. Shorten it, or send it in parts.",
    fr: "Ce message est plus long que le serveur ne l’accepte. Il n’a pas été envoyé et il est gardé ici. Raccourcissez-le, ou envoyez-le en plusieurs parties.",
  },
  "entry-invalid": {
    en: "The server refused this message for its form. It was not sent and is kept here. Update the app, then try again.",
    fr: "Le serveur a refusé la forme de ce message. Il n’a pas été envoyé et il est gardé ici. Mettez l’application à jour, puis réessayez.",
  },
  "device-not-joined": {
    en: "This device is not in the conversation yet. What you wrote is kept here. It joins by itself, then sends it.",
    fr: "Cet appareil n’est pas encore dans la conversation. Ce que vous avez écrit est gardé ici. Il la rejoint de lui-même, puis l’envoie.",
  },
  "stale-epoch": {
    en: "The group changed while you were writing. What you wrote is kept and goes out sealed for those who are in it now.",
    fr: "Le groupe a changé pendant que vous écriviez. Ce que vous avez écrit est gardé et partira scellé pour ceux qui en font partie maintenant.",
  },
  "vault-invalid": {
    en: "The server refused the keys that your devices share. Nothing was changed. Update the app, then try again.",
    fr: "Le serveur a refusé les clés que vos appareils partagent. Rien n’a changé. Mettez l’application à jour, puis réessayez.",
  },
  "send-id-reused": {
    en: "The server holds another message under this message’s number. This one was not stored and is kept here. Send it again.",
    fr: "Le serveur a un autre message sous le numéro de celui-ci. Celui-ci n’a pas été enregistré et il est gardé ici. Envoyez-le de nouveau.",
  },
  "commit-invalid": {
    en: "The server refused this change of the group because it does not fit the group as it is. Nothing was changed. Try again.",
    fr: "Le serveur a refusé cette modification du groupe, qui ne correspond pas à son état actuel. Rien n’a changé. Réessayez.",
  },
  "commit-forbidden": {
    en: "Your role in this group does not allow this change. Nothing was changed. Ask an admin.",
    fr: "Votre rôle dans ce groupe ne permet pas cette modification. Rien n’a changé. Adressez-vous à un administrateur.",
  },
  "group-info-invalid": {
    en: "The server refused this change of the group: the summary sent with it does not match. Nothing was changed. Try again.",
    fr: "Le serveur a refusé cette modification du groupe : le résumé joint ne correspond pas. Rien n’a changé. Réessayez.",
  },
  "welcome-missing": {
    en: "The server refused to add somebody who would not have received the keys. Nobody was added. Try again.",
    fr: "Le serveur a refusé d’ajouter quelqu’un qui n’aurait pas reçu les clés. Personne n’a été ajouté. Réessayez.",
  },
  "group-too-large": {
    en: "The group has as many people or devices as it can hold. Nobody was added. Remove somebody first.",
    fr: "Le groupe compte autant de personnes ou d’appareils que possible. Personne n’a été ajouté. Retirez d’abord quelqu’un.",
  },
  "first-contact-limit": {
    en: "Until {handle|the other person} answers, only a few messages can be sent. This one is kept here. Wait for an answer.",
    fr: "Tant que {handle|l’autre personne} n’a pas répondu, seuls quelques messages peuvent partir. Celui-ci est gardé ici. Attendez une réponse.",
  },
  "erasure-forbidden": {
    en: "The server keeps this message: only who wrote it, and whoever keeps order in the group, can have it taken away. Nothing was changed.",
    fr: "Le serveur garde ce message : seules la personne qui l’a écrit et celles qui modèrent le groupe peuvent le faire retirer. Rien n’a changé.",
  },
  "link-code-unknown": {
    en: "There is no device behind this code, or it is older than ten minutes. Nothing was linked. Compare it with the screen of the new device, or take a new code there.",
    fr: "Aucun appareil ne correspond à ce code, ou il date de plus de dix minutes. Rien n’a été associé. Comparez-le avec l’écran du nouvel appareil, ou demandez-y un nouveau code.",
  },
  "link-code-used": {
    en: "This code has been used already. Nothing was linked now. Take a new code on the new device.",
    fr: "Ce code a déjà servi. Rien n’a été associé cette fois. Demandez un nouveau code sur le nouvel appareil.",
  },
  "link-frame-refused": {
    en: "The two devices had more to say to each other than the server takes. Nothing was linked. Start again with a new code.",
    fr: "Les deux appareils avaient plus à se dire que le serveur ne l’accepte. Rien n’a été associé. Recommencez avec un nouveau code.",
  },
  "blob-incomplete": {
    en: "A file of this message has not reached the server in full. The message is kept here and goes out once it has.",
    fr: "Un fichier de ce message n’est pas encore entier sur le serveur. Le message est gardé ici et partira dès qu’il le sera.",
  },
  "blob-exists": {
    en: "The server holds another file under this file’s number. This one was not sent and is kept here. Send it again.",
    fr: "Le serveur a un autre fichier sous le numéro de celui-ci. Celui-ci n’a pas été envoyé et il est gardé ici. Envoyez-le de nouveau.",
  },
  "blob-too-large": {
    en: "This file is larger than the server takes. It was not sent. Send it in parts.",
    fr: "Ce fichier est plus grand que le serveur ne l’accepte. Il n’a pas été envoyé. Envoyez-le en plusieurs parties.",
  },
  "blob-unknown": {
    en: "The server no longer has this file. Whoever sent it can send it again.",
    fr: "Le serveur n’a plus ce fichier. La personne qui l’a envoyé peut le renvoyer.",
  },
  "blob-offset": {
    en: "The server has more or less of this file than expected. Nothing is lost: the transfer goes on from where it stands.",
    fr: "Le serveur a plus ou moins de ce fichier que prévu. Rien n’est perdu : le transfert reprend là où il en est.",
  },
  "quota-reached": {
    en: "Your files fill the space that this server gives each person. This one was not sent and is kept here. Delete messages with large files, or ask the operator for more.",
    fr: "Vos fichiers occupent tout l’espace que ce serveur accorde à chacun. Celui-ci n’a pas été envoyé et il est gardé ici. Supprimez des messages avec de gros fichiers, ou demandez plus d’espace à l’exploitant.",
  },
  "ticket-refused": {
    en: "The server’s permission for this transfer has run out. Nothing is lost: it goes on with a new one.",
    fr: "L’autorisation du serveur pour ce transfert a expiré. Rien n’est perdu : il reprend avec une nouvelle.",
  },
  "invite-link-unknown": {
    en: "This invite link does not lead anywhere any more: it was ended, or was never made. Nothing was joined. Ask an admin of the group for a new one.",
    fr: "Ce lien d’invitation ne mène plus nulle part : il a été désactivé, ou n’a jamais existé. Rien n’a été rejoint. Demandez-en un autre à qui administre le groupe.",
  },
  "invite-link-expired": {
    en: "This invite link has expired. Nothing was joined. Ask an admin of the group for a new one.",
    fr: "Ce lien d’invitation a expiré. Rien n’a été rejoint. Demandez-en un autre à qui administre le groupe.",
  },
  "invite-link-used-up": {
    en: "As many people have come in by this invite link as it was made for. Nothing was joined. Ask an admin of the group for a new one.",
    fr: "Ce lien d’invitation a déjà servi à autant de personnes que prévu. Rien n’a été rejoint. Demandez-en un autre à qui administre le groupe.",
  },
  "invite-link-banned": {
    en: "No link brings you into this group: you were removed from it, or its list still has a role of yours. Nothing was joined. An admin can add you again.",
    fr: "Aucun lien ne peut vous faire entrer dans ce groupe : vous en avez été retiré, ou un ancien rôle y est encore à votre nom. Rien n’a été rejoint. Qui l’administre peut vous ajouter de nouveau.",
  },
  "invite-asks-full": {
    en: "As many people as this group takes are waiting for an answer already. You have not asked. Try again later.",
    fr: "Autant de personnes que ce groupe en accepte attendent déjà une réponse. Votre demande n’est pas faite. Réessayez plus tard.",
  },
  "mail-too-large": {
    en: "The invitation is larger than the server takes. It was not sent. Invite fewer people at once.",
    fr: "L’invitation est plus grande que le serveur ne l’accepte. Elle n’a pas été envoyée. Invitez moins de personnes à la fois.",
  },
  "mailbox-full": {
    en: "A device of {handle|this person} has more waiting than the server keeps. Nothing was sent to it. Try again once it has been online.",
    fr: "Un appareil de {handle|cette personne} a plus de choses en attente que le serveur n’en garde. Rien ne lui a été envoyé. Réessayez quand il se sera reconnecté.",
  },
} as const satisfies Readonly<Record<RefusalCode, Phrase>>
