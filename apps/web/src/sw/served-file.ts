/**
 * How a page and its service worker speak of a file that the page has open. The address of such a file is `/media/`, the
 * page's client id and a name that the page made up. For each request the service worker sends the page a port; the page
 * answers with a `ServedHead`, or `undefined` where it has no such file (any more). Then pieces are asked for by their
 * number, one after the other; each is answered by its bytes, or by `undefined` where it cannot be had. Keys and tickets
 * stay with the client of the page's account.
 */
export const mediaPath = "/media/"

/** From the service worker to the page, with the port. */
export interface FileAsked {
  readonly asks: "file"
  readonly name: string
}

/** From a page to the service worker, with a port on which it is told its client id. */
export const whoAmI = "who-am-i"
/** From a page whose file is being read: a service worker that hears nothing for long is put to sleep. */
export const stillReading = "still-reading"

export interface ServedHead {
  /** Bytes. */
  readonly size: number
  /** Bytes of every piece but the last. */
  readonly pieceBytes: number
  readonly mediaType: string
  /** As what it is saved. */
  readonly fileName: string
}

/** From the service worker on the port: a piece, or that nobody reads on. */
export type PieceAsked = number | "end"
