import { type Bytes, decode, toHex } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { OwnMarks } from "../api/index.ts"
import { draftIn } from "../drafts/draft.ts"
import type { RecordReader } from "../home/transaction.ts"
import { readRegister, registersIn } from "../self/registers.ts"
import { chatShared } from "../self/values.ts"

/** Characters of a draft in a list. */
const draftPreviewMax = 200

type MarkArea = "draft" | "chat" | "unread"
const markAreas: readonly MarkArea[] = ["draft", "chat", "unread"]

/** What one's devices share about a conversation, by area. */
export type MarksReader = (area: MarkArea, conversation: ConversationId) => Promise<Bytes | undefined>

export function marksOfOne(reader: RecordReader): MarksReader {
  return (area, conversation) => readRegister(reader, area, conversation)
}

/** For a list: each area is read once, however many conversations there are. */
export async function marksOfAll(reader: RecordReader): Promise<MarksReader> {
  const known = new Map<string, Bytes>()
  const nameOf = (area: MarkArea, conversation: Bytes) => `${area} ${toHex(conversation)}`
  for (const area of markAreas)
    for (const { name, value } of await registersIn(reader, area)) known.set(nameOf(area, name), value)
  return async (area, conversation) => known.get(nameOf(area, conversation))
}

export async function ownMarks(
  reader: RecordReader,
  read: MarksReader,
  account: AccountId,
  conversation: ConversationId,
): Promise<OwnMarks> {
  const chat = await read("chat", conversation)
  const shared = chat && decode(chatShared, chat)
  const { pinned, mutedUntilMs, archived } = shared?.ok ? shared.value : unmarked
  const written = await draftIn(reader, conversation, account, await read("draft", conversation))
  const draft = written?.text ?? ""
  return {
    pinned,
    mutedUntil: mutedUntilMs,
    archived,
    draft: [...draft.slice(0, draftPreviewMax * 2)].slice(0, draftPreviewMax).join(""),
    markedUnread: (await read("unread", conversation)) !== undefined,
  }
}

const unmarked = { mutedUntilMs: 0, pinned: 0, archived: false }
