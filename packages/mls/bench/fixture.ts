/** What a row of the table is about, in the order of the table. */
export const subjects = {
  create: "create a group, ms",
  addAll: "add all the others in one commit, ms",
  join: "join by Welcome, ms",
  commit: "commit with fresh keys, ms",
  process: "process such a commit, ms",
  remove: "remove one, ms",
  serverCheck: "server check of a commit, ms",
  serverFirstCheck: "the same, first after the state was read, ms",
  export: "export a secret, ms",
  state: "stored state, KB",
  secretState: "of it secret, KB",
  loggedCommit: "what a commit with fresh keys writes to a log, KB",
} as const

export interface Row {
  readonly engine: "colombe" | "ts-mls"
  readonly suite: number
  readonly leaves: number
  readonly what: keyof typeof subjects
  /** Milliseconds, or bytes of a state. */
  readonly value: number
  /** Milliseconds of processor time. */
  readonly processor?: number
  readonly samples: number
}

/**
 * What another engine, in a process of its own, needs to do the same work in the same group; each text is base64.
 * Messages are MLSMessages.
 */
export interface Fixture {
  readonly leaves: number
  readonly newcomer: {
    readonly keyPackage: string
    readonly initKey: string
    readonly leafKey: string
    readonly signatureKey: string
  }
  readonly welcome: string
  readonly tree: string
  /** Of leaf 0, in the epoch that the Welcome leads to. */
  readonly commit: string
  /** Of everybody whom the creator of an empty group adds. */
  readonly keyPackages: readonly string[]
}
