import type { KeptInChat } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, conversations } from "../../state/app.ts"
import { Avatar } from "../../ui/avatar.tsx"
import { ChatAvatar, titleOf } from "../chats/chat-face.tsx"
import { readableSize } from "../files/size.ts"

/** What each conversation keeps here of pictures and files, and a way to clear it. */
export function StorageByChat({ onCleared }: { onCleared: () => Promise<void> }): JSX.Element | null {
  const [chats, setChats] = useState<readonly KeptInChat[] | undefined>(undefined)
  const [code, setCode] = useState<string | undefined>(undefined)
  const look = async () => {
    const kept = await client.keptByChat()
    if (kept.ok) setChats(kept.value)
    else setCode(kept.code)
  }
  useEffect(() => {
    void look()
  }, [])
  const clear = async (conversation: string) => {
    const cleared = await client.forgetKept(conversation)
    setCode(cleared.ok ? undefined : cleared.code)
    await Promise.all([look(), onCleared()])
  }
  return (
    <section>
      <h2>{text("storage.chats")}</h2>
      <p class="help">{text(chats?.length === 0 ? "storage.chats.none" : "storage.chats.help")}</p>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <ul class="members kept">
        {chats?.map(chat => (
          <Row key={chat.conversation} chat={chat} onClear={() => void clear(chat.conversation)} />
        ))}
      </ul>
    </section>
  )
}

function Row({ chat, onClear }: { chat: KeptInChat; onClear: () => void }): JSX.Element {
  const { conversation, files, bytes } = chat
  const known = conversations.value?.find(one => one.conversation === conversation)
  const name = known === undefined ? text("storage.chats.unknown") : titleOf(known)
  return (
    <li class="member">
      {known === undefined ? <Avatar id={conversation} name={name} small /> : <ChatAvatar of={known} small />}
      <span class="self">
        <bdi>{name}</bdi>
        <small>{text("storage.chats.amount", { files, size: readableSize(bytes) })}</small>
      </span>
      <button
        type="button"
        class="quiet"
        aria-label={text("storage.chats.clear.of", { name })}
        onClick={onClear}
      >
        {text("storage.chats.clear")}
      </button>
    </li>
  )
}
