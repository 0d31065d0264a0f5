import { assert, type Bytes, equal, unwrap } from "@colombe/base"
import {
  applyCommit,
  checkGroupInfo,
  encodeTree,
  type Group,
  joinFromWelcome,
  type MlsContext,
  type PublicGroup,
  processMessage,
  receiveProposal,
} from "../index.ts"
import { confirmationTagOf, startEpoch } from "../key-schedule.ts"
import { groupOf, type keyPackageOf, type Person, person } from "./people.ts"

/** What the server has taken, in its order. */
interface LogEntry {
  readonly message: Bytes
  readonly kind: "proposal" | "commit"
  /** The public state to which it leads. */
  readonly after: PublicGroup
  readonly from: ScheduleMember
}

export interface ScheduleMember {
  readonly person: Person
  group: Group
  /** The next entry of the log to read. */
  cursor: number
  /** After the message of its own that waits for an answer, or that it has yet to come to in the log. */
  sent: { readonly message: Bytes; readonly next: Group } | undefined
}

/**
 * A server that orders messages and knows the public state alone, and members who read its log each at its own pace:
 * commits race, and whoever is late finds its commit refused.
 */
export interface ScheduleWorld {
  readonly ctx: MlsContext
  readonly suite: number
  readonly log: LogEntry[]
  server: PublicGroup
  groupInfo: Bytes
  members: ScheduleMember[]
  /** In the last state before the commit that took each of them out. */
  readonly removed: ScheduleMember[]
  met: number
  readonly tally: Record<"commits" | "proposals" | "races" | "lost" | "refusedPlans" | "external", number>
}

export async function scheduleWorld(ctx: MlsContext, suite: number): Promise<ScheduleWorld> {
  const creator = await person(ctx, "member 0", suite)
  const group = await groupOf(ctx, creator, suite)
  return {
    ctx,
    suite,
    log: [],
    server: group.public,
    groupInfo: new Uint8Array(),
    members: [{ person: creator, group, cursor: 0, sent: undefined }],
    removed: [],
    met: 1,
    tally: {
      commits: 0,
      proposals: 0,
      races: 0,
      lost: 0,
      refusedPlans: 0,
      external: 0,
    },
  }
}

/** A commit reaches the server: true where it is taken. One of an earlier epoch lost the race. */
export async function submitCommit(
  world: ScheduleWorld,
  from: ScheduleMember,
  made: {
    readonly commit: Bytes
    readonly groupInfo: Bytes
    readonly next: Group
  },
): Promise<boolean> {
  const applied = await applyCommit(world.ctx, world.server, made.commit)
  if (!applied.ok) {
    assert(applied.code === "wrong-epoch", `a commit that was made is refused: ${applied.code}`)
    world.tally.races++
    return false
  }
  unwrap(await checkGroupInfo(world.ctx, applied.value.next, made.groupInfo))
  world.server = applied.value.next
  world.groupInfo = made.groupInfo
  world.tally.commits++
  world.log.push({
    message: made.commit,
    kind: "commit",
    after: world.server,
    from,
  })
  from.sent = { message: made.commit, next: made.next }
  return true
}

export async function submitProposal(
  world: ScheduleWorld,
  from: ScheduleMember,
  made: { readonly message: Bytes; readonly next: Group },
): Promise<void> {
  const received = await receiveProposal(world.ctx, world.server, made.message)
  if (!received.ok) {
    assert(
      received.code === "wrong-epoch" || received.code === "repeated-proposal",
      `a proposal that was made is refused: ${received.code}`,
    )
    return
  }
  world.server = received.value.next
  world.tally.proposals++
  world.log.push({
    message: made.message,
    kind: "proposal",
    after: world.server,
    from,
  })
  from.sent = { message: made.message, next: made.next }
}

/** Reads at most `count` entries of the log. */
export async function catchUp(world: ScheduleWorld, member: ScheduleMember, count: number): Promise<void> {
  for (let read = 0; read < count; read++) {
    const entry = world.log[member.cursor]
    if (entry === undefined) return
    if (member.sent?.message === entry.message) {
      member.group = member.sent.next
      member.sent = undefined
      member.cursor++
      continue
    }
    const processed = unwrap(await processMessage(world.ctx, member.group, entry.message))
    assert(processed.kind === entry.kind, "the server told what it is")
    if (processed.next === undefined) {
      assert(
        !canFollow(world, member.group, entry.after),
        "who is taken out derives nothing of the next epoch",
      )
      world.removed.push(member)
      world.members = world.members.filter(other => other !== member)
      return
    }
    member.group = processed.next
    member.cursor++
  }
}

/** Whether somebody without the commit secret gets from one epoch into the next with all else that it knows. */
function canFollow(
  { ctx }: ScheduleWorld,
  before: Group,
  { suite, context, confirmationTag }: PublicGroup,
): boolean {
  const zeros = new Uint8Array(suite.secretBytes)
  const { init } = before.secrets.epoch
  const input = {
    initSecret: init,
    commitSecret: zeros,
    preSharedKeySecret: zeros,
    context,
  }
  const { confirmation } = startEpoch(ctx.crypto, suite, input).secrets
  const tag = confirmationTagOf(ctx.crypto, suite, confirmation, context.confirmedTranscriptHash)
  return equal(tag, confirmationTag)
}

export function isUpToDate(world: ScheduleWorld, member: ScheduleMember): boolean {
  return member.cursor === world.log.length
}

export async function welcome(
  world: ScheduleWorld,
  message: Bytes,
  newcomers: readonly ({ readonly person: Person } & Awaited<ReturnType<typeof keyPackageOf>>)[],
): Promise<void> {
  const tree = encodeTree(world.server.tree)
  for (const { person: someone, keyPackage, secrets } of newcomers) {
    const joined = unwrap(
      await joinFromWelcome(world.ctx, {
        welcome: message,
        keyPackage,
        secrets,
        tree,
      }),
    )
    const member = {
      person: someone,
      group: joined.group,
      cursor: world.log.length,
      sent: undefined,
    }
    world.members.push(member)
  }
}
