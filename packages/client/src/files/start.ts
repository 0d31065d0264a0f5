import { type Bytes, fail, type Result, succeed, toBase64Url } from "@colombe/base"
import {
  blobIdBytes,
  fileBytesMax,
  fileKeysOf,
  fileName,
  mediaType,
  newFileKeys,
  pieceBytes,
  pieceCount,
  pieceDigest,
  placeOfPiece,
  sealPiece,
} from "@colombe/seal"
import type { FileBox, NewFile, StartedFile } from "../api/index.ts"
import { type Home, transact } from "../home/home.ts"
import { fileTable, pieceTable } from "../records/file-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { blobOf, forgetFiles, localName, pieceKey } from "./held.ts"
import { makingRoom } from "./kept.ts"

const fileKeyBytes = 32

/** Spec F1, F6: a key, a name and a place at the server that nobody else knows. */
export async function startFile(
  home: Home,
  { name, mediaType: type, size, box }: NewFile,
): Promise<Result<StartedFile>> {
  if (!Number.isSafeInteger(size) || size < 1) return fail("file-empty")
  if (size > fileBytesMax) return fail("blob-too-large")
  const { crypto, clock } = home
  const [blob, key] = [crypto.random(blobIdBytes), crypto.random(fileKeyBytes)]
  const { header } = await newFileKeys(crypto, key)
  return transact(home, async transaction => {
    putRecord(transaction, fileTable, [blob], {
      version: 1,
      key,
      header,
      name: fileName(name),
      mediaType: mediaType(type),
      size,
      box: isBox(box) ? box : undefined,
      sealed: 0,
      startedAtMs: clock.now(),
      uploaded: false,
    })
    return succeed({ file: toBase64Url(blob), pieces: pieceCount(size), pieceBytes })
  })
}

const sideMax = 65_535
const isSide = (side: number): boolean => Number.isInteger(side) && side >= 1 && side <= sideMax

function isBox(box: FileBox | undefined): boolean {
  return box !== undefined && isSide(box.width) && isSide(box.height)
}

/** Seals one piece after the other onto this device's disk: what is uploaded later is what was read now. */
export async function writePiece(
  home: Home,
  file: string,
  index: number,
  bytes: Bytes,
): Promise<Result<void>> {
  const blob = blobOf(file)
  if (!blob.ok) return blob
  const record = await readRecord(home.store, fileTable, blob.value)
  if (record === undefined) return fail("file-unknown")
  if (index !== record.sealed || index >= pieceCount(record.size)) return fail("request-invalid")
  const keys = await fileKeysOf(home.crypto, record.key, record.header)
  if (!keys.ok) return keys
  const piece = await sealPiece(keys.value, record.size, index, bytes)
  if (!piece.ok) return piece
  const { from } = placeOfPiece(record.size, index)
  await makingRoom(home, () => home.files.local.append(localName(blob.value), from, piece.value))
  const digest = await pieceDigest(home.crypto, piece.value)
  return transact(home, async transaction => {
    putRecord(transaction, fileTable, [blob.value], { ...record, sealed: index + 1 })
    putRecord(transaction, pieceTable, pieceKey(blob.value, index), digest)
    return succeed()
  })
}

export async function discardFile(home: Home, file: string): Promise<Result<void>> {
  const blob = blobOf(file)
  if (!blob.ok) return blob
  return forgetFiles(home, [blob.value])
}
