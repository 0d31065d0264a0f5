import { fail, type Milliseconds, type Result, succeed, toUtf8 } from "@colombe/base"
import type { ConversationDetails, TimelineItem } from "../api/index.ts"
import { exportFiles } from "./files.ts"
import { exportedLine } from "./line.ts"
import type { ExportedClient, ExportSink } from "./ports.ts"

export interface ExportProgress {
  /** Places in logs that were looked at, of so many. */
  readonly done: number
  readonly total: number
}

export interface ExportRequest {
  readonly now: Milliseconds
  /** The content of files too, as far as the server has it. */
  readonly withFiles: boolean
  readonly onProgress?: (progress: ExportProgress) => void
  /** Looked at between two steps: the export then fails with `export-cancelled`. */
  readonly isCancelled?: () => boolean
}

/** Spec EX2. */
const format = "colombe-export"
const version = 1
/** Items that one query of the timeline asks for. */
const page = 500

/**
 * Writes everything that a device can read, spec EX2 to EX5. The index comes last, so that what has one is whole: where
 * this fails or rejects, whoever calls takes away what was written.
 */
export async function writeExport(
  client: ExportedClient,
  sink: ExportSink,
  request: ExportRequest,
): Promise<Result<void>> {
  const me = await client.me()
  if (me === undefined) return fail("home-empty")
  const list = await client.conversations()
  const passes = request.withFiles ? 2 : 1
  let done = 0
  const steps: ExportSteps = {
    total: passes * list.reduce((sum, { head }) => sum + head, 0),
    done: places => {
      done += places
      request.onProgress?.({ done, total: steps.total })
    },
    goesOn: () => request.isCancelled?.() !== true,
  }
  const conversations: object[] = []
  for (const { conversation } of list) {
    const details = await client.conversation(conversation)
    if (details === undefined) continue
    const written = await exportConversation(client, sink, details, { ...steps, ...request })
    if (!written.ok) return written
    conversations.push(written.value)
  }
  const account = { account: me.account, address: me.address, name: me.displayName }
  const exportedAt = new Date(request.now).toISOString()
  const index = { format, version, exported_at: exportedAt, account, conversations }
  await sink.open("index.json")
  await sink.write(toUtf8(`${JSON.stringify(index, null, 2)}\n`))
  await sink.close()
  return succeed()
}

interface ExportSteps {
  readonly total: number
  readonly done: (places: number) => void
  readonly goesOn: () => boolean
}

async function exportConversation(
  client: ExportedClient,
  sink: ExportSink,
  details: ConversationDetails,
  { withFiles, done, goesOn }: ExportSteps & ExportRequest,
): Promise<Result<object>> {
  const { conversation, kind, title, membership, members } = details
  const paths = new Map<string, string>()
  if (withFiles)
    for await (const items of pagesOf(client, conversation, done)) {
      const written = await exportFiles(client, sink, conversation, { items, paths, goesOn })
      if (!written.ok) return written
    }
  const file = `conversations/${conversation}.jsonl`
  let lines = 0
  await sink.open(file)
  for await (const items of pagesOf(client, conversation, done)) {
    if (!goesOn()) return fail("export-cancelled")
    lines += items.length
    await sink.write(toUtf8(items.map(item => `${JSON.stringify(exportedLine(item, paths))}\n`).join("")))
  }
  await sink.close()
  const people = members.map(({ account, address, displayName, role }) => ({
    account,
    address,
    name: displayName,
    role,
  }))
  return succeed({ conversation, kind, title, membership, members: people, file, lines })
}

/** Oldest first, what waits to be sent at the end. */
async function* pagesOf(
  client: ExportedClient,
  conversation: string,
  done: (places: number) => void,
): AsyncGenerator<readonly TimelineItem[]> {
  for (let after = 0; ; ) {
    const { items, moreAfter } = await client.timeline(conversation, { after, limit: page })
    yield items
    const last = items.findLast(({ seq }) => seq !== undefined)?.seq
    if (last !== undefined) done(last - after)
    if (!moreAfter || last === undefined) return
    after = last
  }
}
