import type { JSX } from "preact"
import { useEffect } from "preact/hooks"
import { locale, text } from "../i18n/index.ts"
import { conversations, ended, me, workerState } from "../state/app.ts"
import { cleared } from "../state/cleared.ts"
import { overlay } from "../state/overlay.ts"
import { route } from "../state/route.ts"
import { calling, callingByName } from "../state/shelf.ts"
import { painted } from "../state/snapshot.ts"
import { unseenWords, wordsShown } from "../state/words.ts"
import { fetchParts, later } from "../ui/later.tsx"
import { Letter, Mark } from "../ui/mark.tsx"
import { ChatList } from "./chats/chat-list.tsx"
import { FolderDialog } from "./chats/folder-dialog.tsx"
import { LeaveDialog } from "./chats/leave-dialog.tsx"
import { listenForShortcuts } from "./keyboard/shortcuts.ts"
import { Problem } from "./problem.tsx"
import { Told } from "./told.tsx"

const Conversation = later(
  async () => (await import("./conversation/conversation.tsx")).Conversation,
  Waiting,
)
const NewConversation = later(async () => (await import("./chats/new-conversation.tsx")).NewConversation)
const JoinGroup = later(async () => (await import("./chats/join-group.tsx")).JoinGroup)
const Settings = later(async () => (await import("./settings/settings.tsx")).Settings, Waiting)
const Palette = later(async () => (await import("./palette/palette.tsx")).Palette)
const ShortcutsSheet = later(async () => (await import("./keyboard/shortcuts-sheet.tsx")).ShortcutsSheet)
const Cleared = later(async () => (await import("./accounts/cleared.tsx")).Cleared, Opening)
const LockScreen = later(async () => (await import("./lock/lock-screen.tsx")).LockScreen, Opening)
const Welcome = later(async () => (await import("./onboarding/welcome.tsx")).Welcome, Opening)
const Words = later(async () => (await import("./onboarding/words.tsx")).Words, Opening)

export function Shell(): JSX.Element {
  useDocument()
  return (
    <>
      <Face />
      <Told />
    </>
  )
}

/** Which of the app's faces is shown, decided by what is known so far. */
function Face(): JSX.Element {
  const worker = workerState.value
  if (worker.at === "failed" && worker.code === "app-locked") return <LockScreen />
  if (worker.at === "failed") return <Problem code={worker.code} />
  if (ended.value !== undefined) return <Problem code={ended.value} />
  if (wordsShown.value && unseenWords.value !== undefined) return <Words words={unseenWords.value} />
  if (me.value === "loading") return <Opening />
  if (cleared.value !== undefined) return <Cleared known={cleared.value} />
  if (me.value === undefined) return <Welcome />
  const where = route.value
  return (
    <div class={`shell at-${where.at}`}>
      <ChatList />
      <Pane />
      {where.at === "new" ? <NewConversation /> : null}
      {where.at === "join" ? <JoinGroup key={where.link} link={where.link} /> : null}
      <FolderDialog />
      <LeaveDialog />
      <Overlay />
    </div>
  )
}

/** What a key opened over everything, from anywhere in the app. */
function Overlay(): JSX.Element | null {
  useEffect(listenForShortcuts, [])
  const close = (closing: typeof overlay.value) => () => {
    // What it led to may be open by now.
    if (overlay.peek() === closing) overlay.value = undefined
  }
  switch (overlay.value) {
    case "palette":
      return <Palette onClose={close("palette")} />
    case "shortcuts":
      return <ShortcutsSheet onClose={close("shortcuts")} />
    case undefined:
      return null
  }
}

/** What stands beside the list, or on a phone in its place. */
function Pane(): JSX.Element {
  const where = route.value
  switch (where.at) {
    case "conversation":
      return <Conversation key={where.conversation} conversation={where.conversation} />
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

function Waiting(): JSX.Element {
  return <main class="pick" aria-busy="true" />
}

function Opening(): JSX.Element {
  return (
    <main class="sheet opening" aria-busy="true">
      <Mark size={72} />
      <h1 class="visually-hidden">{text("app.name")}</h1>
      <p>{text("opening")}</p>
    </main>
  )
}

/** The document's own marks: language, title with what waits, and that the list is usable. */
function useDocument(): void {
  const unread = calling.value
  const list = conversations.value
  const isCovered = wordsShown.value && unseenWords.value !== undefined
  const ready = list !== undefined && list !== painted.value && typeof me.value === "object" && !isCovered
  useEffect(() => {
    document.documentElement.lang = locale.value
    const mark = callingByName.value ? "@ " : ""
    document.title = unread > 0 ? `(${mark}${unread}) ${text("app.name")}` : text("app.name")
  }, [locale.value, unread, callingByName.value])
  useEffect(() => {
    document.documentElement.toggleAttribute("data-ready", ready)
    if (ready) fetchParts()
  }, [ready])
}
