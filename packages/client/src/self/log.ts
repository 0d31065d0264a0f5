import { type Bytes, equal } from "@colombe/base"
import { type AccountId, type ConversationId, conversationIdOf, selfSeed } from "@colombe/rules"
import { emptyLog } from "@colombe/seal"
import type { Home, Identity } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { readRecord } from "../records/table.ts"
import { type SelfLogRecord, selfLogTable } from "../vault/records.ts"

/** The log that the account's own devices share. */
export function selfOf(home: Pick<Home, "crypto">, account: AccountId): ConversationId {
  return conversationIdOf(home.crypto, selfSeed(account))
}

export function isSelf(home: Home, { me }: Pick<Identity, "me">, conversation: Bytes): boolean {
  return equal(conversation, selfOf(home, me.account))
}

export async function selfLog(home: Home, reader: RecordReader, { me }: Identity): Promise<SelfLogRecord> {
  const known = await readRecord(reader, selfLogTable)
  const head = emptyLog(home.crypto, selfOf(home, me.account))
  return known ?? { version: 1, head, newest: 0, unread: undefined, broken: false }
}
