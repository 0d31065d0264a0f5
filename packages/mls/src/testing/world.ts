import { assert, type Bytes, unwrap } from "@colombe/base"
import {
  applyCommit,
  checkGroupInfo,
  createCommit,
  encodeTree,
  externalCommit,
  type Group,
  joinFromWelcome,
  type MlsContext,
  memberBySignatureKey,
  type Proposal,
  type PublicGroup,
  processMessage,
  proposeSelfRemove,
  proposeUpdate,
  publicGroupFromGroupInfo,
  receiveProposal,
} from "../index.ts"
import { groupOf, keyPackageOf, type Person, person } from "./people.ts"

export interface WorldMember {
  readonly person: Person
  group: Group
}

/** A server that knows the public state alone, and members; every message goes to everybody. */
export interface World {
  readonly ctx: MlsContext
  readonly suite: number
  server: PublicGroup
  groupInfo: Bytes
  members: WorldMember[]
  /** The state in which each removed member was left. */
  readonly removed: WorldMember[]
  met: number
}

export async function createWorld(ctx: MlsContext, suite: number): Promise<World> {
  const creator = await person(ctx, "member 0", suite)
  const group = await groupOf(ctx, creator, suite)
  const members = [{ person: creator, group }]
  return { ctx, suite, server: group.public, groupInfo: new Uint8Array(), members, removed: [], met: 1 }
}

export function newPerson(world: World): Promise<Person> {
  return person(world.ctx, `member ${world.met++}`, world.suite)
}

/** Takes a commit to the server and to everybody but its committer, who has the next state already. */
async function deliver(world: World, commit: Bytes, groupInfo: Bytes, committer: WorldMember): Promise<void> {
  const applied = unwrap(await applyCommit(world.ctx, world.server, commit))
  unwrap(await checkGroupInfo(world.ctx, applied.next, groupInfo))
  world.server = applied.next
  world.groupInfo = groupInfo
  const staying: WorldMember[] = []
  for (const member of world.members) {
    if (member === committer) {
      staying.push(member)
      continue
    }
    const processed = unwrap(await processMessage(world.ctx, member.group, commit))
    assert(processed.kind === "commit", "a commit")
    if (processed.next === undefined) world.removed.push(member)
    else {
      member.group = processed.next
      staying.push(member)
    }
  }
  world.members = staying
}

export interface CommitPlanInput {
  readonly add: number
  /** Members to remove, by place in `world.members`. */
  readonly remove: readonly number[]
  readonly forcePath: boolean
  /** Take in every proposal that waits, but for Updates of those who are removed. */
  readonly pending: boolean
}

export async function commit(world: World, committer: WorldMember, input: CommitPlanInput): Promise<void> {
  const leavers = input.remove.map(place => world.members[place]?.group.secrets.leafIndex ?? -1)
  const newcomers = []
  for (let count = 0; count < input.add; count++) {
    const someone = await newPerson(world)
    newcomers.push({ person: someone, ...(await keyPackageOf(world.ctx, someone, world.suite)) })
  }
  const proposals: Proposal[] = [
    ...leavers.map(removed => ({ kind: "remove", removed }) as const),
    ...newcomers.map(({ keyPackage }) => ({ kind: "add", keyPackage }) as const),
  ]
  const references = committer.group.public.pending
    .filter(({ sender }) => sender.kind === "member" && !leavers.includes(sender.leafIndex))
    .map(({ reference }) => reference)
  const made = unwrap(
    await createCommit(world.ctx, committer.group, {
      signer: committer.person.signer,
      proposals,
      references: input.pending ? references : [],
      forcePath: input.forcePath,
    }),
  )
  committer.group = made.next
  await deliver(world, made.commit, made.groupInfo, committer)
  const tree = encodeTree(world.server.tree)
  for (const { person: someone, keyPackage, secrets } of newcomers) {
    const join = { welcome: made.welcome ?? new Uint8Array(), keyPackage, secrets, tree }
    const joined = unwrap(await joinFromWelcome(world.ctx, join))
    world.members.push({ person: someone, group: joined.group })
  }
}

/** Joins from outside; with `returning`, the person stands in the tree already and takes the old leaf out. */
export async function joinExternally(world: World, returning: WorldMember | undefined): Promise<void> {
  const someone = returning?.person ?? (await newPerson(world))
  const offered = unwrap(
    await publicGroupFromGroupInfo(world.ctx, world.groupInfo, encodeTree(world.server.tree)),
  )
  assert(offered.externalPub !== undefined, "a key for joiners")
  const old = memberBySignatureKey(world.server, someone.signer.publicKey)
  const made = unwrap(
    await externalCommit(world.ctx, {
      ...someone.leaf,
      group: world.server,
      externalPub: offered.externalPub,
      signer: someone.signer,
      ...(old === undefined ? {} : { remove: old.leafIndex }),
    }),
  )
  const joiner = { person: someone, group: made.next }
  world.members = world.members.filter(member => member !== returning)
  await deliver(world, made.commit, made.groupInfo, joiner)
  world.members.push(joiner)
}

/** A member proposes to leave or to change its leaf; everybody hears of it. */
export async function proposeFrom(
  world: World,
  proposer: WorldMember,
  kind: "selfRemove" | "update",
): Promise<void> {
  const input = { signer: proposer.person.signer }
  const made =
    kind === "update"
      ? await proposeUpdate(world.ctx, proposer.group, input)
      : await proposeSelfRemove(world.ctx, proposer.group, input)
  const { message, next } = unwrap(made)
  world.server = unwrap(await receiveProposal(world.ctx, world.server, message)).next
  for (const member of world.members) {
    if (member === proposer) continue
    const processed = unwrap(await processMessage(world.ctx, member.group, message))
    assert(processed.kind === "proposal", "a proposal")
    member.group = processed.next
  }
  proposer.group = next
}
