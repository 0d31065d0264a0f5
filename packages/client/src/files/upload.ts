import { type Bytes, type Failure, fail, type Result, succeed, toBase64Url } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { sealedPieceBytes, storedFileBytes } from "@colombe/seal"
import { whole } from "@colombe/wire"
import { type Home, type Identity, tell, transact, wireOf } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { conversationsWithRows, failRow, type OutboxRow, rowsOf } from "../outbox/rows.ts"
import { type FileRecord, fileTable } from "../records/file-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { localName } from "./held.ts"

/** `later`: nothing is lost, and trying again helps. */
export type UploadStop = { readonly at: "done" } | { readonly at: "later"; readonly failure: Failure }

/** Whether the server has everything that a send names: until then it waits, and what follows it too. */
export async function areUploaded(
  reader: RecordReader,
  files: readonly { readonly blob: Bytes }[],
): Promise<boolean> {
  for (const { blob } of files) {
    const record = await readRecord(reader, fileTable, blob)
    if (record?.uploaded === false) return false
  }
  return true
}

/** Uploads what sends wait for, oldest send of each conversation first, until nothing is left or something stops it. */
export async function uploadWaiting(
  home: Home,
  identity: Identity,
  uploaded: () => void,
): Promise<UploadStop> {
  for (;;) {
    const next = await nextUpload(home)
    if (next === undefined) return { at: "done" }
    const done = await uploadFile(home, identity, next.blob, next.record)
    if (!done.ok && done.retry !== "never") return { at: "later", failure: done }
    // Not beside somebody who takes it back.
    if (!done.ok) await home.filesLane(() => failRow(home, next.conversation, next.row, done.code))
    uploaded()
  }
}

interface NextUpload {
  readonly conversation: ConversationId
  readonly row: OutboxRow
  readonly blob: Bytes
  readonly record: FileRecord
}

async function nextUpload(home: Home): Promise<NextUpload | undefined> {
  for (const conversation of await conversationsWithRows(home.store))
    for (const row of await rowsOf(home.store, conversation)) {
      if (row.row.failed !== undefined) continue
      for (const { blob } of row.row.files) {
        const record = await readRecord(home.store, fileTable, blob)
        if (record?.uploaded === false) return { conversation, row, blob, record }
      }
    }
  return undefined
}

/** Tickets that run out or places that moved in one upload before it is given a rest. */
const reopeningsMax = 4

/** From where the server stands: what it has is not sent again (spec F8). */
async function uploadFile(
  home: Home,
  { me }: Identity,
  blob: Bytes,
  record: FileRecord,
): Promise<Result<void>> {
  const total = storedFileBytes(record.size)
  for (let reopenings = 0; ; reopenings++) {
    const opened = await wireOf(home).call("openBlob", { blob, size: BigInt(total) })
    if (!opened.ok) return opened
    const length = whole(opened.value.length)
    if (length === undefined || length > total) return fail("server-not-colombe")
    const place = { server: me.server, blob, ticket: opened.value.ticket }
    const sent = await sendFrom(home, place, length, total)
    if (sent.ok) return markUploaded(home, blob)
    if (sent.retry !== "after-refresh" || reopenings >= reopeningsMax) return sent
  }
}

async function sendFrom(
  home: Home,
  place: { readonly server: string; readonly blob: Bytes; readonly ticket: Bytes },
  length: number,
  total: number,
): Promise<Result<void>> {
  const file = toBase64Url(place.blob)
  for (let at = length; at < total; ) {
    // Discarded meanwhile: what the server has of it, it removes by itself.
    if ((await readRecord(home.store, fileTable, place.blob)) === undefined) return fail("file-unknown")
    const bytes = await home.files.local.read(
      localName(place.blob),
      at,
      Math.min(total, at + sealedPieceBytes),
    )
    if (bytes.length === 0) return fail("storage-damaged")
    const sent = await home.files.transfer.send(place, at, bytes)
    if (!sent.ok) return sent
    if (sent.value <= at || sent.value > total) return fail("server-not-colombe")
    at = sent.value
    tell(home, { type: "transfer", file, done: at, total })
  }
  return succeed()
}

function markUploaded(home: Home, blob: Bytes): Promise<Result<void>> {
  return home.filesLane(() =>
    transact(home, async transaction => {
      const record = await readRecord(transaction, fileTable, blob)
      if (record !== undefined) putRecord(transaction, fileTable, [blob], { ...record, uploaded: true })
      return succeed()
    }),
  )
}
