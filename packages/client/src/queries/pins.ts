import { toBase64Url } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { PinnedMessage } from "../api/index.ts"
import type { RecordReader } from "../home/transaction.ts"
import { entryOf, type FoundEntry } from "../messages/annotations.ts"
import { entrySentAs } from "../messages/sent-message.ts"
import { pinsTable } from "../records/said-records.ts"
import type { OutboxRecord } from "../records/send-records.ts"
import { readRecord } from "../records/table.ts"
import { isHidden } from "../strangers/blocked.ts"
import { beginningOf, type People } from "./message-item.ts"

/** What is pinned, under what this person has pinned or unpinned since. `rows`: the outbox, oldest first. */
export async function pinsIn(
  reader: RecordReader,
  people: People,
  conversation: ConversationId,
  rows: readonly OutboxRecord[],
): Promise<readonly PinnedMessage[]> {
  const known = (await readRecord(reader, pinsTable, conversation))?.pins ?? []
  let found = (await Promise.all(known.map(id => entryOf(reader, conversation, id)))).filter(
    one => one !== undefined,
  )
  for (const { about, failed } of rows) {
    if (about?.does.what !== "pin" || failed !== undefined) continue
    const target = await entrySentAs(reader, conversation, about.target)
    if (target === undefined) continue
    found = found.filter(({ seq }) => seq !== target.seq)
    if (about.does.pinned) found.push(target)
  }
  const shown: FoundEntry[] = []
  for (const one of found.toSorted((left, right) => left.seq - right.seq)) {
    const said = one.entry.shown
    const isSaid = said.shows === "message" && !(await isHidden(reader, said.account, one.entry.atMs))
    if (isSaid) shown.push(one)
  }
  return Promise.all(shown.flatMap(one => pinned(people, one) ?? []))
}

function pinned(people: People, { seq, entry }: FoundEntry): Promise<PinnedMessage> | undefined {
  const { shown } = entry
  if (shown.shows !== "message") return undefined
  return people(shown.account).then(from => ({
    id: toBase64Url(shown.sendId),
    seq,
    from,
    said: beginningOf(shown),
  }))
}
