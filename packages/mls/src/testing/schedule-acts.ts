import { assert, type Bytes, type Result, unwrap } from "@colombe/base"
import {
  type CreatedCommit,
  createCommit,
  encodeTree,
  externalCommit,
  memberBySignatureKey,
  type PendingProposal,
  type Proposal,
  propose,
  proposeSelfRemove,
  proposeUpdate,
  publicGroupFromGroupInfo,
} from "../index.ts"
import { keyPackageOf, type Person, person } from "./people.ts"
import {
  catchUp,
  isUpToDate,
  type ScheduleMember,
  type ScheduleWorld,
  submitCommit,
  submitProposal,
  welcome,
} from "./schedule-world.ts"

/** A whole number below the limit, from the seed alone. */
export type Below = (limit: number) => number

/** What a plan may go wrong with by chance; anything else is a fault of the engine. */
const unluckyCodes: ReadonlySet<string> = new Set([
  "unknown-member",
  "removes-committer",
  "proposal-not-allowed",
  "repeated-proposal",
])

/** What goes together badly is refused where it is made; what is made has to be good for everybody. */
function refusePlan(world: ScheduleWorld, code: string): void {
  assert(unluckyCodes.has(code), `a plan is refused: ${code}`)
  world.tally.refusedPlans++
}

type Newcomer = { readonly person: Person } & Awaited<ReturnType<typeof keyPackageOf>>

async function newcomer(world: ScheduleWorld): Promise<Newcomer> {
  const someone = await person(world.ctx, `member ${world.met++}`, world.suite)
  return {
    person: someone,
    ...(await keyPackageOf(world.ctx, someone, world.suite)),
  }
}

/** One step of the schedule. */
export async function act(world: ScheduleWorld, below: Below, membersMax: number): Promise<void> {
  const member = world.members[below(world.members.length)]
  assert(member !== undefined, "a group is never left empty")
  // Most come with what they know; some read first.
  if (below(3) > 0) await catchUp(world, member, 1 + below(6))
  if (!world.members.includes(member) || member.sent !== undefined) return
  const room = membersMax - world.members.length
  switch (below(10)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return commitSomething(world, member, below, room)
    case 4:
      return joinFromOutside(world, below, room)
    case 5:
      return proposeSomething(world, member, below, room)
    case 6:
      return proposeSomething(world, member, below, 0)
    default:
      return readSome(world, below)
  }
}

async function readSome(world: ScheduleWorld, below: Below): Promise<void> {
  for (const member of [...world.members]) if (below(2) === 0) await catchUp(world, member, 1 + below(8))
}

async function commitSomething(
  world: ScheduleWorld,
  member: ScheduleMember,
  below: Below,
  room: number,
): Promise<void> {
  const newcomers: Newcomer[] = []
  for (let count = Math.min(room, below(4)); count > 0; count--) newcomers.push(await newcomer(world))
  const leavers = below(3) === 0 && world.members.length > 2 ? pickLeaves(member, below) : []
  const proposals: Proposal[] = [
    ...leavers.map(removed => ({ kind: "remove", removed }) as const),
    ...newcomers.map(({ keyPackage }) => ({ kind: "add", keyPackage }) as const),
  ]
  const taken = member.group.public.pending.filter(() => below(4) > 0)
  const made = await createCommit(world.ctx, member.group, {
    signer: member.person.signer,
    proposals,
    references: withoutConflicts(taken, leavers).map(({ reference }) => reference),
    forcePath: below(2) === 0,
  })
  if (!made.ok) return refusePlan(world, made.code)
  if (below(8) === 0) {
    world.tally.lost++
    return
  }
  await race(world, member, below)
  if (!(await submitCommit(world, member, made.value))) return
  if (made.value.welcome !== undefined) await welcome(world, made.value.welcome, newcomers)
}

