import { type Bytes, equal, fail, type Result, succeed, toHex } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import {
  fileHash,
  fileHeaderBytes,
  fileKeysOf,
  openPiece,
  pieceCount,
  pieceDigest,
  placeOfPiece,
  storedFileBytes,
} from "@colombe/seal"
import { whole } from "@colombe/wire"
import { identityOf } from "../account/me.ts"
import { type Home, wireOf } from "../home/home.ts"
import { sentMessage } from "../messages/sent-message.ts"
import { findRow } from "../outbox/rows.ts"
import { sendIdOf } from "../outbox/send-id.ts"
import type { NamedFile } from "../records/file-records.ts"
import { keepPiece, letGo, localPiece } from "./kept.ts"
import type { OpenFile } from "./open-files.ts"
import type { BlobPlace } from "./ports.ts"

/** Files whose keys and tickets are kept at one time. */
const readingsMax = 64

/**
 * One piece of a file of a message, sent or still waiting: from this device where it has it, else fetched; opened, and
 * nothing of it believed that does not hold (spec F2 to F4, F12).
 */
export async function readPiece(
  home: Home,
  conversation: ConversationId,
  { id, place, index }: { readonly id: string; readonly place: number; readonly index: number },
): Promise<Result<Bytes>> {
  const files = await filesOf(home, conversation, id)
  if (!files.ok) return files
  const file = files.value[place]
  if (file === undefined) return fail("file-unknown")
  if (!Number.isInteger(index) || index < 0 || index >= pieceCount(file.size)) return fail("request-invalid")
  const here = await localPiece(home, file, index)
  if (here !== undefined) {
    const opened = await openStored(home, file, index, here)
    if (opened.ok) return opened
    // Not what was put there: the server has it as it was.
    home.reading.delete(toHex(file.blob))
    await home.filesLane(() => letGo(home, [file.blob]))
  }
  const { from, to } = placeOfPiece(file.size, index)
  const fetched = await fetchRange(home, file, from, to)
  if (!fetched.ok) return fetched
  const opened = await openStored(home, file, index, fetched.value)
  if (opened.ok) await keepPiece(home, conversation, file, index, fetched.value)
  return opened
}

async function filesOf(
  home: Home,
  conversation: ConversationId,
  id: string,
): Promise<Result<readonly NamedFile[]>> {
  const message = await sentMessage(home.store, conversation, id)
  if (message.ok) return succeed(message.value.shown.files)
  const sendId = sendIdOf(id)
  const waiting = sendId.ok ? await findRow(home.store, conversation, sendId.value) : undefined
  return waiting === undefined ? message : succeed(waiting.row.files)
}

async function openStored(home: Home, file: NamedFile, index: number, stored: Bytes): Promise<Result<Bytes>> {
  const open = await openedFile(home, file, index === 0 ? stored : undefined)
  if (!open.ok) return open
  const piece = await openPiece(open.value.keys, file.size, index, stored)
  if (!piece.ok) return piece
  open.value.digests[index] = await pieceDigest(home.crypto, stored)
  return isAsSaid(home, file, open.value.digests) ? piece : fail("file-damaged")
}

/** Once every piece was seen, together they have to be what the sender's hash says. */
function isAsSaid(
  { crypto }: Home,
  { size, hash }: NamedFile,
  seen: readonly (Bytes | undefined)[],
): boolean {
  const digests = seen.filter(digest => digest !== undefined)
  return digests.length < pieceCount(size) || equal(fileHash(crypto, digests), hash)
}

/** `first`: the first piece, which begins with what the keys are made of. */
async function openedFile(home: Home, file: NamedFile, first: Bytes | undefined): Promise<Result<OpenFile>> {
  const name = toHex(file.blob)
  const known = home.reading.get(name)
  if (known !== undefined) return succeed(known)
  const header = await headerOf(home, file, first)
  if (!header.ok) return header
  const keys = await fileKeysOf(home.crypto, file.key, header.value)
  if (!keys.ok) return keys
  const open = { keys: keys.value, digests: new Array<Bytes | undefined>(pieceCount(file.size)) }
  remember(home.reading, name, open)
  return succeed(open)
}

async function headerOf(home: Home, file: NamedFile, first: Bytes | undefined): Promise<Result<Bytes>> {
  const here = first ?? (await localPiece(home, file, 0))
  if (here !== undefined) return succeed(here.slice(0, fileHeaderBytes))
  return fetchRange(home, file, 0, fileHeaderBytes)
}

/** With one more permission where the server's ran out, or the server was started anew. */
async function fetchRange(home: Home, file: NamedFile, from: number, to: number): Promise<Result<Bytes>> {
  const fetched = await fetchOnce(home, file, from, to)
  if (fetched.ok || fetched.code !== "ticket-refused") return fetched
  home.tickets.delete(toHex(file.blob))
  return fetchOnce(home, file, from, to)
}

async function fetchOnce(home: Home, file: NamedFile, from: number, to: number): Promise<Result<Bytes>> {
  const place = await placeOf(home, file)
  return place.ok ? home.files.transfer.fetch(place.value, from, to) : place
}

async function placeOf(home: Home, { blob, size }: NamedFile): Promise<Result<BlobPlace>> {
  const name = toHex(blob)
  const known = home.tickets.get(name)
  if (known !== undefined) return succeed(known)
  const identity = identityOf(home)
  if (!identity.ok) return identity
  const answer = await wireOf(home).call("fetchBlob", { blob })
  if (!answer.ok) return answer
  if (whole(answer.value.size) !== storedFileBytes(size)) return fail("file-damaged")
  const place = { server: identity.value.me.server, blob, ticket: answer.value.ticket }
  remember(home.tickets, name, place)
  return succeed(place)
}

function remember<Value>(known: Map<string, Value>, name: string, value: Value): void {
  for (const oldest of known.keys()) {
    if (known.size < readingsMax) break
    known.delete(oldest)
  }
  known.set(name, value)
}
