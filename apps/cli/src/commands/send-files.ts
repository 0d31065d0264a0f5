import { open, stat } from "node:fs/promises"
import { basename } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"
import { each } from "../session.ts"
import { findConversation } from "../target.ts"

interface Sending {
  readonly target: string
  readonly paths: readonly string[]
  readonly caption: string | undefined
}

/** Seals the files onto this device's disk, then sends them as one message and waits until the server has all of it. */
export async function sendFiles(
  io: Io,
  client: HomeClient,
  { target, paths, caption }: Sending,
  locale: Locale,
): Promise<Result<void>> {
  const conversation = await findConversation(client, target, true)
  if (!conversation.ok) return conversation
  const stopped = { already: false }
  void io.ended.then(() => {
    stopped.already = true
  })
  const files = await each(paths, path => addFile(client, path, stopped))
  if (!files.ok) return files
  const said = caption === undefined ? {} : { caption }
  const queued = await client.sendFiles(conversation.value, files.value, said)
  if (!queued.ok) return queued
  const stopTelling = tellProgress(io, client, locale)
  const left = io.ended.then(() => fail("send-left-queued"))
  const stored = await Promise.race([client.sent(conversation.value, queued.value.id), left])
  stopTelling()
  return stored.ok ? succeed() : stored
}

/** Somebody does not want to wait any longer. */
interface Stopped {
  readonly already: boolean
}

async function addFile(client: HomeClient, path: string, stopped: Stopped): Promise<Result<string>> {
  try {
    const about = await stat(path)
    if (!about.isFile()) return fail("file-not-readable")
    const started = await client.startFile({
      name: basename(path),
      mediaType: mediaTypeOf(path),
      size: about.size,
    })
    if (!started.ok) return started
    const { file, pieces, pieceBytes } = started.value
    const written = await writePieces(client, path, { file, pieces, pieceBytes }, stopped)
    if (!written.ok) await client.discardFile(file)
    return written.ok ? succeed(file) : written
  } catch (error) {
    if (error instanceof Error && "syscall" in error) return fail("file-not-readable", "never", error)
    throw error
  }
}

async function writePieces(
  client: HomeClient,
  path: string,
  {
    file,
    pieces,
    pieceBytes,
  }: { readonly file: string; readonly pieces: number; readonly pieceBytes: number },
  stopped: Stopped,
): Promise<Result<void>> {
  const handle = await open(path, "r")
  try {
    for (let index = 0; index < pieces; index++) {
      if (stopped.already) return fail("send-stopped")
      // One more than fits shows that the file has grown.
      const room = new Uint8Array(index === pieces - 1 ? pieceBytes + 1 : pieceBytes)
      const { bytesRead } = await handle.read(room, 0, room.length, index * pieceBytes)
      const written = await client.writePiece(file, index, room.subarray(0, bytesRead))
      if (!written.ok) return written
    }
    return succeed()
  } finally {
    await handle.close()
  }
}

/** Bun knows the common endings; whoever receives the file believes none of it. */
function mediaTypeOf(path: string): string {
  return Bun.file(path).type
}

/** Per cent that have to be new before another line is said. */
const stepPercent = 10

function tellProgress(io: Io, client: HomeClient, locale: Locale): () => void {
  let said = 0
  return client.watch(notice => {
    if (notice.type !== "transfer") return
    const percent = Math.floor((100 * notice.done) / notice.total)
    if (percent < said + stepPercent || percent === 100) return
    said = percent
    void io.complain(phrase("upload-progress", locale, { percent: String(percent) }))
  })
}
