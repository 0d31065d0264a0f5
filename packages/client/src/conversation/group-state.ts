import type { Bytes } from "@colombe/base"
import { unwrap } from "@colombe/base"
import {
  decodeGroup,
  decodePublicGroup,
  encodeGroup,
  encodePublicGroup,
  type Group,
  type PublicGroup,
} from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import type { Home } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { groupTable } from "../records/conversation-records.ts"
import { putRecord, readRecord } from "../records/table.ts"

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
  home: Home,
  reader: RecordReader,
  conversation: ConversationId,
): Promise<GroupState | undefined> {
  const record = await readRecord(reader, groupTable, conversation)
  if (record === undefined) return undefined
  if (record.secrets === undefined) return inPublic(unwrap(decodePublicGroup(record.public)))
  return stateOfMember(decodeMember(home, record.public, record.secrets))
}

export function decodeMember(home: Home, publicBytes: Bytes, secrets: Bytes): Group {
  return unwrap(decodeGroup(home.mls, { public: publicBytes, secrets }))
}

export function saveGroup(
  home: Home,
  transaction: Transaction,
  conversation: ConversationId,
  state: GroupState,
): void {
  const record =
    state.member === undefined
      ? { public: encodePublicGroup(state.public), secrets: undefined }
      : encodeGroup(home.mls, state.member)
  putRecord(transaction, groupTable, [conversation], record)
}
