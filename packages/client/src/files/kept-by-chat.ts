import { equal, type Result, succeed, toBase64Url } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { KeptInChat } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { keptFiles, letGo } from "./kept.ts"

/** What each conversation keeps on this device, the largest first. */
export async function keptByChat(home: Home): Promise<Result<readonly KeptInChat[]>> {
  const chats = new Map<string, KeptInChat>()
  for (const { value } of await keptFiles(home)) {
    const conversation = toBase64Url(value.conversation)
    const { files, bytes } = chats.get(conversation) ?? { files: 0, bytes: 0 }
    chats.set(conversation, { conversation, files: files + 1, bytes: bytes + value.stored })
  }
  return succeed([...chats.values()].sort((one, other) => other.bytes - one.bytes))
}

/** The files stay at the server, and come back when they are looked at. */
export async function forgetKept(home: Home, conversation: ConversationId): Promise<Result<void>> {
  const of = (await keptFiles(home)).filter(({ value }) => equal(value.conversation, conversation))
  await letGo(
    home,
    of.map(({ key }) => key),
  )
  return succeed()
}
