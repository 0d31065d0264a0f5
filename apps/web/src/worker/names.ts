/** Which account of this browser: empty for the first one, then "1", "2". */
export type Slot = string

interface Names {
  /** Every tab, the leader's own too, talks to the one worker of an account through this channel. */
  readonly channel: string
  /** What tabs and worker say of the app lock. */
  readonly lockChannel: string
  /** Held by the tab whose worker owns database, socket and keys. */
  readonly leaderLock: string
  /** Of the record that holds the database key. */
  readonly key: string
  /** Folders in the private files of the origin. */
  readonly database: string
  readonly files: string
}

/** What belongs to one account. Nothing of it is shared with another one. */
export function namesOf(slot: Slot): Names {
  const end = slot === "" ? "" : `-${slot}`
  return {
    channel: `colombe${end}`,
    lockChannel: `colombe-lock${end}`,
    leaderLock: `colombe-leader${end}`,
    key: `database${end}`,
    database: `colombe${end}`,
    files: `colombe-files${end}`,
  }
}