/** Now and then somebody else's commit of the same epoch comes first. */
async function race(world: ScheduleWorld, member: ScheduleMember, below: Below): Promise<void> {
  if (below(4) > 0) return
  const other = world.members.find(
    one => one !== member && one.sent === undefined && isUpToDate(world, one) && !proposedItself(one),
  )
  if (other === undefined) return
  const plan = { signer: other.person.signer, forcePath: true }
  const made: Result<CreatedCommit, string> = await createCommit(world.ctx, other.group, plan)
  if (made.ok) await submitCommit(world, other, made.value)
}

const senderOf = ({ sender }: PendingProposal) => (sender.kind === "member" ? sender.leafIndex : undefined)

const proposedItself = ({ group }: ScheduleMember) =>
  group.public.pending.some(one => senderOf(one) === group.secrets.leafIndex)

function pickLeaves(member: ScheduleMember, below: Below): readonly number[] {
  const { tree } = member.group.public
  const leaves = 2 ** tree.height
  const picked = new Set<number>()
  for (let count = 1 + below(2); count > 0; count--) picked.add(below(leaves))
  picked.delete(member.group.secrets.leafIndex)
  return [...picked]
}

/** No proposal about a leaf that another one, or the committer, removes already. */
function withoutConflicts(
  pending: readonly PendingProposal[],
  leavers: readonly number[],
): readonly PendingProposal[] {
  const touched = new Set(leavers)
  return pending.filter(one => {
    const { proposal } = one
    if (proposal.kind === "add") return false
    const leaf = proposal.kind === "remove" ? proposal.removed : senderOf(one)
    if (leaf === undefined || touched.has(leaf)) return false
    touched.add(leaf)
    return true
  })
}

async function proposeSomething(
  world: ScheduleWorld,
  member: ScheduleMember,
  below: Below,
  room: number,
): Promise<void> {
  const { ctx } = world
  const input = { signer: member.person.signer }
  const make = async (): Promise<Result<{ message: Bytes; next: ScheduleMember["group"] }, string>> => {
    if (room > 0 && below(2) === 0) {
      const { keyPackage } = await newcomer(world)
      return propose(ctx, member.group, { kind: "add", keyPackage }, input)
    }
    if (below(3) === 0) return proposeSelfRemove(ctx, member.group, input)
    if (below(2) === 0) return proposeUpdate(ctx, member.group, input)
    const removed = pickLeaves(member, below)[0]
    return removed === undefined
      ? proposeUpdate(ctx, member.group, input)
      : propose(ctx, member.group, { kind: "remove", removed }, input)
  }
  const isLate = member.group.public.context.epoch < world.server.context.epoch
  // Its next state has to hold every proposal that came before its own.
  if (proposedItself(member) || !(isLate || isUpToDate(world, member))) return
  const made = await make()
  if (made.ok) await submitProposal(world, member, made.value)
  else refusePlan(world, made.code)
}

/** Somebody new, or a member that lost its state and takes its old leaf out. */
async function joinFromOutside(world: ScheduleWorld, below: Below, room: number): Promise<void> {
  if (world.groupInfo.length === 0) return
  const { ctx, server } = world
  const returning = room <= 0 || below(2) === 0 ? world.members[below(world.members.length)] : undefined
  const someone = returning?.person ?? (await newcomer(world)).person
  const offered = unwrap(await publicGroupFromGroupInfo(ctx, world.groupInfo, encodeTree(server.tree)))
  assert(offered.externalPub !== undefined, "a key for joiners")
  const old = memberBySignatureKey(server, someone.signer.publicKey)
  if (returning !== undefined && old === undefined) return
  const made = await externalCommit(ctx, {
    ...someone.leaf,
    group: server,
    externalPub: offered.externalPub,
    signer: someone.signer,
    ...(old === undefined ? {} : { remove: old.leafIndex }),
  })
  if (!made.ok) return refusePlan(world, made.code)
  const member: ScheduleMember = {
    person: someone,
    group: made.value.next,
    cursor: world.log.length + 1,
    sent: undefined,
  }
  if (!(await submitCommit(world, member, made.value))) return
  member.sent = undefined
  world.tally.external++
  world.members = [...world.members.filter(one => one !== returning), member]
  if (returning !== undefined) world.removed.push(returning)
}
