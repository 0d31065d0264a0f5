import type { JSX } from "preact"
import { useEffect } from "preact/hooks"
import { locale, text } from "../i18n/index.ts"
import { conversations, ended, me, workerState } from "../state/app.ts"
import { route } from "../state/route.ts"
import { calling } from "../state/shelf.ts"
import { unseenWords, wordsShown } from "../state/words.ts"
import { Letter, Mark } from "../ui/mark.tsx"
import { ChatList } from "./chats/chat-list.tsx"
import { FolderDialog } from "./chats/folder-dialog.tsx"
import { LeaveDialog } from "./chats/leave-dialog.tsx"
import { NewConversation } from "./chats/new-conversation.tsx"
import { Saved } from "./chats/saved.tsx"
import { Conversation } from "./conversation/conversation.tsx"
import { Welcome } from "./onboarding/welcome.tsx"
import { Words } from "./onboarding/words.tsx"
import { Problem } from "./problem.tsx"
import { Settings } from "./settings/settings.tsx"

/** Which of the app's faces is shown, decided by what is known so far. */
export function Shell(): JSX.Element {
  useDocument()
  const worker = workerState.value
  if (worker.at === "failed") return <Problem code={worker.code} />
  if (ended.value !== undefined) return <Problem code={ended.value} />
  if (wordsShown.value && unseenWords.value !== undefined) return <Words words={unseenWords.value} />
  if (me.value === "loading") return <Opening />
  if (me.value === undefined) return <Welcome />
  const where = route.value
  return (
    <div class={`shell at-${where.at}`}>
      <ChatList />
      <Pane />
      {where.at === "new" ? <NewConversation /> : null}
      <FolderDialog />
      <LeaveDialog />
    </div>
  )
}

/** What stands beside the list, or on a phone in its place. */
function Pane(): JSX.Element {
  const where = route.value
  switch (where.at) {
    case "conversation":
      return <Conversation key={where.conversation} conversation={where.conversation} />
    case "saved":
      return <Saved />
    case "settings":
      return <Settings page={where.page} />
    default:
      return (
        <main class="pick">
          <Letter />
          <h2>{text("pick.title")}</h2>
          <p>{text("pick.body")}</p>
        </main>
      )
  }
}

function Opening(): JSX.Element {
  return (
    <main class="sheet opening" aria-busy="true">
      <Mark size={72} />
      <p>{text("opening")}</p>
    </main>
  )
}

/** The document's own marks: language, title with what waits, and that the list is usable. */
function useDocument(): void {
  const unread = calling.value
  const ready = conversations.value !== undefined && typeof me.value === "object"
  useEffect(() => {
    document.documentElement.lang = locale.value
    document.title = unread > 0 ? `(${unread}) ${text("app.name")}` : text("app.name")
    if (ready) document.documentElement.dataset.ready = ""
  }, [locale.value, unread, ready])
}
