import type { ConversationId } from "@colombe/rules"
import type { RecordReader } from "../home/transaction.ts"
import { type EntryRecord, sendIdTable, seqOf } from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { lostTable } from "./records.ts"

/** Lines of one conversation that the server has lost. */
const lostMax = 10_000

export interface LostLine {
  /** The last place before it that the server still has. */
  readonly after: number
  readonly entry: EntryRecord
}

/** In the order of the log that was lost; what was said again since has its place in the new one. */
export async function lostLines(
  reader: RecordReader,
  conversation: ConversationId,
): Promise<readonly LostLine[]> {
  const rows = await scanRecords(reader, lostTable, { under: [conversation], limit: lostMax })
  const lines: LostLine[] = []
  for (const { key, value } of rows) {
    const { shown } = value
    const again =
      shown.shows === "message" &&
      (await readRecord(reader, sendIdTable, conversation, shown.sendId, shown.account, shown.device)) !==
        undefined
    if (!again) lines.push({ after: seqOf(key.slice(0, 40)), entry: value })
  }
  return lines
}
