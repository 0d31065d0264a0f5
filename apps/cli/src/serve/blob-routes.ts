import { type Bytes, concat, fromBase64Url } from "@colombe/base"
import type { BlobAccess } from "@colombe/server"
import { blobIdBytes } from "@colombe/wire"
import { securityHeaders } from "./content-policy.ts"

/** Where the bytes of files are: `/blobs/` and the id in base64url. Uploads speak tus 1.0, downloads HTTP ranges. */
export const blobPath = "/blobs/"

const tusVersion = "1.0.0"
/** Bytes that are written at one time: each such block is on disk before the next is taken. */
const blockBytes = 1024 * 1024
/** Bytes of one request's body, and of one answered range. */
const requestBytesMax = 16 * 1024 * 1024

const statuses: Readonly<Record<string, number>> = {
  "ticket-refused": 403,
  "blob-unknown": 404,
  "blob-offset": 409,
  "blob-too-large": 413,
  "server-storage-full": 507,
}

/** `served` hears of the bytes that go out. */
export async function answerBlob(
  request: Request,
  pathname: string,
  blobs: BlobAccess,
  served: (bytes: number) => void,
): Promise<Response> {
  const blob = fromBase64Url(pathname.slice(blobPath.length))
  if (blob?.length !== blobIdBytes) return refusal("blob-unknown")
  const ticket = ticketOf(request)
  switch (request.method) {
    case "OPTIONS":
      return answer(204, { "tus-version": tusVersion })
    case "HEAD":
      return uploadState(blobs, blob, ticket)
    case "PATCH":
      return upload(blobs, blob, ticket, request)
    case "GET":
      return download(blobs, blob, ticket, { range: request.headers.get("range"), served })
    default:
      return answer(405, { allow: "OPTIONS, HEAD, PATCH, GET" })
  }
}

function ticketOf(request: Request): Bytes {
  const [, text] = /^Bearer ([\w-]{1,128})$/.exec(request.headers.get("authorization") ?? "") ?? []
  return (text === undefined ? undefined : fromBase64Url(text)) ?? new Uint8Array()
}

async function uploadState(blobs: BlobAccess, blob: Bytes, ticket: Bytes): Promise<Response> {
  const found = await blobs.uploaded(blob, ticket)
  if (!found.ok) return refusal(found.code)
  const { length, size } = found.value
  return answer(200, { "upload-offset": String(length), "upload-length": String(size) })
}

/** tus: the offset in the request is where the bytes begin; what came before a break stays. */
async function upload(blobs: BlobAccess, blob: Bytes, ticket: Bytes, request: Request): Promise<Response> {
  if (request.headers.get("tus-resumable") !== tusVersion) return answer(412, { "tus-version": tusVersion })
  if (request.headers.get("content-type") !== "application/offset+octet-stream") return answer(415, {})
  const offset = whole(request.headers.get("upload-offset"))
  if (offset === undefined) return answer(400, {})
  if ((whole(request.headers.get("content-length")) ?? 0) > requestBytesMax) return refusal("blob-too-large")
  let at = offset
  for await (const block of blocks(request.body)) {
    if (at + block.length - offset > requestBytesMax) return refusal("blob-too-large")
    const added = await blobs.append(blob, ticket, at, block)
    if (!added.ok) return refusal(added.code)
    at = added.value.length
  }
  return answer(204, { "upload-offset": String(at) })
}

/** The body in blocks; where it breaks off, what came before is still a block. */
async function* blocks(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Bytes> {
  let waiting: Bytes[] = []
  let length = 0
  const taken = (): Bytes => {
    const block = concat(...waiting)
    waiting = []
    length = 0
    return block
  }
  const reader = body?.getReader()
  for (;;) {
    const next = await reader?.read().catch(() => undefined)
    if (next === undefined || next.done) break
    waiting.push(next.value)
    length += next.value.length
    if (length >= blockBytes) yield taken()
  }
  if (length > 0) yield taken()
}

/** RFC 9110 §14: one range of bytes, at most 16 MiB of it at one time. */
async function download(
  blobs: BlobAccess,
  blob: Bytes,
  ticket: Bytes,
  { range, served }: { readonly range: string | null; readonly served: (bytes: number) => void },
): Promise<Response> {
  const [, first, last] = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(range ?? "bytes=0-") ?? []
  const from = whole(first ?? null)
  if (from === undefined) return answer(416, {})
  const end = last === undefined ? from + requestBytesMax : Math.min(Number(last) + 1, from + requestBytesMax)
  const read = await blobs.read(blob, ticket, from, end)
  if (!read.ok) return refusal(read.code)
  const { bytes, size } = read.value
  if (bytes.length === 0) return answer(416, { "content-range": `bytes */${size}` })
  served(bytes.length)
  const headers = {
    ...answerHeaders,
    "content-type": "application/octet-stream",
    "content-range": `bytes ${from}-${from + bytes.length - 1}/${size}`,
  }
  return new Response(bytes as Uint8Array<ArrayBuffer>, { status: 206, headers })
}

function whole(text: string | null): number | undefined {
  const value = text !== null && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(value) ? value : undefined
}

/** Bytes without a meaning, for whoever holds a ticket: nothing of them is kept in between. */
const answerHeaders = {
  ...securityHeaders,
  "tus-resumable": tusVersion,
  "accept-ranges": "bytes",
  "cache-control": "no-store",
} as const

function answer(status: number, headers: Record<string, string>): Response {
  return new Response(null, { status, headers: { ...answerHeaders, ...headers } })
}

/** The code travels as text, so that whoever asked can say what happened. */
function refusal(code: string): Response {
  return new Response(`${code}\n`, { status: statuses[code] ?? 503, headers: answerHeaders })
}
