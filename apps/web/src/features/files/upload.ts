import type { Result } from "@colombe/base"
import type { VoiceNote } from "@colombe/client"
import { client } from "../../state/app.ts"
import type { Prepared } from "./prepare.ts"

/** Hands a file over piece by piece; only its sealed bytes are kept. */
async function addFile({ name, blob, box }: Prepared): Promise<Result<string>> {
  const started = await client.startFile({
    name,
    mediaType: blob.type,
    size: blob.size,
    ...(box === undefined ? {} : { box }),
  })
  if (!started.ok) return started
  const { file, pieces, pieceBytes } = started.value
  for (let index = 0; index < pieces; index++) {
    const part = blob.slice(index * pieceBytes, (index + 1) * pieceBytes)
    const bytes = await part.arrayBuffer().catch(() => undefined)
    const written =
      bytes === undefined
        ? ({ ok: false, code: "file-changed", retry: "never" } as const)
        : await client.writePiece(file, index, new Uint8Array(bytes))
    if (!written.ok) {
      await client.discardFile(file)
      return written
    }
  }
  return { ok: true, value: file }
}

export interface Sending {
  readonly files: readonly Prepared[]
  readonly caption: string
  readonly replyTo: string | undefined
  /** The one file is a voice note. */
  readonly voice?: VoiceNote
}

/** The code of why nothing was queued. */
export async function sendFiles(
  conversation: string,
  { files, caption, replyTo, voice }: Sending,
): Promise<string | undefined> {
  const added: string[] = []
  for (const file of files) {
    const one = await addFile(file)
    if (!one.ok) {
      for (const earlier of added) await client.discardFile(earlier)
      return one.code
    }
    added.push(one.value)
  }
  const sent = await client.sendFiles(conversation, added, {
    caption,
    previews: files.map(({ preview }) => preview),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(voice === undefined ? {} : { voice }),
  })
  return sent.ok ? undefined : sent.code
}
