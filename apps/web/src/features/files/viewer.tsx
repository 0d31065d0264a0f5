import { phrase } from "@colombe/phrases"
import { type Signal, useSignal } from "@preact/signals"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { dateAndTime, locale, text } from "../../i18n/index.ts"
import type { OpenConversation } from "../../state/timeline.ts"
import { Icon, type IconName } from "../../ui/icons.tsx"
import { fetchPicture, saveBlob } from "./fetch.ts"
import { gesturesOn } from "./gestures.ts"
import { type PictureAt, pictureId, picturesBeyond, picturesIn } from "./pictures.ts"
import { type Room, step, whole, type Zoom, zoomed } from "./zoom.ts"

/** 1: towards what was said later. */
type Way = 1 | -1

interface Looking {
  readonly open: OpenConversation
  readonly id: string
  readonly place: number
  readonly onClose: () => void
}

/** The pictures of a conversation, one after the other, in the whole window. */
export function Viewer({ open, id, place, onClose }: Looking): JSX.Element | null {
  const dialog = useRef<HTMLDialogElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const zoom = useSignal<Zoom>(whole)
  const { picture, ends, turn } = usePictures(open, id, place)
  const got = useBlob(open.conversation, picture)
  useModal(dialog, picture)
  useEffect(() => {
    zoom.value = whole
    // Deleted since it was pressed.
    if (picture === undefined) onClose()
  }, [picture])
  if (picture === undefined) return null
  const { item, file } = picture
  const enlarge = (factor: number) => {
    const room = roomOf(stage.current)
    if (room !== undefined) zoom.value = zoomed(zoom.value, factor, { x: 0, y: 0 }, room)
  }
  const forward: Way = document.dir === "rtl" ? -1 : 1
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => turn(forward),
    ArrowLeft: () => turn(forward === 1 ? -1 : 1),
    "+": () => enlarge(step),
    "=": () => enlarge(step),
    "-": () => enlarge(1 / step),
    0: () => {
      zoom.value = whole
    },
  }
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-labelledby="viewer-name"
      onClose={onClose}
      onKeyDown={event => {
        const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
        if (act === undefined) return
        event.preventDefault()
        act()
      }}
    >
      <header class="viewer-head">
        <div class="viewer-title">
          <h2 id="viewer-name">
            <bdi>{file.name}</bdi>
          </h2>
          <p>
            <bdi>{item.mine ? text("message.you") : item.from.displayName}</bdi>, {dateAndTime(item.at)}
          </p>
        </div>
        <Tool icon="minus" label={text("viewer.smaller")} onPress={() => enlarge(1 / step)} />
        <Tool icon="plus" label={text("viewer.larger")} onPress={() => enlarge(step)} />
        <Tool
          icon="download"
          label={text("files.download", { name: file.name })}
          isOff={!(got instanceof Blob)}
          onPress={() => got instanceof Blob && saveBlob(got, file.name)}
        />
        <Tool icon="close" label={text("info.close")} onPress={() => dialog.current?.close()} />
      </header>
      <Stage {...{ stage, zoom, got }} name={file.name} turn={turn} close={() => dialog.current?.close()} />
      <Tool icon="back" label={text("viewer.earlier")} isOff={ends.before} onPress={() => turn(-1)} />
      <Tool icon="next" label={text("viewer.later")} isOff={ends.after} onPress={() => turn(1)} />
      <p class="visually-hidden" role="status">
        {file.name}
      </p>
    </dialog>
  )
}

interface ToolProps {
  readonly icon: IconName
  readonly label: string
  readonly isOff?: boolean
  readonly onPress: () => void
}

function Tool({ icon, label, isOff = false, onPress }: ToolProps): JSX.Element {
  return (
    <button
      type="button"
      class={`quiet square viewer-${icon}`}
      aria-label={label}
      title={label}
      // It keeps the focus where there is nothing more.
      aria-disabled={isOff}
      onClick={() => isOff || onPress()}
    >
      <Icon name={icon} size={22} />
    </button>
  )
}

interface StageProps {
  readonly stage: { current: HTMLDivElement | null }
  readonly zoom: Signal<Zoom>
  readonly got: Blob | string | undefined
  readonly name: string
  readonly turn: (way: Way) => void
  readonly close: () => void
}

