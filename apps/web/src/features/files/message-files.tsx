import type { FileItem, MessageItem } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { transfers } from "../../state/app.ts"
import { Icon } from "../../ui/icons.tsx"
import { type FilePlace, fetchFile, saveBlob } from "./fetch.ts"
import { Picture } from "./picture.tsx"
import { readableSize } from "./size.ts"

/** Bytes of a picture that is shown without being asked for. */
const shownBytesMax = 24 * 1024 * 1024

export function MessageFiles({
  item,
  conversation,
}: {
  item: MessageItem
  conversation: string
}): JSX.Element {
  return (
    <ul class="files" id={`files-${item.id}`}>
      {item.files.map((file, place) => (
        <li key={file.file}>
          <OneFile file={file} at={{ conversation, id: item.id, place }} state={item.state.at} />
        </li>
      ))}
    </ul>
  )
}

interface Shown {
  readonly file: FileItem
  readonly at: FilePlace
  readonly state: MessageItem["state"]["at"]
}

/** A picture where its bytes are one; otherwise, and until then, a row with its name. */
function OneFile({ file, at, state }: Shown): JSX.Element {
  const [isPicture, setIsPicture] = useState(file.box !== undefined && file.size <= shownBytesMax)
  return (
    <>
      {isPicture ? (
        <Picture file={file} at={at} onNone={() => setIsPicture(false)} />
      ) : (
        <FileRow file={file} at={at} />
      )}
      {state === "queued" ? (
        <progress max={100} value={uploaded(file)} aria-label={text("files.uploading")} />
      ) : null}
    </>
  )
}

type Fetching = "idle" | { readonly percent: number } | { readonly code: string }

function FileRow({ file, at }: Pick<Shown, "file" | "at">): JSX.Element {
  const [state, setState] = useState<Fetching>("idle")
  const percent = typeof state === "object" && "percent" in state ? state.percent : undefined
  const download = async () => {
    setState({ percent: 0 })
    const got = await fetchFile(at, file, percent => setState({ percent }))
    if (typeof got === "string") return setState({ code: got })
    saveBlob(got, file.name)
    setState("idle")
  }
  useEffect(() => setState("idle"), [file.file])
  return (
    <div class="file-row">
      <button
        type="button"
        class="quiet square"
        disabled={percent !== undefined}
        aria-label={text("files.download", { name: file.name })}
        onClick={() => void download()}
      >
        <Icon name="download" />
      </button>
      <p>
        <bdi class="file-name">{file.name}</bdi>
        <span class="file-size">{readableSize(file.size)}</span>
      </p>
      {percent === undefined ? null : (
        <progress max={100} value={percent} aria-label={text("files.downloading")} />
      )}
      {typeof state === "object" && "code" in state ? (
        <p class="problem" role="alert">
          {phrase(state.code, locale.value)}
        </p>
      ) : null}
    </div>
  )
}

/** Per cent of one's own file that the server has. */
function uploaded({ file }: FileItem): number {
  const known = transfers.value.get(file)
  return known === undefined ? 0 : Math.round((100 * known.done) / known.total)
}
