import type { Locale } from "@colombe/phrases"

const commands = `colombe serve --data DIR [--port N] [--listen ADDRESS] [--host NAME] [--sign-up open|invite|closed] [--web DIR]
              [--behind-proxy [--trusted-proxies LIST] | --tls-certificate FILE --tls-key FILE]
              [--file-quota GIBIBYTES] [--keep-days N] [--metrics-port N] [--config FILE]
colombe config print [the same]
colombe doctor --data DIR [the same]
colombe admin invite --data DIR [--count N] [--days N] [--uses N]
colombe admin people|invitations|storage --data DIR
colombe admin revoke INVITATION --data DIR   (the id that admin invitations shows)
colombe admin sessions|health --data DIR   (of the running server)
colombe admin cost --data DIR [--machine-price EUROS] [--storage-price EUROS] [--traffic-price EUROS] [--copies N]
colombe backup DEST --data DIR
colombe restore SOURCE [--data DIR] [--verify]
colombe [--home DIR] register HANDLE --server URL [--invite CODE]
colombe [--home DIR] recover HANDLE --server URL [--keep-devices]   (24 words on standard input)
colombe [--home DIR] accounts [--json]
colombe [--home DIR] words   (the 24 words, where registering was cut off before it showed them)
colombe [--home DIR] send @HANDLE|TITLE TEXT|- [--silent] [--at 2026-12-24T18:00]
colombe [--home DIR] scheduled [--json]   (what waits for its time; colombe listen, or another device, sends it)
colombe [--home DIR] unschedule MESSAGE
colombe [--home DIR] send @HANDLE|TITLE --file PATH … [--caption TEXT]
colombe [--home DIR] save MESSAGE DIR
colombe [--home DIR] timer @HANDLE|TITLE off|30s|5m|1h|7d|4w   (after which what is said disappears)
colombe [--home DIR] forward MESSAGE … --to @HANDLE|TITLE [--to …] [--without-author]
colombe [--home DIR] pin|unpin MESSAGE
colombe [--home DIR] poll @HANDLE|TITLE QUESTION OPTION OPTION … [--multiple]
colombe [--home DIR] vote MESSAGE [NUMBER …]   (no number takes the vote back)
colombe [--home DIR] close MESSAGE   (one's own poll)
colombe [--home DIR] list [--json]   (conversations: how much is unread, and @ how much of that mentions you)
colombe [--home DIR] history @HANDLE|TITLE [--limit N] [--json]
colombe [--home DIR] listen [--json] [--for SECONDS]
colombe [--home DIR] group create TITLE [--history none|all|7d] [@HANDLE …]
colombe [--home DIR] group members TITLE [--json]
colombe [--home DIR] group add|remove|unban TITLE @HANDLE …   (who is removed stays out until the ban is lifted)
colombe [--home DIR] group role TITLE owner|admin|moderator|member @HANDLE …
colombe [--home DIR] group hand-over TITLE @HANDLE   (they are owner, and this account stays as admin)
colombe [--home DIR] group link TITLE [--days N] [--uses N|--asks]   (30 days; 0 is no limit; whoever has it comes in, or asks)
colombe [--home DIR] group requests TITLE [--json]
colombe [--home DIR] group accept|decline TITLE @HANDLE …   (who asks to come in)
colombe [--home DIR] group links TITLE [--json]
colombe [--home DIR] group unlink TITLE ID …
colombe [--home DIR] join LINK [--look]   (everybody in the group sees who came in; --look only shows what it leads to)
colombe [--home DIR] group title TITLE NEW
colombe [--home DIR] group history TITLE none|all|7d
colombe [--home DIR] group leave|reopen TITLE   (reopen makes the keys of a damaged group anew)
colombe [--home DIR] block|unblock @HANDLE …   (nothing of theirs is shown, and they are not told)
colombe [--home DIR] blocked [--json]
colombe [--home DIR] whoami [--json]
colombe [--home DIR] safety @HANDLE [--verified yes|no]
colombe [--home DIR] link --server URL [--name NAME]
colombe [--home DIR] link --accept CODE [--from-now]
colombe [--home DIR] devices list [--json]
colombe [--home DIR] devices remove DEVICE [--lost] [--last]   (this device itself: signs it out and erases the home)
colombe [--home DIR] search TEXT [--limit N] [--json]
colombe [--home DIR] export DIR`

const notes: Readonly<Record<Locale, string>> = {
  en: `@ alone is yourself: the messages that you keep, on all your devices and for nobody else.
After -- nothing is an option: for a text or an id that begins with a dash.
The home is ~/.colombe, or COLOMBE_HOME. Its database is encrypted: with COLOMBE_PASSPHRASE set when the home
is made, by that passphrase; otherwise by a key file beside it, which protects copies of the database alone.
A home can have several accounts: register, recover and link add one, and --account NAME@HOST, or COLOMBE_ACCOUNT,
chooses with any other command.
Several commands can use one home at once; while one has it open, the others need no passphrase.
Exit codes: 0 done, 2 usage, 3 refused, 4 network, 5 verification failed.`,
  fr: `@ tout seul, c’est vous\u202f: les messages que vous gardez, sur tous vos appareils et pour personne d’autre.
Après --, rien n’est une option\u202f: pour un texte ou un identifiant qui commence par un tiret.
Le dossier est ~/.colombe, ou COLOMBE_HOME. Sa base de données est chiffrée\u202f: par la phrase secrète
COLOMBE_PASSPHRASE si elle est donnée à la création\u202f; sinon par un fichier de clé placé à côté, qui ne protège
que des copies de la base seule.
Un dossier peut avoir plusieurs comptes\u202f: register, recover et link en ajoutent un, et --account NOM@HÔTE, ou
COLOMBE_ACCOUNT, choisit pour toute autre commande.
Plusieurs commandes peuvent utiliser un dossier en même temps\u202f; tant que l’une l’a ouvert, les autres n’ont pas
besoin de la phrase secrète.
Codes de sortie\u202f: 0 fait, 2 usage, 3 refusé, 4 réseau, 5 échec d’une vérification.`,
}

export function usageText(locale: Locale): string {
  return `${commands}\n\n${notes[locale]}`
}
