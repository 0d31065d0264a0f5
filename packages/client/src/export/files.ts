import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { FileItem, MessageItem, TimelineItem } from "../api/index.ts"
import type { ExportedClient, ExportSink } from "./ports.ts"

interface Wanted {
  readonly items: readonly TimelineItem[]
  /** Where the content of each file is; those that are written are added. */
  readonly paths: Map<string, string>
  readonly goesOn: () => boolean
}

/** Writes each file of the items once. One that the server does not have any more is left out, spec EX4. */
export async function exportFiles(
  client: ExportedClient,
  sink: ExportSink,
  conversation: string,
  { items, paths, goesOn }: Wanted,
): Promise<Result<void>> {
  for (const item of items) {
    if (item.kind !== "message") continue
    for (const [place, file] of item.files.entries()) {
      if (paths.has(file.file)) continue
      const read = (index: number) => client.readPiece(conversation, item.id, place, index)
      const written = await exportFile(sink, item, file, { read, goesOn })
      if (!written.ok) return written
      if (written.value !== undefined) paths.set(file.file, written.value)
    }
  }
  return succeed()
}

interface Reading {
  readonly read: (index: number) => Promise<Result<Bytes>>
  readonly goesOn: () => boolean
}

async function exportFile(
  sink: ExportSink,
  { seq }: MessageItem,
  { file, name, pieces }: FileItem,
  { read, goesOn }: Reading,
): Promise<Result<string | undefined>> {
  // One's own that is still under way is on this device alone: its message says so.
  if (seq === undefined) return succeed(undefined)
  const first = pieces === 0 ? undefined : await read(0)
  if (first !== undefined && !first.ok) return first.retry === "never" ? succeed(undefined) : first
  const path = `files/${file}/${portable(name)}`
  await sink.open(path)
  if (first !== undefined) await sink.write(first.value)
  for (let index = 1; index < pieces; index++) {
    if (!goesOn()) return fail("export-cancelled")
    const piece = await read(index)
    if (!piece.ok) return piece
    await sink.write(piece.value)
  }
  await sink.close()
  return succeed(path)
}

/** Characters of a name that an export keeps, so that it fits where paths are short. */
const nameMax = 120
/** Names of devices, whatever their ending (Windows, "Naming Files, Paths, and Namespaces"). */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** A name that every file system takes, close to the one that the sender gave (spec F6). */
export function portable(name: string): string {
  const dot = name.lastIndexOf(".")
  const ending = dot > 0 ? name.slice(dot).slice(0, nameMax / 2) : ""
  const stem = [...name.slice(0, dot > 0 ? dot : name.length)].slice(0, nameMax - ending.length).join("")
  const plain = `${stem}${ending}`
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, "_")
    .replace(/^[.\s]+|[.\s]+$/g, "")
  return plain === "" || reserved.test(plain) ? `_${plain}` : plain
}
