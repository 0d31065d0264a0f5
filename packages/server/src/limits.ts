import { membersMax, reopensPerAccountAndDayMax, reopensPerDayMax } from "@colombe/rules"

/** A token bucket: `burst` calls at once, then `perSecond` of them. */
export interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/** What a server grants, by whom it counts. Every rate is refused with `rate-limited` and says how long to wait. */
export interface ServerLimits {
  /** Calls of one connection. */
  readonly calls: Rate
  /** Handles asked for by one account, and handles and chains by one origin before signing in. */
  readonly lookups: Rate
  /** Chains that one account asks for: whoever comes into a large group needs everybody's. */
  readonly chains: Rate
  /** New accounts from one origin. */
  readonly signUps: Rate
  /** Statements of one origin, for sign-up and sessions, whether they hold or not. */
  readonly signIns: Rate
  /** Entries of one account. */
  readonly entries: Rate
  /** What one account says that it is writing, and how far it has read. */
  readonly typing: Rate
  readonly reads: Rate
  /** Commits and proposals of one account, and conversations that it opens. */
  readonly commits: Rate
  /** Incarnations of one conversation, and those among them that one account opens. */
  readonly reopens: Rate
  readonly reopensOfAccount: Rate
  /** Directs that one account opens, and mail of it to those who never came into a conversation with it. */
  readonly firstContacts: Rate
  readonly strangersMail: Rate
  /** Key packages that one account claims. */
  readonly claims: Rate
  /** One-time key packages that one account claims of one stranger. */
  readonly strangerClaims: Rate
  /** One-time key packages that all strangers together claim of one account. */
  readonly claimed: Rate
  /** Mail of one account. */
  readonly mail: Rate
  /** Links of one account. */
  readonly links: Rate
  /** Tickets for files that one account asks for. */
  readonly blobs: Rate
  /** Bytes of all files that one account has uploaded: `quota-reached`. */
  readonly blobQuotaBytes: number
  /** Link boxes opened from one origin. */
  readonly linkBoxes: Rate
  /** Connections at one time, in all, of one account, and of one origin before they sign in: `server-busy`. */
  readonly connectionsMax: number
  readonly connectionsPerAccountMax: number
  readonly unsignedPerOriginMax: number
  /** How long a connection may stay without signing in, in milliseconds: `not-signed-in`. */
  readonly unsignedMillisecondsMax: number
  /** Bytes that wait to be read by one client before it is disconnected: `slow-reader`. */
  readonly unreadBytesMax: number
  /** Mail that waits for one device: `mailbox-full`. */
  readonly mailboxMax: number
}

const gibibyte = 1024 ** 3
const perMinute = (count: number): number => count / 60
const perHour = (count: number): number => count / 3600
const perDay = (count: number): number => count / 86_400

/** For a server that anybody can reach. */
export const publicLimits: ServerLimits = {
  calls: { burst: 400, perSecond: 100 },
  lookups: { burst: 60, perSecond: perMinute(60) },
  chains: { burst: 2 * membersMax, perSecond: 10 },
  signUps: { burst: 5, perSecond: perHour(5) },
  signIns: { burst: 60, perSecond: perMinute(60) },
  entries: { burst: 120, perSecond: 10 },
  typing: { burst: 10, perSecond: 1 },
  reads: { burst: 60, perSecond: 1 },
  commits: { burst: 60, perSecond: 1 },
  reopens: { burst: reopensPerDayMax, perSecond: perDay(reopensPerDayMax) },
  reopensOfAccount: {
    burst: reopensPerAccountAndDayMax,
    perSecond: perDay(reopensPerAccountAndDayMax),
  },
  firstContacts: { burst: 40, perSecond: perDay(40) },
  strangersMail: { burst: 200, perSecond: perDay(200) },
  claims: { burst: 100, perSecond: perMinute(20) },
  strangerClaims: { burst: 1, perSecond: perDay(1) },
  claimed: { burst: 20, perSecond: perHour(10) },
  mail: { burst: 200, perSecond: 2 },
  links: { burst: 20, perSecond: perDay(20) },
  blobs: { burst: 400, perSecond: 10 },
  blobQuotaBytes: 20 * gibibyte,
  linkBoxes: { burst: 20, perSecond: perMinute(10) },
  connectionsMax: 20_000,
  connectionsPerAccountMax: 32,
  unsignedPerOriginMax: 256,
  unsignedMillisecondsMax: 10 * 60_000,
  unreadBytesMax: 8 * 1024 * 1024,
  mailboxMax: 2000,
}

const wide: Rate = { burst: 1_000_000, perSecond: 1_000_000 }

/** For a server on loopback, whose clients are one's own: the rates are wide, what protects memory and data stays. */
export const loopbackLimits: ServerLimits = {
  ...publicLimits,
  calls: wide,
  lookups: wide,
  chains: wide,
  unsignedPerOriginMax: publicLimits.connectionsMax,
  signUps: wide,
  signIns: wide,
  entries: wide,
  typing: wide,
  reads: wide,
  commits: wide,
  firstContacts: wide,
  strangersMail: wide,
  claims: wide,
  claimed: wide,
  mail: wide,
  blobs: wide,
  blobQuotaBytes: 1024 * gibibyte,
  linkBoxes: wide,
}
