import { assert, type Bytes, compare, concat, encode, equal, toUtf8, unwrap } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import {
  type CreateCommitInput,
  createCommit,
  createGroup,
  createGroupInfo,
  encodeMessage,
  extensionTypes,
  externalCommit,
  type GeneratedKeyPackage,
  type Group,
  generateKeyPackage,
  joinFromWelcome,
  type LeafInput,
  type Proposal,
  processMessage,
  proposalTypes,
  proposeSelfRemove,
  publicGroupFromGroupInfo,
  requiredCapabilitiesExtension,
  suiteIds,
} from "@colombe/mls"
import {
  type ColombeGroup,
  type CommitData,
  type ConversationSeed,
  colombeGroup,
  colombeGroupExtension,
  commitData,
  conversationIdOf,
  directSeed,
  encodeGroupId,
  groupFactsOf,
  groupSeed,
  header,
  inviteProofOf,
  kinds,
  leafIdentity,
  position,
  positionExtension,
} from "@colombe/rules"
import { crypto, host, type Person, start, type TestClient, type TestWorld } from "@colombe/server/testing"

export const suite = suiteIds.MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519
const ctx = { crypto }
const dayMs = 86_400_000
const lifetime = {
  notBefore: BigInt((start - dayMs) / 1000),
  notAfter: BigInt((start + 80 * dayMs) / 1000),
}

/** One device of somebody, signed in, with the groups and key packages that it holds the secrets of. */
export interface Member {
  readonly who: Person
  readonly device: number
  readonly id: Bytes
  readonly client: TestClient
  readonly keyPackages: GeneratedKeyPackage[]
}

export async function member(world: TestWorld, who: Person, device = 1): Promise<Member> {
  return {
    who,
    device,
    id: await who.device(device),
    client: await world.signIn(who, device),
    keyPackages: [],
  }
}

export async function enrolled(world: TestWorld, name: string): Promise<Member> {
  return member(world, await world.enrol(name))
}

export async function leafInput({ who, id }: Pick<Member, "who" | "id">): Promise<LeafInput> {
  return {
    credential: { type: "basic", identity: encode(leafIdentity, { account: who.account, device: id }) },
    capabilities: {
      versions: [1],
      suites: [suite],
      extensions: [colombeGroupExtension, positionExtension, extensionTypes.lastResort],
      proposals: [proposalTypes.selfRemove],
      credentials: [1],
    },
    extensions: [{ type: positionExtension, data: encode(position, who.head) }],
  }
}

export async function makeKeyPackage(
  owner: Pick<Member, "who" | "device" | "id">,
  lastResort = false,
  valid = lifetime,
): Promise<GeneratedKeyPackage> {
  return unwrap(
    await generateKeyPackage(ctx, {
      ...(await leafInput(owner)),
      suite,
      signer: await owner.who.key(owner.device),
      lifetime: valid,
      keyPackageExtensions: lastResort ? [{ type: extensionTypes.lastResort, data: new Uint8Array() }] : [],
    }),
  )
}

export const keyPackageBytes = ({ keyPackage }: GeneratedKeyPackage): Bytes =>
  encodeMessage({ format: "keyPackage", message: keyPackage })

/** Publishes `count` one-time packages and one of last resort. */
export async function publish(owner: Member, count: number): Promise<void> {
  const made = await Promise.all(Array.from({ length: count }, () => makeKeyPackage(owner)))
  const last = await makeKeyPackage(owner, true)
  owner.keyPackages.push(...made, last)
  const request = { oneTime: made.map(keyPackageBytes), lastResort: keyPackageBytes(last) }
  unwrap(await owner.client.call("publishKeyPackages", request))
}

export function extensionOf(seed: ConversationSeed, change: Partial<ColombeGroup> = {}): ColombeGroup {
  return {
    version: 1,
    seed,
    previous: undefined,
    host: toUtf8(host),
    suiteRank: 1,
    sealRank: 1,
    history: "none",
    historyDays: 0,
    ttlSeconds: 0,
    roles: [],
    dormant: [],
    chains: [],
    links: [],
    ...change,
  }
}

