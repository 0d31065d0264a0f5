import type { Member } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { me } from "../../state/app.ts"
import { isSent } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { AttachButton } from "../files/attach.tsx"
import type { Chosen } from "../files/chosen.ts"
import { RecordBar } from "../voice/record-bar.tsx"
import { type SpokenHere, useVoice } from "../voice/use-voice.ts"
import { VoiceButton } from "../voice/voice-button.tsx"
import { EmojiButton } from "../writing/emoji-button.tsx"
import { changeText, WritingField } from "../writing/field.tsx"
import { formatOfKeys, formatted } from "../writing/marks.ts"
import { Purpose } from "../writing/purpose.tsx"
import { SendButton } from "../writing/send-button.tsx"
import { Suggestions } from "../writing/suggestions.tsx"
import { FormatToolbar } from "../writing/toolbar.tsx"
import { type Completion, useCompletion } from "../writing/use-completion.ts"
import { useDraft } from "../writing/use-draft.ts"
import { scrollPage } from "./roving.ts"

interface ComposerProps {
  readonly open: OpenConversation
  readonly chosen: Chosen
}

/** Where one writes, or speaks. */
export function Composer({ open, chosen }: ComposerProps): JSX.Element {
  const voice = useVoice(open)
  return voice.recording === undefined ? (
    <Writer {...{ open, chosen, voice }} />
  ) : (
    <RecordBar {...voice} conversation={open.conversation} recording={voice.recording} />
  )
}

function Writer({ open, chosen, voice }: ComposerProps & { readonly voice: SpokenHere }): JSX.Element {
  const composing = open.composing.value
  const writing = useDraft(open.conversation)
  const said = composing.at === "editing" ? (writing.edit.value?.text ?? "") : writing.written.value.text
  const [code, setCode] = useState<string | undefined>(undefined)
  const field = useRef<HTMLTextAreaElement>(null)
  const listId = useId()
  const keep = (value: string) => {
    writing.type(value)
    setCode(undefined)
    voice.onFailed(undefined)
  }
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches || composing.at !== "writing") field.current?.focus()
  }, [composing])

  const send = async (options?: { readonly silent: boolean }) => {
    if (said.trim() === "") return
    if (composing.at !== "editing") open.sends.value++
    setCode(await writing.send(options))
  }
  const editLast = () => {
    const last = open.items.value?.findLast(item => item.kind === "message" && item.mine && isSent(item))
    if (last?.kind === "message") open.composing.value = { at: "editing", message: last }
  }
  const members = membersOf(open)
  const completion = useCompletion({ field, value: said, members, onValue: keep })
  const onKeyDown = (event: KeyboardEvent) => {
    const element = field.current
    if (element === null || event.isComposing) return
    const format = formatOfKeys(event)
    if (format !== undefined) changeText(element, formatted(format, element))
    else if (completion.onKey(event)) event.stopPropagation()
    else if (event.key === "Escape" && composing.at !== "writing") writing.stop()
    else if (event.key === "ArrowUp" && said === "" && composing.at === "writing") editLast()
    else if (event.key === "PageUp" || event.key === "PageDown") {
      const list = element.closest("main")?.querySelector<HTMLElement>(".timeline")
      if (list) scrollPage(list, event.key === "PageUp" ? -1 : 1)
    } else if (event.key === "Enter" && !event.shiftKey && matchMedia("(hover: hover)").matches) void send()
    else return
    event.preventDefault()
  }
  const isEditing = composing.at === "editing"
  const failure = code ?? voice.code
  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault()
        void send()
        field.current?.focus()
      }}
    >
      {failure === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(failure, locale.value)}
        </p>
      )}
      <Purpose composing={composing} onStop={writing.stop} />
      {isEditing ? null : <AttachButton chosen={chosen} />}
      <div class="writing-box">
        <WritingField
          field={field}
          value={said}
          onValue={keep}
          attributes={{
            "aria-label": text(isEditing ? "composer.editing" : "composer.label"),
            placeholder: text("composer.placeholder"),
            onKeyDown,
            ...completes(listId, completion),
          }}
        />
        <FormatToolbar field={field} />
        {completion.all.length === 0 ? null : (
          <Suggestions id={listId} all={completion.all} active={completion.active} onPick={completion.pick} />
        )}
        <EmojiButton field={field} />
      </div>
      {said === "" && !isEditing ? (
        <VoiceButton conversation={open.conversation} onFailed={voice.onFailed} onSend={voice.onSend} />
      ) : (
        <SendButton
          isEditing={isEditing}
          isEmpty={said.trim() === ""}
          onSilent={() => void send({ silent: true })}
          onSchedule={() => {
            open.sheet.value = { at: "schedule" }
          }}
        />
      )}
    </form>
  )
}

/** What a screen reader is told of the list that stands above the field. */
function completes(id: string, { all, active }: Completion) {
  if (all.length === 0) return { "aria-autocomplete": "list" } as const
  return {
    "aria-autocomplete": "list",
    "aria-controls": id,
    "aria-activedescendant": `${id}-${active}`,
  } as const
}

const nobody: readonly Member[] = []

/** Everybody who can be mentioned. */
function membersOf(open: OpenConversation): readonly Member[] {
  const own = me.value
  const all = open.details.value?.members ?? nobody
  return useMemo(() => all.filter(({ account }) => own === "loading" || account !== own?.account), [all, own])
}
