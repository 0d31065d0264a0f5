import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs"
import { link, open } from "node:fs/promises"
import { extname, join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import type { MessageItem } from "@colombe/client"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"
import { printable } from "../output/lines.ts"

/** Writes the files of a message into a folder, each whole and verified or not at all, and prints their paths. */
export async function saveFiles(
  io: Io,
  client: HomeClient,
  { message, folder }: { readonly message: string; readonly folder: string },
): Promise<Result<void>> {
  const found = await client.message(message)
  if (found === undefined) return fail("message-unknown")
  if (found.item.files.length === 0) return fail("message-without-files")
  try {
    mkdirSync(folder, { recursive: true })
    for (const place of found.item.files.keys()) {
      const saved = await saveFile(client, found.conversation, found.item, { place, folder })
      if (!saved.ok) return saved
      await io.print(printable(saved.value))
    }
    return succeed()
  } catch (error) {
    if (error instanceof Error && "syscall" in error) return fail("file-not-written", "never", error)
    throw error
  }
}

async function saveFile(
  client: HomeClient,
  conversation: string,
  { id, files }: MessageItem,
  { place, folder }: { readonly place: number; readonly folder: string },
): Promise<Result<string>> {
  const file = files[place]
  if (file === undefined) return fail("file-unknown")
  const part = join(folder, `.${id}-${place}.part`)
  const handle = await open(part, "w", 0o600)
  try {
    for (let index = 0; index < file.pieces; index++) {
      const piece = await client.readPiece(conversation, id, place, index)
      if (!piece.ok) return piece
      await handle.write(piece.value)
    }
    await handle.sync()
    return succeed(await name(part, folder, file.name))
  } finally {
    await handle.close()
    rmSync(part, { force: true })
  }
}

/** Files of one name that one folder may hold. */
const namesakesMax = 10_000

/** Never over anything: `a.jpg`, then `a (2).jpg`. Where the file system has no hard links, it is renamed. */
async function name(part: string, folder: string, wanted: string): Promise<string> {
  const ending = extname(wanted)
  const stem = wanted.slice(0, wanted.length - ending.length)
  for (let number = 1; number < namesakesMax; number++) {
    const path = join(folder, number === 1 ? wanted : `${stem} (${number})${ending}`)
    if (existsSync(path)) continue
    try {
      await link(part, path)
      return path
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined
      if (code === "EEXIST") continue
      if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error
      renameSync(part, path)
      return path
    }
  }
  throw Object.assign(new Error("too many files of one name"), { syscall: "link" })
}
