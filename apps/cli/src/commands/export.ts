import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import type { ConversationDetails, TimelineItem } from "@colombe/client"
import { writeDurable } from "../home/durable.ts"
import type { HomeClient } from "../home/seat.ts"
import { exportedLine } from "../output/exported-line.ts"

/** What an export asks of the SDK. */
export type ExportedClient = Pick<HomeClient, "me" | "conversations" | "conversation" | "timeline">

/** Spec EX2. */
const format = "colombe-export"
const version = 1
/** The owner alone: everything in it can be read. */
const folderMode = 0o700
/** Items that one query of the timeline asks for. */
const page = 500

/** Writes everything that this home can read into a new or empty folder, spec EX1 to EX6: all of it, or no folder. */
export async function exportTo(client: ExportedClient, folder: string, now: number): Promise<Result<void>> {
  const me = await client.me()
  if (me === undefined) return fail("home-empty")
  const target = resolve(folder)
  const part = join(dirname(target), `.${basename(target)}.part`)
  try {
    if (isUsed(target)) return fail("export-folder-used")
    rmSync(part, { recursive: true, force: true })
    mkdirSync(join(part, "conversations"), { recursive: true, mode: folderMode })
    const conversations: object[] = []
    for (const { conversation } of await client.conversations()) {
      const details = await client.conversation(conversation)
      if (details !== undefined) conversations.push(await exportConversation(client, part, details))
    }
    const account = { account: me.account, address: me.address, name: me.displayName }
    const index = { format, version, exported_at: new Date(now).toISOString(), account, conversations }
    writeDurable(join(part, "index.json"), `${JSON.stringify(index, null, 2)}\n`)
    renameSync(part, target)
    return succeed()
  } catch (error) {
    removePart(part)
    if (error instanceof Error && "syscall" in error) return fail("export-not-written", "never", error)
    throw error
  }
}

/** What was written so far; where that cannot be removed either, there is nothing, or the next export removes it. */
function removePart(part: string): void {
  try {
    rmSync(part, { recursive: true, force: true })
  } catch {
    // The reason why nothing could be written is the one to tell.
  }
}

function isUsed(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false
    throw error
  }
}

async function exportConversation(
  client: ExportedClient,
  part: string,
  details: ConversationDetails,
): Promise<object> {
  const { conversation, kind, title, membership, members } = details
  const file = `conversations/${conversation}.jsonl`
  const lines: string[] = []
  for await (const item of itemsOf(client, conversation))
    lines.push(`${JSON.stringify(exportedLine(item))}\n`)
  writeDurable(join(part, file), lines.join(""))
  const people = members.map(({ account, address, displayName, role }) => ({
    account,
    address,
    name: displayName,
    role,
  }))
  return { conversation, kind, title, membership, members: people, file, lines: lines.length }
}

/** Oldest first, what waits to be sent at the end. */
async function* itemsOf(client: ExportedClient, conversation: string): AsyncGenerator<TimelineItem> {
  for (let after = 0; ; ) {
    const { items, moreAfter } = await client.timeline(conversation, { after, limit: page })
    yield* items
    const last = items.findLast(({ seq }) => seq !== undefined)?.seq
    if (!moreAfter || last === undefined) return
    after = last
  }
}
