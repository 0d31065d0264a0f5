import type { JSX } from "preact"
import type { OpenConversation } from "../../state/timeline.ts"
import { later } from "../../ui/later.tsx"

const DeleteSheet = later(async () => (await import("./delete-sheet.tsx")).DeleteSheet)
const ForwardSheet = later(async () => (await import("./forward-sheet.tsx")).ForwardSheet)
const MessageSheet = later(async () => (await import("./message-sheet.tsx")).MessageSheet)
const Viewer = later(async () => (await import("../files/viewer.tsx")).Viewer)
const PollSheet = later(async () => (await import("./poll-sheet.tsx")).PollSheet)
const ScheduleSheet = later(async () => (await import("../scheduled/schedule-sheet.tsx")).ScheduleSheet)
const ScheduledSheet = later(async () => (await import("../scheduled/scheduled-sheet.tsx")).ScheduledSheet)
const TimerSheet = later(async () => (await import("./timer-sheet.tsx")).TimerSheet)

/** What is laid over the conversation, as `open.sheet` says. */
export function Sheets({ open }: { open: OpenConversation }): JSX.Element | null {
  const sheet = open.sheet.value
  const onClose = () => {
    open.sheet.value = undefined
  }
  switch (sheet?.at) {
    case "delete":
      return <DeleteSheet open={open} ids={sheet.ids} onClose={onClose} />
    case "forward":
      return <ForwardSheet open={open} ids={sheet.ids} onClose={onClose} />
    case "message":
      return <MessageSheet open={open} id={sheet.id} onClose={onClose} />
    case "picture":
      return <Viewer open={open} id={sheet.id} place={sheet.place} onClose={onClose} />
    case "poll":
      return <PollSheet open={open} onClose={onClose} />
    case "schedule":
      return <ScheduleSheet open={open} onClose={onClose} />
    case "scheduled":
      return <ScheduledSheet open={open} onClose={onClose} />
    case "timer":
      return <TimerSheet open={open} onClose={onClose} />
    default:
      return null
  }
}
