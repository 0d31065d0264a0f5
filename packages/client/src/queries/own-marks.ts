import { type Bytes, decode } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { OwnMarks } from "../api/index.ts"
import { draftIn } from "../drafts/draft.ts"
import type { RecordReader } from "../home/transaction.ts"
import { readRegister } from "../self/registers.ts"
import { type ChatShared, chatShared } from "../self/values.ts"

/** Characters of a draft in a list. */
const draftPreviewMax = 200

/** What one's devices share about a conversation. */
export async function ownMarks(
  reader: RecordReader,
  account: AccountId,
  conversation: ConversationId,
): Promise<OwnMarks> {
  const { pinned, mutedUntilMs, archived } = chatOf(await readRegister(reader, "chat", conversation))
  const draft = await readRegister(reader, "draft", conversation)
  const written = (await draftIn(reader, conversation, account, draft))?.text ?? ""
  return {
    pinned,
    mutedUntil: mutedUntilMs,
    archived,
    draft: [...written.slice(0, draftPreviewMax * 2)].slice(0, draftPreviewMax).join(""),
    markedUnread: (await readRegister(reader, "unread", conversation)) !== undefined,
  }
}

/** What one's devices share about a conversation, without what is said in it. */
export function chatOf(register: Bytes | undefined): ChatShared {
  const shared = register && decode(chatShared, register)
  return shared?.ok ? shared.value : unmarked
}

const unmarked: ChatShared = { mutedUntilMs: 0, pinned: 0, archived: false }
