import {
  choice,
  compare,
  constant,
  type Decoded,
  enumeration,
  fixed,
  opaque,
  optional,
  refine,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
  vector,
} from "@colombe/base"
import { accountId, conversationId, deviceId, digest, floor, position, publicKey } from "./ids.ts"
import { link } from "./link.ts"

export const conversationKinds = enumeration(1, { self: 0, direct: 1, group: 2, channel: 3 })
const anySeed = choice("kind", conversationKinds, {
  self: struct({ account: accountId }),
  direct: struct({ low: accountId, high: accountId }),
  group: struct({ creator: accountId, nonce: fixed(32) }),
  channel: struct({ creator: accountId, nonce: fixed(32) }),
})
/** Hashed under "conversation" it gives the ConversationId. In a direct, `low` < `high`, else it is refused. */
export const conversationSeed = refine(anySeed, seed =>
  seed.kind !== "direct" || compare(seed.low, seed.high) < 0 ? seed : undefined,
)
export type ConversationSeed = Decoded<typeof conversationSeed>

/** The MLS group id: 36 bytes. */
export const groupId = struct({ conversation: conversationId, incarnation: uint32 })
export type GroupId = Decoded<typeof groupId>

export const previousIncarnation = struct({ state: floor, seq: uint64, log: digest })
export const accountPosition = struct({ account: accountId, position })
export type AccountPosition = Decoded<typeof accountPosition>

/** `member` is never listed; `banned` says that an account that is no member may not come back by itself. */
export const roles = enumeration(1, { member: 0, moderator: 1, admin: 2, owner: 3, banned: 255 })
export type Role = Decoded<typeof roles>
export const roleEntry = struct({ account: accountId, role: roles })
export type RoleEntry = Decoded<typeof roleEntry>
export const joinLink = struct({ key: publicKey, flags: uint8, expiresMs: uint64 })

/** GroupContext extension; each list sorted by account or key, without repeats. */
export const colombeGroup = struct({
  version: constant(uint16, 1),
  seed: conversationSeed,
  previous: optional(previousIncarnation),
  host: opaque,
  suiteRank: uint16,
  sealRank: uint16,
  history: enumeration(1, { none: 0, days: 1, all: 2 }),
  historyDays: uint16,
  ttlSeconds: uint32,
  roles: vector(roleEntry),
  dormant: vector(accountPosition),
  chains: vector(accountPosition),
  links: vector(joinLink),
})
export type ColombeGroup = Decoded<typeof colombeGroup>

/** Extension types of the private range. A later version of either is another type. */
export const colombeGroupExtension = 0xf0c1
/** Leaf extension holding the account's position. */
export const positionExtension = 0xf0c2

/** `basic` credential identity: 48 bytes. */
export const leafIdentity = struct({ account: accountId, device: fixed(16) })

export const reasons = enumeration(1, {
  create: 0,
  path: 1,
  add: 2,
  removeDevice: 3,
  removePerson: 4,
  silent: 5,
  policy: 6,
  clear: 7,
  join: 8,
  resync: 9,
  link: 10,
  leave: 11,
})
export type Reason = Decoded<typeof reasons>

/** The links from the recorded position to `to`, so that nobody has to wait for a server to show them. */
export const raise = struct({ account: accountId, to: position, links: vector(link) })
export const inviteProof = struct({ key: publicKey, signature: opaque })
/** authenticated_data of every commit and SelfRemove. */
export const commitData = struct({
  version: constant(uint8, 1),
  reason: reasons,
  seq: uint64,
  log: digest,
  raises: vector(raise),
  invite: optional(inviteProof),
})
export type CommitData = Decoded<typeof commitData>
/** Signed under "invite reading" by such a key: who wants to read what a join is proven from, before joining. */
export const inviteReading = struct({
  host: opaque,
  conversation: conversationId,
  account: accountId,
  device: deviceId,
})
export type InviteReading = Decoded<typeof inviteReading>
/** Signed under "invite" by a key listed in `links`. */
export const inviteStatement = struct({ group: groupId, epoch: uint64, account: accountId, dsk: publicKey })
