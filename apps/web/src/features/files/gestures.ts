import type { Signal } from "@preact/signals"
import type { JSX } from "preact"
import { closer, moved, type Room, whole, type Zoom, zoomed } from "./zoom.ts"

interface Looked {
  readonly zoom: Signal<Zoom>
  /** Undefined while there is no picture. */
  readonly room: () => Room | undefined
  readonly turn: (way: 1 | -1) => void
  readonly close: () => void
}

/** Pixels from which a finger that moves asks for the next picture, and one that goes down for none. */
const turnAfter = 60
const closeAfter = 120
/** Pixels that a finger may move and still have pressed. */
const pressWithin = 6
/** Of a wheel, in its pixels, for twice the size. */
const wheelDouble = 300

interface Point {
  readonly x: number
  readonly y: number
}

type Gestures = Pick<
  JSX.IntrinsicElements["div"],
  "onWheel" | "onDblClick" | "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel"
>

/** Wheel, double click, two fingers and one: what people do with pictures. */
export function gesturesOn({ zoom, room, turn, close }: Looked): Gestures {
  const pointers = new Map<number, Point>()
  let begun: (Point & { readonly beside: boolean; readonly alone: boolean }) | undefined

  const enlarge = (factor: number, at: Point) => {
    const known = room()
    if (known !== undefined) zoom.value = zoomed(zoom.value, factor, at, known)
  }
  return {
    onWheel(event) {
      event.preventDefault()
      enlarge(2 ** (-event.deltaY / wheelDouble), fromMiddle(event))
    },
    onDblClick(event) {
      if (zoom.value.scale > 1) zoom.value = whole
      else enlarge(closer, fromMiddle(event))
    },
    onPointerDown(event) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const beside = event.target === event.currentTarget
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
      begun = { x: event.clientX, y: event.clientY, beside, alone: pointers.size === 1 }
    },
    onPointerMove(event) {
      const before = pointers.get(event.pointerId)
      if (before === undefined) return
      const now = { x: event.clientX, y: event.clientY }
      const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point)
      pointers.set(event.pointerId, now)
      const known = room()
      if (other !== undefined) {
        const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 }
        const factor = distance(now, other) / Math.max(1, distance(before, other))
        enlarge(factor, fromMiddle({ ...middle, currentTarget: event.currentTarget }))
      } else if (known !== undefined && zoom.value.scale > 1)
        zoom.value = moved(zoom.value, now.x - before.x, now.y - before.y, known)
    },
    onPointerUp(event) {
      const from = begun
      pointers.delete(event.pointerId)
      if (pointers.size > 0 || from === undefined || !from.alone || zoom.value.scale > 1) return
      const [x, y] = [event.clientX - from.x, event.clientY - from.y]
      const isPress = Math.hypot(x, y) < pressWithin
      if ((isPress && from.beside) || (y > closeAfter && y > 2 * Math.abs(x))) close()
      else if (Math.abs(x) > turnAfter && Math.abs(x) > Math.abs(y)) turn(x < 0 ? 1 : -1)
    },
    onPointerCancel(event) {
      pointers.delete(event.pointerId)
    },
  }
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)

function fromMiddle(event: {
  readonly clientX: number
  readonly clientY: number
  readonly currentTarget: Element
}): Point {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
  return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 }
}
