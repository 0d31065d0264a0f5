import { type ByteRange, rangeOf } from "./range.ts"
import { type FileAsked, mediaPath, type PieceAsked, type ServedHead } from "./served-file.ts"

/** Milliseconds in which a page answers that it has a file: one that is gone never does. */
const headMs = 10_000

/** Whatever the bytes are, they are never a page of this origin. */
const safeHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "accept-ranges": "bytes",
}

/** A file that a page has open: played where an element of that page plays it, saved wherever else it leads. */
export async function answerMedia(clients: Clients, request: Request): Promise<Response> {
  const [clientId = "", name = ""] = new URL(request.url).pathname.slice(mediaPath.length).split("/")
  const page = await clients.get(clientId)
  if (page === undefined) return new Response(null, { status: 404, headers: safeHeaders })
  const { port1: port, port2 } = new MessageChannel()
  const head = await ask<ServedHead>(port, headMs, () =>
    page.postMessage({ asks: "file", name } satisfies FileAsked, [port2]),
  )
  if (head === undefined) {
    port.close()
    return new Response(null, { status: 404, headers: safeHeaders })
  }
  const isPlayed = request.destination === "video" || request.destination === "audio"
  const range = isPlayed ? rangeOf(request.headers.get("range"), head.size) : "whole"
  if (range === "none") {
    end(port)
    const headers = { ...safeHeaders, "content-range": `bytes */${head.size}` }
    return new Response(null, { status: 416, headers })
  }
  const { from, to } = range === "whole" ? { from: 0, to: head.size } : range
  return new Response(bytesOf(port, head, { from, to }), {
    status: range === "whole" ? 200 : 206,
    headers: {
      ...safeHeaders,
      "content-length": String(to - from),
      "content-type": isPlayed ? head.mediaType : "application/octet-stream",
      ...(isPlayed ? {} : { "content-disposition": attachment(head.fileName) }),
      ...(range === "whole" ? {} : { "content-range": `bytes ${from}-${to - 1}/${head.size}` }),
    },
  })
}

/** Piece by piece, none before somebody reads it: what is held is one piece, however long the file. */
function bytesOf(port: MessagePort, { pieceBytes }: ServedHead, { from, to }: ByteRange): ReadableStream {
  let at = from
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const index = Math.floor(at / pieceBytes)
        const piece = await ask<Uint8Array>(port, undefined, () =>
          port.postMessage(index satisfies PieceAsked),
        )
        const start = index * pieceBytes
        const part = piece?.subarray(at - start, to - start)
        if (part === undefined || part.length === 0) {
          end(port)
          return controller.error(new Error("the page could not read on"))
        }
        controller.enqueue(part)
        at += part.length
        if (at < to) return
        end(port)
        controller.close()
      },
      cancel: () => end(port),
    },
    { highWaterMark: 0 },
  )
}

function end(port: MessagePort): void {
  port.postMessage("end" satisfies PieceAsked)
  port.close()
}

/** The next message on the port; undefined where none comes in time. */
function ask<Answer>(
  port: MessagePort,
  milliseconds: number | undefined,
  send: () => void,
): Promise<Answer | undefined> {
  return new Promise(resolve => {
    port.onmessage = ({ data }: MessageEvent<Answer | undefined>) => resolve(data)
    if (milliseconds !== undefined) setTimeout(resolve, milliseconds, undefined)
    send()
  })
}

/** RFC 6266, RFC 8187: letters that a header may hold stand for themselves, all others as bytes of UTF-8. */
export function attachment(fileName: string): string {
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename*=UTF-8''${encoded}`
}
