import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import { composeFiles, fileHash, filesMax, pieceCount } from "@colombe/seal"
import type { FileSendOptions } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { beginMessage } from "../outbox/compose.ts"
import { queueSend } from "../outbox/queue.ts"
import { fileTable, type NamedFile, pieceTable } from "../records/file-records.ts"
import { readRecord } from "../records/table.ts"
import { blobOf, pieceKey } from "./held.ts"

/** A message with files, durable before any of it goes (spec F5, Y10). Gives the send id. */
export async function queueFiles(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  files: readonly string[],
  options: FileSendOptions = {},
): Promise<Result<Bytes>> {
  const { caption = "", format = "plain" } = options
  if (files.length > filesMax) return fail("too-many-files")
  const begun = await beginMessage(home, identity, conversation, options)
  if (!begun.ok) return begun
  const named: NamedFile[] = []
  for (const file of files) {
    const whole = await wholeFile(home, home.store, file)
    if (!whole.ok) return whole
    named.push(whole.value)
  }
  const said = caption.trim() === "" ? undefined : { text: caption, format }
  const previews = (options.previews ?? []).map(preview => preview ?? new Uint8Array())
  const composed = composeFiles(home.crypto, named, said, {
    ...{ ...begun.value.options, previews },
    ...(options.voice === undefined ? {} : { voice: options.voice }),
  })
  if (!composed.ok) return composed
  return queueSend(home, conversation, {
    kind: kinds.message,
    content: composed.value.bytes,
    text: said?.text ?? "",
    format,
    files: named,
    replyTo: begun.value.replyTo,
  })
}

/** `file-incomplete`: not all of it is sealed yet. */
async function wholeFile(home: Home, reader: RecordReader, file: string): Promise<Result<NamedFile>> {
  const blob = blobOf(file)
  if (!blob.ok) return blob
  const record = await readRecord(reader, fileTable, blob.value)
  if (record === undefined) return fail("file-unknown")
  const count = pieceCount(record.size)
  if (record.sealed !== count) return fail("file-incomplete")
  const digests: Bytes[] = []
  for (let index = 0; index < count; index++) {
    const digest = await readRecord(reader, pieceTable, ...pieceKey(blob.value, index))
    if (digest === undefined) return fail("storage-damaged")
    digests.push(digest)
  }
  const { key, size, name, mediaType, box } = record
  return succeed({ blob: blob.value, key, size, name, mediaType, box, hash: fileHash(home.crypto, digests) })
}
