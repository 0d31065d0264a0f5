/** Every limit of the protocol, with its unit. Those marked "server" never decide whether a link or commit is valid. */

/** Links of one generation of a chain; part of a path's validity. */
export const linksInGenerationMax = 1024
/** Devices that one reset may state; part of a path's validity, so that checking it stays bounded. */
export const linkDevicesMax = 64
/** Links a day and account; server. */
export const linksPerDayMax = 20
/** Bytes of one encoded link; server. */
export const linkBytesMax = 64 * 1024
/** Milliseconds for which one device holds a reserved slot of its account's chain; server. */
export const slotReservationMs = 60_000
/** Active devices of an account, spare words not counted; server. */
export const devicesMax = 8

/** Accounts of a conversation, dormant ones included; server. */
export const membersMax = 1000
/** Leaves of a conversation; server. */
export const leavesMax = 2500
/** Days of silence after which a leaf may be removed; server. */
export const silentLeafDays = 90
/** The same where messages disappear; server. */
export const silentLeafDaysWithTtl = 7
/** Accounts up to which read positions are shown to others. */
export const readPositionsMembersMax = 50

/** Seconds: the shortest and the longest time after which messages may disappear; 0 is never. */
export const ttlSecondsMin = 5
export const ttlSecondsMax = 365 * 24 * 60 * 60
/** Days of history for newcomers under the policy `days`. */
export const historyDaysMin = 1
export const historyDaysMax = 3650
/** Join links of a conversation. */
export const joinLinksMax = 64
/** Days for which a join link is valid unless its maker says otherwise. */
export const joinLinkDays = 30
/** Days for which its maker may say that it is valid. */
export const joinLinkDaysMax = 366
/** Flag of a link by which people ask, and do not come in (spec C16). */
export const joinLinkAsks = 1
/** People who may ask to come into one conversation at one time; server. */
export const askersMax = 500
/** People who may come in by one link, where its maker counts them. */
export const joinLinkUsesMax = 100_000

/** Bytes of a host in its canonical form: 253 of a name, and ":65535". */
export const hostBytesMax = 259
/** Characters of a handle. */
export const handleCharactersMax = 32

/** Bytes of one sealed entry as stored; server. */
export const entryBytesMax = 64 * 1024
/** Bytes of what is relayed and never in a log, which is a few numbers and a signature; server. */
export const relayedBytesMax = 1024
/**
 * Bytes of one commit as stored: a full extension of 1,000 dormant accounts, and a hybrid path to 2,500 leaves that have
 * just been added, for each of which it has a secret of its own; server.
 */
export const commitBytesMax = 3584 * 1024
/** Bytes of UTF-8 in one message's text. */
export const textBytesMax = 16 * 1024
/** Bytes of UTF-8 in a conversation's title or a display name. */
export const titleBytesMax = 256

/** Entries that may be stored in a direct before the other side accepts; server. */
export const firstContactEntriesMax = 5
/** One-time key packages a device keeps at its server. */
export const keyPackagesPerDevice = 50
/** Days: how long a last-resort key package is valid, and how often it is replaced. */
export const lastResortDays = 90
export const lastResortRenewDays = 7
/** Bytes of one piece of sealed mail; server. */
export const mailBytesMax = 256 * 1024

/** Reopens of one conversation a day, and of one account in it; server. */
export const reopensPerDayMax = 3
export const reopensPerAccountAndDayMax = 1
/** Milliseconds after a new store id in which no reopen is accepted; server. */
export const reopenPauseMs = 60 * 60 * 1000
/** Accounts that must report a commit before an admin reopens; in a direct, one. */
export const reopenReportsMin = 3
/** Days for which a server keeps the public state of an epoch once another followed, at least. */
export const commitDays = 90
