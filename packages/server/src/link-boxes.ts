import { type Bytes, equal, keyOf, type Milliseconds } from "@colombe/base"
import type { AccountId, DeviceId } from "@colombe/rules"
import { linkBoxMs } from "@colombe/wire"

export type LinkSide = "new" | "old"

/** What two devices have to say to each other until one of them is in the other's account. */
export interface LinkBox {
  /** By which the new device is known. */
  readonly key: Bytes
  readonly until: Milliseconds
  /** The device that found the code first; nobody else comes in after it. */
  old: { readonly account: AccountId; readonly device: DeviceId } | undefined
  readonly frames: Readonly<Record<LinkSide, Bytes[]>>
}

/** By name, in memory alone: after a restart people take a new code. */
export type LinkBoxes = Map<string, LinkBox>

/** Boxes at one time. */
export const linkBoxesMax = 1_000

/** Undefined where the name belongs to somebody else, or there is no room. */
export function openBox(boxes: LinkBoxes, name: Bytes, key: Bytes, now: Milliseconds): LinkBox | undefined {
  const known = findBox(boxes, name, now)
  if (known !== undefined) return equal(known.key, key) ? known : undefined
  forgetBoxes(boxes, now)
  if (boxes.size >= linkBoxesMax) return undefined
  const box: LinkBox = { key, until: now + linkBoxMs, old: undefined, frames: { new: [], old: [] } }
  boxes.set(keyOf(name), box)
  return box
}

export function findBox(boxes: LinkBoxes, name: Bytes, now: Milliseconds): LinkBox | undefined {
  const box = boxes.get(keyOf(name))
  return box !== undefined && box.until > now ? box : undefined
}

export function forgetBoxes(boxes: LinkBoxes, now: Milliseconds): void {
  for (const [name, { until }] of boxes) if (until <= now) boxes.delete(name)
}
