import { type Bytes, keyAfter } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { Content } from "@colombe/seal"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { annotationTable } from "../records/annotation-records.ts"
import { ballotTable, type Fact, type FactOf, factTable } from "../records/said-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"

/** What a message says besides text and the files themselves. */
export function factsIn({
  says,
  forwardedFrom,
  answeredPart,
  silent,
  previews,
  voice,
}: Pick<
  Content,
  "says" | "forwardedFrom" | "answeredPart" | "silent" | "previews" | "voice"
>): readonly Fact[] {
  const facts: Fact[] = []
  if (forwardedFrom !== undefined) facts.push({ is: "forwarded", ...forwardedFrom })
  if (says.type === "poll") facts.push({ is: "poll", options: says.options, choice: says.choice })
  if (answeredPart !== undefined) facts.push({ is: "answering", part: answeredPart })
  if (says.type === "files" && previews.length > 0) facts.push({ is: "previews", of: [...previews] })
  if (voice !== undefined) facts.push({ is: "voice", ...voice })
  if (silent) facts.push({ is: "silent" })
  return facts
}

export async function factsAbout(
  reader: RecordReader,
  conversation: ConversationId,
  messageId: Bytes,
): Promise<readonly Fact[]> {
  return (await readRecord(reader, factTable, conversation, messageId)) ?? []
}

export function putFacts(
  transaction: Transaction,
  conversation: ConversationId,
  messageId: Bytes,
  facts: readonly Fact[],
): void {
  if (facts.length > 0) putRecord(transaction, factTable, [conversation, messageId], facts)
}

export function factOf<What extends Fact["is"]>(
  facts: readonly Fact[],
  what: What,
): FactOf<What> | undefined {
  return facts.find((fact): fact is FactOf<What> => fact.is === what)
}

/** Ballots read at one time. */
const ballotPage = 256

/** A message is gone: with it what it said besides, and what was said of it. */
export async function forgetSaid(
  transaction: Transaction,
  conversation: ConversationId,
  messageId: Bytes,
): Promise<void> {
  deleteRecord(transaction, annotationTable, conversation, messageId)
  deleteRecord(transaction, factTable, conversation, messageId)
  for (let from: Bytes = new Uint8Array(); ; ) {
    const under = [conversation, messageId]
    const rows = await scanRecords(transaction, ballotTable, { under, from, limit: ballotPage })
    for (const { key } of rows) {
      deleteRecord(transaction, ballotTable, key)
      from = keyAfter(key.slice(-8))
    }
    if (rows.length < ballotPage) return
  }
}
