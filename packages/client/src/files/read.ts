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
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { sentMessage } from "../messages/sent-message.ts"
import type { NamedFile } from "../records/file-records.ts"
import type { OpenFile } from "./open-files.ts"

/** Files whose keys and tickets are kept at one time. */
const readingsMax = 64

/** One piece of a file of a message: fetched, opened, and nothing of it believed that does not hold (spec F2 to F4). */
export async function readPiece(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  { id, place, index }: { readonly id: string; readonly place: number; readonly index: number },
): Promise<Result<Bytes>> {
  const message = await sentMessage(home.store, conversation, id)
  if (!message.ok) return message
  const file = message.value.shown.files[place]
  if (file === undefined) return fail("file-unknown")
  if (!Number.isInteger(index) || index < 0 || index >= pieceCount(file.size)) return fail("request-invalid")
  const opened = await fetchPiece(home, identity, file, index)
  // The server's permission ran out, or it was started anew: one more with a new one.
  if (opened.ok || opened.code !== "ticket-refused") return opened
  home.reading.delete(toHex(file.blob))
  return fetchPiece(home, identity, file, index)
}

async function fetchPiece(
  home: Home,
  identity: Identity,
  file: NamedFile,
  index: number,
): Promise<Result<Bytes>> {
  const open = await openedFile(home, identity, file)
  if (!open.ok) return open
  const { from, to } = placeOfPiece(file.size, index)
  const stored = await home.files.transfer.fetch(open.value.place, from, to)
  if (!stored.ok) return stored
  const piece = await openPiece(open.value.keys, file.size, index, stored.value)
  if (!piece.ok) return piece
  open.value.digests[index] = await pieceDigest(home.crypto, stored.value)
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

async function openedFile(home: Home, { me }: Identity, file: NamedFile): Promise<Result<OpenFile>> {
  const name = toHex(file.blob)
  const known = home.reading.get(name)
  if (known !== undefined) return succeed(known)
  const answer = await wireOf(home).call("fetchBlob", { blob: file.blob })
  if (!answer.ok) return answer
  if (whole(answer.value.size) !== storedFileBytes(file.size)) return fail("file-damaged")
  const place = { server: me.server, blob: file.blob, ticket: answer.value.ticket }
  const header = await home.files.transfer.fetch(place, 0, fileHeaderBytes)
  if (!header.ok) return header
  const keys = await fileKeysOf(home.crypto, file.key, header.value)
  if (!keys.ok) return keys
  const open = { place, keys: keys.value, digests: new Array<Bytes | undefined>(pieceCount(file.size)) }
  for (const oldest of home.reading.keys()) {
    if (home.reading.size < readingsMax) break
    home.reading.delete(oldest)
  }
  home.reading.set(name, open)
  return succeed(open)
}
