import { type Bytes, equal, type Result, succeed, toHex, uint, unwrap } from "@colombe/base"
import {
  applyGroupDelta,
  decodePublicGroup,
  encodeGroupDelta,
  encodeGroupSecrets,
  encodePublicGroup,
  type Group,
  joinGroupSecrets,
  type PublicGroup,
} from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import type { Home } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { type GroupRecord, groupPartTable, groupTable } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"

/** Changes after which the whole group is written again, so that loading it stays short. */
const groupChangesMax = 128

/** The group of the epoch at the head of the verified log: replayed in public, with secrets where this device has a leaf. */
export interface GroupState {
  readonly public: PublicGroup
  /** `member.public` is the same state. */
  readonly member: Group | undefined
}

export function stateOfMember(member: Group): GroupState {
  return { public: member.public, member }
}

export function inPublic(group: PublicGroup): GroupState {
  return { public: group, member: undefined }
}

export async function loadGroup(
  home: Pick<Home, "mls">,
  reader: RecordReader,
  conversation: ConversationId,
): Promise<GroupState | undefined> {
  const record = await readRecord(reader, groupTable, conversation)
  if (record === undefined) return undefined
  const kept = keptBy(home).get(toHex(conversation))
  if (kept !== undefined && isSame(kept.record, record)) return kept.state
  const state = await readGroup(home, reader, conversation, record)
  keep(home, conversation, { record, state })
  return state
}

interface Kept {
  readonly record: GroupRecord
  readonly state: GroupState
}

/** Groups that one home keeps decoded: those of conversations in which something happens now. */
const keptMax = 32

const keptGroups = new WeakMap<object, Map<string, Kept>>()

function keptBy({ mls }: Pick<Home, "mls">): Map<string, Kept> {
  const kept = keptGroups.get(mls) ?? new Map<string, Kept>()
  keptGroups.set(mls, kept)
  return kept
}

/** Until another state is saved: what a new epoch deletes does not live on here. */
function keep(home: Pick<Home, "mls">, conversation: ConversationId, kept: Kept): void {
  const all = keptBy(home)
  all.delete(toHex(conversation))
  all.set(toHex(conversation), kept)
  for (const oldest of all.keys()) {
    if (all.size <= keptMax) return
    all.delete(oldest)
  }
}

/** The tag names the epoch, the changes count its proposals; the secrets are compared whole. */
function isSame(left: GroupRecord, right: GroupRecord): boolean {
  return (
    equal(left.confirmationTag, right.confirmationTag) &&
    left.changes === right.changes &&
    left.pending === right.pending &&
    equal(left.secrets ?? noSecrets, right.secrets ?? noSecrets)
  )
}

const noSecrets = new Uint8Array()

async function readGroup(
  home: Pick<Home, "mls">,
  reader: RecordReader,
  conversation: ConversationId,
  record: GroupRecord,
): Promise<GroupState> {
  // The base, then the changes in their order.
  const parts = await scanRecords(reader, groupPartTable, {
    under: [conversation],
    limit: 1 + record.changes,
  })
  const [base, ...changes] = parts.map(({ value }) => value)
  let group = unwrap(decodePublicGroup(base ?? new Uint8Array()))
  for (const change of changes) group = unwrap(applyGroupDelta(group, change))
  if (record.secrets === undefined) return inPublic(group)
  return stateOfMember(unwrap(joinGroupSecrets(home.mls, group, record.secrets)))
}

/** The secrets that this device kept for a state which the log has reached since; those of another are refused. */
export function enterState(
  home: Pick<Home, "mls">,
  group: PublicGroup,
  secrets: Bytes,
): Result<GroupState, "malformed" | "state-mismatch"> {
  const member = joinGroupSecrets(home.mls, group, secrets)
  return member.ok ? succeed(stateOfMember(member.value)) : member
}

/**
 * Writes the secrets over those before, and of the public half what changed since `before`: a commit in a large group
 * costs a path and not a tree.
 */
export async function saveGroup(
  home: Pick<Home, "mls">,
  transaction: Transaction,
  conversation: ConversationId,
  state: GroupState,
  before: GroupState | undefined,
): Promise<void> {
  keptBy(home).delete(toHex(conversation))
  const record = await readRecord(transaction, groupTable, conversation)
  const log = appended(transaction, conversation, record, state.public, before?.public)
  const { confirmationTag, pending } = state.public
  putRecord(transaction, groupTable, [conversation], {
    version: 1,
    ...(log ?? restarted(transaction, conversation, record, state.public)),
    confirmationTag,
    pending: pending.length,
    secrets: state.member && encodeGroupSecrets(home.mls, state.member),
  })
}

type GroupLog = Pick<GroupRecord, "changes" | "changesBytes" | "baseBytes">

/** Undefined where what is stored is not `before`, or where its changes have grown larger than a new base is. */
function appended(
  transaction: Transaction,
  conversation: ConversationId,
  record: GroupRecord | undefined,
  group: PublicGroup,
  before: PublicGroup | undefined,
): GroupLog | undefined {
  if (record === undefined || before === undefined) return undefined
  if (!equal(record.confirmationTag, before.confirmationTag)) return undefined
  if (record.pending !== before.pending.length) return undefined
  if (group === before) return record
  const delta = encodeGroupDelta(before, group)
  const changes = record.changes + 1
  const changesBytes = record.changesBytes + delta.length
  if (changes > groupChangesMax || changesBytes > record.baseBytes) return undefined
  putRecord(transaction, groupPartTable, [conversation, uint(changes, 4)], delta)
  return { changes, changesBytes, baseBytes: record.baseBytes }
}

function restarted(
  transaction: Transaction,
  conversation: ConversationId,
  record: GroupRecord | undefined,
  group: PublicGroup,
): GroupLog {
  for (let part = 1; part <= (record?.changes ?? 0); part++)
    deleteRecord(transaction, groupPartTable, conversation, uint(part, 4))
  const base = encodePublicGroup(group)
  putRecord(transaction, groupPartTable, [conversation, uint(0, 4)], base)
  return { changes: 0, changesBytes: 0, baseBytes: base.length }
}
