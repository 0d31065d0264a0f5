import type { ChangeItem, FileItem, Person, PollItem, TimelineItem } from "../api/index.ts"

/** Where the export has the content of files, by file. */
export type ExportedPaths = ReadonlyMap<string, string>

/** One line of a conversation as an export has it, spec EX3 to EX5. */
export function exportedLine(item: TimelineItem, paths: ExportedPaths): object {
  const place = { seq: item.seq ?? null, at: new Date(item.at).toISOString(), type: item.kind }
  switch (item.kind) {
    case "message":
      return {
        ...place,
        id: item.id,
        from: personIn(item.from),
        sent_at: new Date(item.sentAt).toISOString(),
        format: item.format,
        text: item.text,
        ...(item.files.length === 0
          ? {}
          : { files: item.files.map(file => fileIn(file, paths.get(file.file))) }),
        ...(item.forwarded === undefined ? {} : { forwarded_from: item.forwarded }),
        ...(item.poll === undefined ? {} : { poll: pollIn(item.poll) }),
        edited: item.edited,
        ...(item.reply === undefined ? {} : { reply_to: item.reply.at === "known" ? item.reply.id : null }),
        ...(item.reply?.at === "known" && item.reply.part !== undefined ? { part: item.reply.part } : {}),
        ...(item.silent ? { silent: true } : {}),
        reactions: item.reactions.map(({ reaction, people }) => ({ reaction, from: people.map(personIn) })),
        state: item.state.at,
      }
    case "change":
      return { ...place, ...exportedChange(item) }
    default:
      return { ...place, notice: item.notice, from: item.from === undefined ? null : personIn(item.from) }
  }
}

function exportedChange({ by, change }: Pick<ChangeItem, "by" | "change">): object {
  return {
    by: personIn(by),
    change: change.type,
    ...("people" in change ? { people: change.people.map(personIn) } : {}),
    ...("role" in change ? { role: change.role } : {}),
    ...("history" in change ? { history: change.history } : {}),
    ...("seconds" in change ? { seconds: change.seconds } : {}),
    ...("said" in change ? { said: change.said } : {}),
    ...("title" in change ? { title: change.title } : {}),
    ...("changes" in change ? { changes: change.changes.map(exportedChange) } : {}),
  }
}

const personIn = ({ account, address, displayName }: Person) => ({ account, address, name: displayName })

export const fileIn = ({ name, mediaType, size }: FileItem, path?: string) => ({
  name,
  type: mediaType,
  size,
  ...(path === undefined ? {} : { path }),
})

export const pollIn = ({ choice, isClosed, options }: PollItem) => ({
  choice,
  closed: isClosed,
  options: options.map(({ text, voters }) => ({ text, from: voters.map(({ address }) => address) })),
})
