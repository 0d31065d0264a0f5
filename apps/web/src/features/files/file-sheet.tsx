import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { writing } from "../../state/composing.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { Icon } from "../../ui/icons.tsx"
import type { Chosen } from "./chosen.ts"
import { type Prepared, prepared } from "./prepare.ts"
import { readableSize } from "./size.ts"
import { sendFiles } from "./upload.ts"

/** What goes, in its order, and what is said of it. */
export function FileSheet({ open, chosen }: { open: OpenConversation; chosen: Chosen }): JSX.Element | null {
  const [caption, setCaption] = useState("")
  const [asFile, setAsFile] = useState(false)
  const [state, setState] = useState<"choosing" | "sealing" | { readonly code: string }>("choosing")
  const files = chosen.value
  const ready = usePrepared(files, asFile)
  if (files.length === 0) return null
  const close = () => {
    chosen.value = []
    setCaption("")
    setState("choosing")
  }
  const send = async () => {
    if (ready === undefined) return
    const composing = open.composing.peek()
    const replyTo = composing.at === "replying" ? composing.to.id : undefined
    setState("sealing")
    const code = await sendFiles(open.conversation, { files: ready, caption, replyTo })
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
        <ul class="chosen-files" aria-live="polite">
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
              <Hidden code={ready?.[at]?.hidden} />
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
          autocomplete="off"
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
        <button type="submit" class="primary" disabled={state === "sealing" || ready === undefined}>
          {text(
            ready === undefined ? "files.checking" : state === "sealing" ? "files.sealing" : "files.send",
          )}
        </button>
      </form>
    </Dialog>
  )
}

/** Said before it goes: what could not be taken out of it. */
function Hidden({ code }: { code: string | undefined }): JSX.Element | null {
  if (code === undefined) return null
  return (
    <small class="file-hidden">
      <Icon name="warning" size={16} />
      {phrase(code, locale.value)}
    </small>
  )
}

/** The files as they would go, in their order; undefined until all are looked through. */
function usePrepared(files: readonly File[], asFile: boolean): readonly Prepared[] | undefined {
  const [done, setDone] = useState<{ of: readonly File[]; asFile: boolean; all: readonly Prepared[] }>()
  useEffect(() => {
    let gone = false
    const look = async () => {
      const all: Prepared[] = []
      // One after the other: each may take as much memory as a screen full of pictures.
      for (const file of files) {
        all.push(await prepared(file, asFile))
        if (gone) return
      }
      setDone({ of: files, asFile, all })
    }
    void look()
    return () => {
      gone = true
    }
  }, [files, asFile])
  return done?.of === files && done.asFile === asFile ? done.all : undefined
}
