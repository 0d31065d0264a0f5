import type { MessageItem } from "@colombe/client"
import type { JSX } from "preact"
import { text, timeOfDay } from "../../i18n/index.ts"
import { client } from "../../state/app.ts"
import { isSaved, keepForMyself } from "../../state/saved.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { copyText } from "../../state/told.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { saidIn } from "../files/said.ts"
import { keepsOrder } from "./rights.ts"
import { stopSelecting } from "./selecting.ts"

/** In the place of the composer: how many are selected, and what can be done with all of them. */
export function SelectionBar({ open }: { open: OpenConversation }): JSX.Element {
  const ids = [...(open.selected.value ?? [])]
  const items = open.items.value ?? []
  const known = ids.flatMap(id => items.find(item => item.kind === "message" && item.id === id) ?? [])
  const isOwn = known.length === ids.length && known.every(item => item.kind === "message" && item.mine)
  const copy = async () => {
    if (await copyText(await textOf(open, ids))) stopSelecting(open)
  }
  const save = async () => {
    if (await keepForMyself(open.conversation, ids)) stopSelecting(open)
  }
  return (
    <div
      class="selection-bar"
      role="toolbar"
      aria-label={text("selected.title")}
      onKeyDown={event => {
        if (event.key === "Escape") stopSelecting(open)
      }}
    >
      <Button name="close" label={text("selected.stop")} run={() => stopSelecting(open)} />
      <p role="status">{text("selected.count", { count: ids.length })}</p>
      <Button name="copy" label={text("message.copy")} run={() => void copy()} />
      <Button
        name="forward"
        label={text("message.forward")}
        run={() => {
          open.sheet.value = { at: "forward", ids }
        }}
      />
      {isSaved(open.conversation) ? null : (
        <Button name="bookmark" label={text("message.save")} run={() => void save()} />
      )}
      {isOwn || keepsOrder(open.details.value) ? (
        <Button
          name="bin"
          label={text("message.delete")}
          run={() => {
            open.sheet.value = { at: "delete", ids }
          }}
        />
      ) : null}
    </div>
  )
}

function Button(props: { readonly name: IconName; readonly label: string; readonly run: () => void }) {
  return (
    <button
      type="button"
      class="quiet square"
      aria-label={props.label}
      title={props.label}
      onClick={props.run}
    >
      <Icon name={props.name} />
    </button>
  )
}

/** In the order of the log; of several, each under who said it and when. */
async function textOf(open: OpenConversation, ids: readonly string[]): Promise<string> {
  const items = open.items.peek() ?? []
  const found: MessageItem[] = []
  for (const id of ids) {
    const shown = items.find(item => item.kind === "message" && item.id === id)
    const item = shown?.kind === "message" ? shown : (await client.message(id))?.item
    if (item !== undefined) found.push(item)
  }
  const [only] = found
  if (found.length === 1 && only !== undefined) return saidIn(only)
  return found
    .toSorted((left, right) => (left.seq ?? 0) - (right.seq ?? 0))
    .map(item => `${item.from.displayName}, ${timeOfDay(item.sentAt)}\n${saidIn(item)}`)
    .join("\n\n")
}