export const groupExtensions = (extension: ColombeGroup) => [
  requiredCapabilitiesExtension({
    extensions: [colombeGroupExtension, positionExtension],
    proposals: [proposalTypes.selfRemove],
    credentials: [1],
  }),
  { type: colombeGroupExtension, data: encode(colombeGroup, extension) },
]

export const sorted = <Item extends { readonly account: Bytes }>(items: readonly Item[]): Item[] =>
  [...items].sort((left, right) => compare(left.account, right.account))

/** A conversation in which somebody holds a leaf. */
export interface Room {
  readonly conversation: Bytes
  readonly group: Group
}

export interface Opening extends Room {
  readonly groupInfo: Bytes
}

/** A group of one, ready to be opened. */
export async function opening(
  opener: Member,
  extension: ColombeGroup,
  conversation = conversationIdOf(crypto, extension.seed),
  incarnation = 0,
): Promise<Opening> {
  const signer = await opener.who.key(opener.device)
  const group = unwrap(
    await createGroup(ctx, {
      ...(await leafInput(opener)),
      suite,
      groupId: encodeGroupId({ conversation, incarnation }),
      groupExtensions: groupExtensions(extension),
      signer,
      lifetime,
    }),
  )
  const groupInfo = await createGroupInfo(ctx, group, { signer, includeTree: true })
  return { conversation, group, groupInfo }
}

export function groupOpening(
  opener: Member,
  others: readonly Member[] = [],
  change: Partial<ColombeGroup> = {},
) {
  const { account } = opener.who
  const seed = groupSeed(account, crypto.random(32))
  const dormant = sorted(others.map(({ who }) => ({ account: who.account, position: who.head })))
  return opening(opener, extensionOf(seed, { roles: [{ account, role: "owner" }], dormant, ...change }))
}

export function directOpening(opener: Member, other: Member, change: Partial<ColombeGroup> = {}) {
  const seed = directSeed(opener.who.account, other.who.account)
  assert(seed, "two people")
  const dormant = [{ account: other.who.account, position: other.who.head }]
  return opening(opener, extensionOf(seed, { dormant, ...change }))
}

export async function open(opener: Member, { conversation, groupInfo }: Opening) {
  return opener.client.call("openConversation", { conversation, groupInfo })
}

const data = (reason: CommitData["reason"], change: Partial<CommitData> = {}): Bytes =>
  encode(commitData, {
    version: 1,
    reason,
    seq: 1,
    log: new Uint8Array(32),
    raises: [],
    invite: undefined,
    ...change,
  })

export interface Made {
  readonly commit: Bytes
  readonly groupInfo: Bytes
  /** Empty where nobody is added. */
  readonly welcome: Bytes
  readonly next: Room
}

/** A commit that could be sent; nothing is sent. */
export async function makeCommit(
  by: Member,
  { conversation, group }: Room,
  reason: CommitData["reason"],
  input: Partial<CreateCommitInput> = {},
  change: Partial<CommitData> = {},
): Promise<Made> {
  const made = unwrap(
    await createCommit(ctx, group, {
      signer: await by.who.key(by.device),
      authenticatedData: data(reason, change),
      forcePath: true,
      ...input,
    }),
  )
  return {
    commit: made.commit,
    groupInfo: made.groupInfo,
    welcome: made.welcome ?? new Uint8Array(),
    next: { conversation, group: made.next },
  }
}

export async function send(by: Member, { next, commit, groupInfo, welcome }: Made) {
  return by.client.call("commit", {
    conversation: next.conversation,
    commit,
    groupInfo,
    welcome,
  })
}

/** Adds from claimed key packages. */
export async function addOf(by: Member, ...added: readonly Member[]): Promise<Proposal[]> {
  const proposals: Proposal[] = []
  for (const { who, keyPackages } of added) {
    const claimed = unwrap(await by.client.call("claimKeyPackages", { account: who.account }))
    for (const { keyPackage } of claimed.keyPackages) {
      const known = keyPackages.find(one => equal(keyPackageBytes(one), keyPackage))
      assert(known, "a published key package")
      proposals.push({ kind: "add", keyPackage: known.keyPackage })
    }
  }
  return proposals
}

