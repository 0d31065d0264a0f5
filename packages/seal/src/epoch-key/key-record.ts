import {
  type Bytes,
  type Decoded,
  decode,
  encode,
  fail,
  fixed,
  type Result,
  struct,
  succeed,
  vector,
} from "@colombe/base"
import { conversationId, digest, floor } from "@colombe/rules"

/** `roster` = Hash("roster", Roster): where the record comes from somebody else, a claim. */
export const keyRecord = struct({
  conversation: conversationId,
  state: floor,
  roster: digest,
  key: fixed(32),
})
export type KeyRecord = Decoded<typeof keyRecord>
export const keyRecordBytes = 140

/** Records in one entry of kind key_records: about 70 KB. */
export const keyRecordsMax = 512

const keyRecordList = vector(keyRecord)

/** The content of an entry of kind key_records in the self conversation. */
export function writeKeyRecords(records: readonly KeyRecord[]): Result<Bytes, "too-many-key-records"> {
  if (records.length > keyRecordsMax) return fail("too-many-key-records")
  return succeed(encode(keyRecordList, records))
}

export function readKeyRecords(
  content: Bytes,
): Result<readonly KeyRecord[], "malformed" | "too-many-key-records"> {
  const read = decode(keyRecordList, content)
  if (read.ok && read.value.length > keyRecordsMax) return fail("too-many-key-records")
  return read
}
