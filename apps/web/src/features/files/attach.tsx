import { phrase } from "@colombe/phrases"
import type { Signal } from "@preact/signals"
import type { JSX } from "preact"
import { useRef, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { writing } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Icon } from "../../ui/icons.tsx"
import { readableSize } from "./size.ts"
import { sendFiles } from "./upload.ts"

/** Files that were chosen, dropped or pasted and are looked at before they go. */
export type Chosen = Signal<readonly File[]>

export function AttachButton({ chosen }: { chosen: Chosen }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button
        type="button"
        class="quiet square attach"
        aria-label={text("files.attach")}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" size={22} />
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={text("files.attach")}
        onChange={event => {
          choose(chosen, event.currentTarget.files)
          // The same file can be chosen again.
          event.currentTarget.value = ""
        }}
      />
    </>
  )
}

/** For whatever files may be dropped onto or pasted into. */
export function takesFiles(
  chosen: Chosen,
): Pick<JSX.IntrinsicElements["main"], "onDragOver" | "onDrop" | "onPaste"> {
  return {
    onDragOver: event => event.preventDefault(),
    onDrop(event) {
      event.preventDefault()
      choose(chosen, event.dataTransfer?.files)
    },
    onPaste(event) {
      if (choose(chosen, event.clipboardData?.files)) event.preventDefault()
    },
  }
}

/** Adds to what is looked at already; whether there was anything. */
function choose(chosen: Chosen, list: FileList | null | undefined): boolean {
  const files = [...(list ?? [])]
  if (files.length > 0) chosen.value = [...chosen.value, ...files]
  return files.length > 0
}

/** What goes, in its order, and what is said of it. */
export function FileSheet({ open, chosen }: { open: OpenConversation; chosen: Chosen }): JSX.Element | null {
  const [caption, setCaption] = useState("")
  const [asFile, setAsFile] = useState(false)
  const [state, setState] = useState<"choosing" | "sealing" | { readonly code: string }>("choosing")
  const files = chosen.value
  if (files.length === 0) return null
  const close = () => {
    chosen.value = []
    setCaption("")
    setState("choosing")
  }
  const send = async () => {
    const composing = open.composing.peek()
    const replyTo = composing.at === "replying" ? composing.to.id : undefined
    setState("sealing")
    const code = await sendFiles(open.conversation, { files, caption, asFile, replyTo })
    if (code !== undefined) return setState({ code })
    open.composing.value = writing
    close()
  }
  const hasPictures = files.some(({ type }) => type.startsWith("image/"))
  return (
    <Dialog title={text("files.title", { count: files.length })} onClose={close}>
      <form
        class="file-sheet"
        onSubmit={event => {
          event.preventDefault()
          void send()
        }}
      >
        <ul class="chosen-files">
          {files.map((file, at) => (
            <li key={`${file.name} ${at}`}>
              <Icon name="file" />
              <bdi class="file-name">{file.name}</bdi>
              <span class="file-size">{readableSize(file.size)}</span>
              <button
                type="button"
                class="quiet square"
                aria-label={text("files.remove", { name: file.name })}
                onClick={() => {
                  chosen.value = files.filter((_, other) => other !== at)
                }}
              >
                <Icon name="close" size={16} />
              </button>
            </li>
          ))}
        </ul>
        {hasPictures ? (
          <label class="choice">
            <input
              type="checkbox"
              checked={asFile}
              onChange={event => setAsFile(event.currentTarget.checked)}
            />
            <span>
              {text("files.asFile")}
              <small>{text(asFile ? "files.asFileNote" : "files.pictureNote")}</small>
            </span>
          </label>
        ) : null}
        <input
          type="text"
          dir="auto"
          aria-label={text("files.caption")}
          placeholder={text("files.caption")}
          value={caption}
          onInput={event => setCaption(event.currentTarget.value)}
        />
        {typeof state === "object" ? (
          <p class="problem" role="alert">
            {phrase(state.code, locale.value)}
          </p>
        ) : null}
        <button type="submit" class="primary" disabled={state === "sealing"}>
          {text(state === "sealing" ? "files.sealing" : "files.send")}
        </button>
      </form>
    </Dialog>
  )
}
