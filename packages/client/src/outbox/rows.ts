import { type Bytes, equal, fromUint, succeed, uint } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { readContent, type Verified } from "@colombe/seal"
import { dropFile, localName } from "../files/held.ts"
import { keepSent, makeRoom } from "../files/kept.ts"
import { type Home, tell, timelineChanged, transact } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { type OutboxRecord, outboxTable } from "../records/send-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"
import { keepSend } from "../restore/kept-sends.ts"
import { sendIdBytes } from "./send-id.ts"

/** Sends of one conversation that may wait at one time. */
export const waitingSendsMax = 1000

export interface OutboxRow {
  /** Conversation and order: the row's key. */
  readonly key: Bytes
  readonly row: OutboxRecord
}

/** In the order in which they were written. */
export async function rowsOf(
  reader: RecordReader,
  conversation: ConversationId,
): Promise<readonly OutboxRow[]> {
  const rows = await scanRecords(reader, outboxTable, { under: [conversation], limit: waitingSendsMax })
  return rows.map(({ key, value }) => ({ key, row: value }))
}

/** Conversations of which anything waits. */
export async function conversationsWithRows(reader: RecordReader): Promise<readonly ConversationId[]> {
  const found: ConversationId[] = []
  let from: Bytes = new Uint8Array(1)
  for (;;) {
    const [row] = await scanRecords(reader, outboxTable, { from, limit: 1 })
    if (row === undefined) return found
    const conversation = row.key.slice(0, 32)
    found.push(conversation)
    // The first key after all of this conversation's.
    from = new Uint8Array([...conversation, ...new Uint8Array(9).fill(255)])
  }
}

export function putRow(transaction: Transaction, { key, row }: OutboxRow): void {
  putRecord(transaction, outboxTable, [key], row)
}

/** What is said, and what the timeline shows meanwhile. */
export type NewSend = Pick<OutboxRecord, "kind" | "content"> &
  Partial<Pick<OutboxRecord, "text" | "format" | "files" | "replyTo" | "about">>

export function newRow({ crypto, clock }: Pick<Home, "crypto" | "clock">, send: NewSend): OutboxRecord {
  return {
    version: 1,
    text: "",
    format: "plain",
    files: [],
    replyTo: undefined,
    about: undefined,
    ...send,
    sendId: crypto.random(sendIdBytes),
    createdAtMs: clock.now(),
    sealed: undefined,
    failed: undefined,
  }
}

export async function appendRow(
  transaction: Transaction,
  conversation: ConversationId,
  row: OutboxRecord,
): Promise<void> {
  const [last] = await scanRecords(transaction, outboxTable, {
    under: [conversation],
    limit: 1,
    reverse: true,
  })
  const order = last === undefined ? 0 : fromUint(last.key.slice(-8)) + 1
  putRecord(transaction, outboxTable, [conversation, uint(order, 8)], row)
}

export async function findRow(
  reader: RecordReader,
  conversation: ConversationId,
  sendId: Bytes,
): Promise<OutboxRow | undefined> {
  return (await rowsOf(reader, conversation)).find(({ row }) => equal(row.sendId, sendId))
}

export function deleteRow(transaction: Transaction, { key }: OutboxRow): void {
  deleteRecord(transaction, outboxTable, key)
}

/** With its files: it goes nowhere any more. */
export async function dropRow(transaction: Transaction, found: OutboxRow): Promise<void> {
  deleteRow(transaction, found)
  for (const { blob } of found.row.files) await dropFile(transaction, blob)
}

/** The other side has joined: what was too much before goes out now. */
export async function reviveRows(
  transaction: Transaction,
  conversation: ConversationId,
  code: string,
): Promise<void> {
  for (const found of await rowsOf(transaction, conversation))
    if (found.row.failed === code) putRow(transaction, { ...found, row: { ...found.row, failed: undefined } })
}

/** The log has it: the row has done its work, in the same transaction (spec Y10). */
export async function settleSend(
  home: Home,
  transaction: Transaction,
  conversation: ConversationId,
  sendId: Bytes,
  seq: number,
): Promise<void> {
  const found = await findRow(transaction, conversation, sendId)
  if (found === undefined) return
  deleteRow(transaction, found)
  await keepSend(transaction, conversation, seq, found.row, home.clock.now())
  const gone: Bytes[] = []
  let isKept = false
  for (const file of found.row.files) {
    // Of a forwarded file nothing was sealed here.
    if (!(await dropFile(transaction, file.blob))) continue
    if (keepSent(home, transaction, conversation, file)) isKept = true
    else gone.push(file.blob)
  }
  transaction.afterwards(() => {
    tell(home, timelineChanged(conversation))
    // What cannot be removed now is removed at the next start.
    for (const blob of gone) home.files.local.remove(localName(blob)).catch(() => {})
    if (isKept) home.filesLane(() => makeRoom(home)).catch(() => {})
  })
}

/** Another device of this account has said it under the same id: what waits here to say the same need not go out. */
export async function dropTwin(
  home: Home,
  transaction: Transaction,
  conversation: ConversationId,
  { account, sendId, content }: Pick<Verified, "account" | "sendId" | "content">,
): Promise<void> {
  const found = await findRow(transaction, conversation, sendId)
  if (found === undefined) return
  const said = readContent(content, account, conversation)
  if (!said.ok || said.value.says.type !== "text" || said.value.says.text !== found.row.text) return
  await dropRow(transaction, found)
  transaction.afterwards(() => tell(home, timelineChanged(conversation)))
}

/** Whether anything waits for the server rather than for the person. */
export async function hasRowsToSend(reader: RecordReader): Promise<boolean> {
  for (const conversation of await conversationsWithRows(reader))
    if ((await rowsOf(reader, conversation)).some(({ row }) => row.failed === undefined)) return true
  return false
}

/** What was never shown, so that nobody could try it again, is dropped where the role no longer allows it. */
const isIdle = ({ text, files, about }: OutboxRecord, code: string): boolean =>
  code === "commit-forbidden" && text === "" && files.length === 0 && about === undefined

/** It waits for the person now, not for the server. */
export async function failRow(
  home: Home,
  conversation: ConversationId,
  { key, row }: OutboxRow,
  code: string,
): Promise<void> {
  await transact(home, async transaction => {
    // Discarded meanwhile.
    if ((await readRecord(transaction, outboxTable, key)) === undefined) return succeed()
    if (isIdle(row, code)) deleteRow(transaction, { key, row })
    else putRow(transaction, { key, row: { ...row, failed: code } })
    transaction.afterwards(() => tell(home, timelineChanged(conversation)))
    return succeed()
  })
}
