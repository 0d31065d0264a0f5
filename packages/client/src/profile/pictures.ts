import { type Bytes, equal, toBase64Url } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { pictureMarkTable, pictureTable } from "../records/picture-records.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"

const versionBytes = 16
const none = new Uint8Array(versionBytes)

/** Names a picture where its bytes are too much; zeros name that there is none. */
export function versionOf(crypto: Pick<Crypto, "hash">, picture: Bytes | undefined): Bytes {
  return picture === undefined ? none : crypto.hash("SHA-256", picture).slice(0, versionBytes)
}

/** What apps tell pictures apart by; undefined where there is none. */
export async function pictureVersion(reader: RecordReader, of: Bytes): Promise<string | undefined> {
  const mark = await readRecord(reader, pictureMarkTable, of)
  return mark === undefined || equal(mark.version, none) ? undefined : toBase64Url(mark.version)
}

/** Of what was said later, or at the same moment once more. Whether anything is another than before. */
export async function keepPicture(
  crypto: Pick<Crypto, "hash">,
  transaction: Transaction,
  of: Bytes,
  picture: Bytes | undefined,
  order: number,
): Promise<boolean> {
  const known = await readRecord(transaction, pictureMarkTable, of)
  if (known !== undefined && known.order > order) return false
  const version = versionOf(crypto, picture)
  putRecord(transaction, pictureMarkTable, [of], { version, order })
  if (equal(known?.version ?? none, version)) return false
  if (picture === undefined) deleteRecord(transaction, pictureTable, of)
  else putRecord(transaction, pictureTable, [of], picture)
  return true
}
