import type { FileItem, MessageItem, TimelineItem } from "@colombe/client"
import { client } from "../../state/app.ts"

/** Bytes of a picture that is shown without being asked for. */
const shownBytesMax = 24 * 1024 * 1024

/** Whether a file is said to be a picture, until its bytes show what it is. */
export const isPicture = ({ box, size }: FileItem): boolean => box !== undefined && size <= shownBytesMax

/** A picture of a conversation: which file of which message. */
export interface PictureAt {
  readonly item: MessageItem
  readonly place: number
  readonly file: FileItem
}

export const pictureId = (id: string, place: number): string => `picture-${id}-${place}`

export function picturesIn(items: readonly TimelineItem[]): PictureAt[] {
  return items.flatMap(item =>
    item.kind === "message"
      ? item.files.flatMap((file, place) => (isPicture(file) ? [{ item, place, file }] : []))
      : [],
  )
}

/** Items that are looked through at one time for a picture. */
const pageItems = 100

/** The next pictures beyond a place of the log, the oldest first; none where there are no more. */
export async function picturesBeyond(
  conversation: string,
  side: "before" | "after",
  seq: number,
): Promise<readonly PictureAt[]> {
  for (let edge = seq; ; ) {
    const page = await client.timeline(conversation, { [side]: edge, limit: pageItems })
    const pictures = picturesIn(page.items)
    const more = side === "before" ? page.moreBefore : page.moreAfter
    const next = (side === "before" ? page.items : page.items.toReversed()).find(
      item => item.seq !== undefined,
    )?.seq
    if (pictures.length > 0 || !more || next === undefined) return pictures
    edge = next
  }
}
