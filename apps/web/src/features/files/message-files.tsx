import type { FileItem, MessageItem } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, transfers } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { type AlbumCell, albumOf } from "./album.ts"
import { type FilePlace, fetchFile, saveBlob } from "./fetch.ts"
import { Picture } from "./picture.tsx"
import { isPicture, pictureId } from "./pictures.ts"
import { readableSize } from "./size.ts"

/** Pictures where their bytes are some, several as an album; a row with its name for any other file. */
export function MessageFiles({ item, open }: { item: MessageItem; open: OpenConversation }): JSX.Element {
  const [none, setNone] = useState<ReadonlySet<string>>(new Set())
  const pictures = item.files.filter(file => isPicture(file) && !none.has(file.file))
  const cells = albumOf(pictures.flatMap(({ box }) => box ?? []))
  const isAlbum = pictures.length > 1
  return (
    <>
      <ul class={isAlbum ? "files album" : "files"} id={`files-${item.id}`}>
        {item.files.map((file, place) => {
          const at = { conversation: open.conversation, id: item.id, place }
          const picture = pictures.indexOf(file)
          return (
            <li key={file.file} style={isAlbum ? cellStyle(cells[picture]) : undefined}>
              {picture === -1 ? (
                <FileRow file={file} at={at} />
              ) : (
                <Picture
                  id={pictureId(item.id, place)}
                  {...{ file, at, isAlbum }}
                  onOpen={() => {
                    open.sheet.value = { at: "picture", id: item.id, place }
                  }}
                  onNone={() => setNone(known => new Set(known).add(file.file))}
                />
              )}
            </li>
          )
        })}
      </ul>
      {item.state.at === "queued" ? <Uploading item={item} conversation={open.conversation} /> : null}
    </>
  )
}

/** How much of a message's files the server has, and a way not to send it after all. */
function Uploading({ item, conversation }: { item: MessageItem; conversation: string }): JSX.Element {
  const [code, setCode] = useState<string | undefined>(undefined)
  const total = item.files.reduce((sum, { size }) => sum + size, 0)
  const done = item.files.reduce((sum, { file, size }) => sum + size * uploaded(file), 0)
  const cancel = async () => {
    const taken = await client.discardSend(conversation, item.id)
    if (!taken.ok) setCode(taken.code)
  }
  return (
    <div class="uploading">
      <progress max={total} value={done} aria-label={text("files.uploading")} />
      <button
        type="button"
        class="quiet square"
        aria-label={text("files.cancel")}
        title={text("files.cancel")}
        onClick={() => void cancel()}
      >
        <Icon name="close" size={16} />
      </button>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
    </div>
  )
}

/** The part of one's own file that the server has, from 0 to 1. */
function uploaded(file: string): number {
  const known = transfers.value.get(file)
  return known === undefined ? 0 : known.done / known.total
}

/** Pixels between pictures. */
const albumGap = 3

function cellStyle(cell: AlbumCell | undefined): { inlineSize: string; aspectRatio?: string } {
  if (cell === undefined) return { inlineSize: "100%" }
  const { share, inRow, ratio } = cell
  // A hair less than its share, so that what is rounded up does not begin a row of its own.
  const across = `calc((100% - ${(inRow - 1) * albumGap}px) * ${share.toFixed(5)} - 0.02px)`
  return { inlineSize: across, aspectRatio: ratio.toFixed(5) }
}

interface Shown {
  readonly file: FileItem
  readonly at: FilePlace
}

type Fetching = "idle" | { readonly percent: number } | { readonly code: string }

function FileRow({ file, at }: Shown): JSX.Element {
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