/** Joins by the newest Welcome in the mailbox. */
export async function joinByMail(by: Member): Promise<Room> {
  const { mail } = unwrap(await by.client.call("pullMail", {}))
  const welcome = mail.at(-1)
  assert(welcome, "a welcome")
  const { ratchetTree } = unwrap(await by.client.call("pullGroup", { conversation: welcome.conversation }))
  for (const own of by.keyPackages) {
    const joined = await joinFromWelcome(ctx, { welcome: welcome.body, ...own, tree: ratchetTree })
    if (joined.ok) return { conversation: welcome.conversation, group: joined.value.group }
  }
  throw new Error("no key package fits")
}

/** An external commit on what the server shows. */
export async function joinByCommit(
  by: Member,
  conversation: Bytes,
  reason: CommitData["reason"] = "join",
  remove?: number,
  link?: Signer,
): Promise<Made> {
  const { groupInfo, ratchetTree } = unwrap(await by.client.call("pullGroup", { conversation }))
  const offered = unwrap(await publicGroupFromGroupInfo(ctx, groupInfo, ratchetTree))
  assert(offered.externalPub, "external commits are possible")
  const signer = await by.who.key(by.device)
  const leaf = { account: by.who.account, dsk: signer.publicKey }
  const facts = unwrap(groupFactsOf(offered.group))
  const invite = link && (await inviteProofOf(link, facts, leaf))
  const made = unwrap(
    await externalCommit(ctx, {
      ...(await leafInput(by)),
      group: offered.group,
      externalPub: offered.externalPub,
      signer,
      authenticatedData: data(reason, { invite }),
      ...(remove === undefined ? {} : { remove }),
    }),
  )
  return { ...made, welcome: new Uint8Array(), next: { conversation, group: made.next } }
}

export async function leaving(by: Member, { conversation, group }: Room) {
  const signer = await by.who.key(by.device)
  const made = unwrap(await proposeSelfRemove(ctx, group, { signer, authenticatedData: data("leave") }))
  return {
    proposal: made.message,
    reference: made.proposal.reference,
    next: { conversation, group: made.next },
  }
}

/** The room after one more message of the log; it must be one that this member can process. */
export async function receive({ conversation, group }: Room, body: Bytes): Promise<Room> {
  const processed = unwrap(await processMessage(ctx, group, body))
  assert(processed.next, "still a member")
  return { conversation, group: processed.next }
}

export interface MessagePlace {
  readonly kind?: number
  readonly incarnation?: number
  readonly epoch?: number
  readonly sendId?: Bytes
  readonly conversation?: Bytes
}

/** Bytes in the shape of a sealed entry: the server sees no more of a real one. */
export function sealedBytes({ conversation, group }: Room, place: MessagePlace = {}): Bytes {
  const prefix = {
    version: 1 as const,
    kind: place.kind ?? kinds.message,
    conversation: place.conversation ?? conversation,
    incarnation: place.incarnation ?? 0,
    epoch: place.epoch ?? group.public.context.epoch,
    sendId: place.sendId ?? crypto.random(16),
    salt: crypto.random(32),
  }
  return concat(encode(header, { prefix, commitment: crypto.random(32) }), crypto.random(400))
}

export async function say(by: Member, room: Room, body = sealedBytes(room), place: MessagePlace = {}) {
  return by.client.call("append", {
    conversation: room.conversation,
    incarnation: place.incarnation ?? 0,
    epoch: BigInt(place.epoch ?? room.group.public.context.epoch),
    body,
  })
}

/** Bodies of the log after a place, as the member is shown them. */
export async function pull(by: Member, { conversation }: Room, after = 0n) {
  return unwrap(await by.client.call("pullEntries", { conversation, after })).entries
}
