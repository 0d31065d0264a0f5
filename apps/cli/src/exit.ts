/** What a script can rely on. */
export const exits = { done: 0, usage: 2, refused: 3, network: 4, verification: 5 } as const
export type Exit = (typeof exits)[keyof typeof exits]

const network: ReadonlySet<string> = new Set([
  "server-unreachable",
  "group-planned",
  "server-not-colombe",
  "server-not-running",
  "connection-lost",
  "timeout",
  "server-busy",
  "server-stopping",
  "server-storage-full",
  "server-storage-failed",
  "rate-limited",
  "slow-reader",
])

/** Something that was signed, hashed or sealed did not check: never to be passed over. */
const verification: ReadonlySet<string> = new Set([
  "host-changed",
  "host-mismatch",
  "handle-mismatch",
  "handle-changed",
  "chain-broken",
  "chain-forked",
  "account-frozen",
  "log-broken",
  "group-unproven",
  "welcome-invalid",
  "signature-invalid",
  "words-not-theirs",
  "storage-damaged",
  "backup-cut",
  "backup-damaged",
])

export function exitOf(code: string): Exit {
  if (code === "usage") return exits.usage
  if (network.has(code)) return exits.network
  return verification.has(code) ? exits.verification : exits.refused
}