function Stage({ stage, zoom, got, name, turn, close }: StageProps): JSX.Element {
  const [address, setAddress] = useState<string | undefined>(undefined)
  const room = () => roomOf(stage.current)
  // What is under way outlives a turn of the page.
  const latest = useRef(turn)
  latest.current = turn
  const gestures = useRef(gesturesOn({ zoom, room, turn: way => latest.current(way), close })).current
  useEffect(() => {
    if (!(got instanceof Blob)) return setAddress(undefined)
    const made = URL.createObjectURL(got)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [got])
  const { scale, x, y } = zoom.value
  return (
    <div ref={stage} class={scale > 1 ? "viewer-stage near" : "viewer-stage"} {...gestures}>
      {address === undefined ? null : (
        <img
          src={address}
          alt={name}
          draggable={false}
          style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }}
        />
      )}
      {got === undefined ? <span class="spinner" aria-hidden="true" /> : null}
      {typeof got === "string" ? (
        <p class="problem" role="alert">
          {got === "file-no-picture" ? text("viewer.none") : phrase(got, locale.value)}
        </p>
      ) : null}
    </div>
  )
}

function roomOf(stage: HTMLElement | null): Room | undefined {
  const picture = stage?.querySelector("img")
  if (stage === null || !(picture instanceof HTMLImageElement)) return undefined
  return {
    window: { width: stage.clientWidth, height: stage.clientHeight },
    picture: { width: picture.offsetWidth, height: picture.offsetHeight },
  }
}

/** The platform's modal dialog. The focus goes back to the picture that was looked at last, where it is in view. */
function useModal(dialog: { current: HTMLDialogElement | null }, picture: PictureAt | undefined): void {
  const last = useRef(picture)
  last.current = picture ?? last.current
  useEffect(() => {
    const opener = document.activeElement
    dialog.current?.showModal()
    dialog.current?.querySelector<HTMLElement>(".viewer-close")?.focus()
    return () => {
      const shown =
        last.current && document.getElementById(pictureId(last.current.item.id, last.current.place))
      const back = shown ?? opener
      if (back instanceof HTMLElement) back.focus()
    }
  }, [])
}

/** All of the picture; the code of why not; undefined until it is known. */
function useBlob(conversation: string, picture: PictureAt | undefined): Blob | string | undefined {
  const [got, setGot] = useState<{ readonly of: PictureAt; readonly what: Blob | string } | undefined>(
    undefined,
  )
  useEffect(() => {
    let gone = false
    if (picture === undefined) return
    const { item, place, file } = picture
    void fetchPicture({ conversation, id: item.id, place }, file).then(what => {
      if (!gone) setGot({ of: picture, what })
    })
    return () => {
      gone = true
    }
  }, [picture])
  return got?.of === picture ? got?.what : undefined
}

interface Pictures {
  readonly picture: PictureAt | undefined
  /** Known once somebody went there. */
  readonly ends: { readonly before: boolean; readonly after: boolean }
  readonly turn: (way: Way) => void
}

/** Those that the conversation shows first, then those beyond, as they are come to. */
function usePictures({ conversation, items }: OpenConversation, id: string, place: number): Pictures {
  const [list, setList] = useState(() => picturesIn(items.peek() ?? []))
  const [picture, setPicture] = useState(() => list.find(one => one.item.id === id && one.place === place))
  const [ends, setEnds] = useState({ before: false, after: false })
  const isLooking = useRef(false)
  const lookBeyond = async (way: Way) => {
    const side = way === -1 ? "before" : "after"
    const seqs = list.flatMap(({ item }) => item.seq ?? [])
    const edge = way === -1 ? seqs[0] : seqs.at(-1)
    const more = edge === undefined ? [] : await picturesBeyond(conversation, side, edge)
    if (more.length === 0) return setEnds(known => ({ ...known, [side]: true }))
    setList(way === -1 ? [...more, ...list] : [...list, ...more])
    setPicture(way === -1 ? more.at(-1) : more[0])
  }
  const turn = (way: Way) => {
    const next = picture === undefined ? undefined : list[list.indexOf(picture) + way]
    if (next !== undefined) return setPicture(next)
    if (isLooking.current) return
    isLooking.current = true
    void lookBeyond(way).finally(() => {
      isLooking.current = false
    })
  }
  return { picture, ends, turn }
}
