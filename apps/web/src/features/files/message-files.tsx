import type { MessageItem } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, transfers } from "../../state/app.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon } from "../../ui/icons.tsx"
import { VoiceNote } from "../voice/voice-note.tsx"
import { type AlbumCell, albumOf } from "./album.ts"
import { FileRow } from "./file-row.tsx"
import { Picture } from "./picture.tsx"
import { isPicture, pictureId } from "./pictures.ts"

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
              {file.voice !== undefined ? (
                <VoiceNote file={file} voice={file.voice} at={at} isMine={item.mine} />
              ) : picture === -1 ? (
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
