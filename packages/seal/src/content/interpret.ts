import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import { mediaTypes, type TextFormat } from "./compose.ts"
import {
  type ForwardedFrom,
  fileBoxes,
  filePreviews,
  isSilent,
  readAnsweredPart,
  readForwardedFrom,
  readSenderName,
  readSenderPicture,
  roomUri,
  senderUri,
  voiceNote,
} from "./extensions.ts"
import { boxIn, type FileReference, filesMax, type Previews, readFilePart, readPreviews } from "./files.ts"
import { dispositions, type MimiContent, type Part } from "./mimi.ts"
import { decodeMimi } from "./mimi-decode.ts"
import { type Ballot, ballotType, type Poll, pollType, readBallot, readPoll } from "./polls.ts"
import {
  displayNameBytesMax,
  reactionBytesMax,
  readLine,
  readText,
  type TextCode,
  textBytesMax,
} from "./text.ts"
import { accountUri, conversationUri } from "./uri.ts"
import { readVoice, type Voice } from "./voice.ts"

/** What a message says, for whoever shows it. */
export interface Content {
  readonly salt: Bytes
  /** MessageIds. */
  readonly inReplyTo: Bytes | undefined
  readonly replaces: Bytes | undefined
  /** The name by which the sender goes. */
  readonly senderName: string | undefined
  /** A claim of the sender's. */
  readonly forwardedFrom: ForwardedFrom | undefined
  /** What of the message at `inReplyTo` is answered, as the sender claims: a reader looks whether it says that. */
  readonly answeredPart: string | undefined
  readonly silent: boolean
  /** Of its files, in their order; perhaps fewer than there are. */
  readonly previews: Previews
  /** Of its one file. */
  readonly voice: Voice | undefined
  readonly says: Says
}

export type Says =
  | { readonly type: "text"; readonly format: TextFormat; readonly text: string }
  /** `caption` is empty where nothing is said of them. */
  | {
      readonly type: "files"
      readonly files: readonly FileReference[]
      readonly format: TextFormat
      readonly caption: string
    }
  /** `target`: MessageId. */
  | { readonly type: "reaction"; readonly reaction: string; readonly target: Bytes }
  /** Takes back what goes by that MessageId. */
  | { readonly type: "retraction"; readonly target: Bytes }
  | { readonly type: "profile"; readonly name: string; readonly picture: Bytes | "none" | undefined }
  | ({ readonly type: "poll" } & Poll)
  /** `target`: MessageId of the poll. */
  | { readonly type: "ballot"; readonly ballot: Ballot; readonly target: Bytes }
  /** Shown as its fallback and "newer app needed". */
  | { readonly type: "newer"; readonly fallback: string | undefined }

export type ContentCode =
  | "content-malformed"
  | "content-not-canonical"
  | "content-of-another"
  | "line-has-controls"
  | "poll-invalid"
  | TextCode

/** The content of an entry of kind message, sent by `sender` in `conversation`. */
export function readContent(
  bytes: Bytes,
  sender: AccountId,
  conversation: ConversationId,
): Result<Content, ContentCode> {
  const decoded = decodeMimi(bytes)
  if (!decoded.ok) return decoded
  const content = decoded.value
  if (!namesOnly(content, senderUri, accountUri(sender))) return fail("content-of-another")
  if (!namesOnly(content, roomUri, conversationUri(conversation))) return fail("content-of-another")
  const says = interpret(content)
  if (!says.ok) return says
  const { salt, inReplyTo, replaces } = content
  return succeed({
    salt,
    inReplyTo,
    replaces,
    senderName: readSenderName(content),
    forwardedFrom: readForwardedFrom(content),
    answeredPart: readAnsweredPart(content),
    silent: isSilent(content),
    previews: readPreviews(content.extensions.get(filePreviews)),
    voice: isOneFile(says.value) ? readVoice(content.extensions.get(voiceNote)) : undefined,
    says: says.value,
  })
}

function isOneFile(says: Says): boolean {
  return says.type === "files" && says.files.length === 1 && says.caption === ""
}

/** A URI that is said must be the true one. */
function namesOnly(content: MimiContent, extension: number, uri: string): boolean {
  const named = content.extensions.get(extension)
  return named === undefined || named === uri
}

function interpret(content: MimiContent): Result<Says, ContentCode> {
  const { part, replaces, inReplyTo, extensions } = content
  if (part.cardinality === "null" && replaces !== undefined)
    return succeed({ type: "retraction", target: replaces })
  if (part.cardinality === "external") return readFiles(part, [part], extensions)
  if (part.cardinality === "multi" && part.semantics === "single-unit")
    return readFiles(part, part.parts, extensions)
  if (part.cardinality === "multi" && part.semantics === "choose-one")
    return readChoice(part, part.parts, inReplyTo)
  const format = formatOf(part)
  if (part.cardinality !== "single" || format === undefined) return succeed(newer(part))
  switch (part.disposition) {
    case dispositions.unspecified:
    case dispositions.render:
    case dispositions.inline: {
      const text = readText(part.content, textBytesMax)
      return text.ok ? succeed({ type: "text", format, text: text.value }) : text
    }
    case dispositions.reaction: {
      if (inReplyTo === undefined) return succeed(newer(part))
      const reaction = readLine(part.content, reactionBytesMax)
      return reaction.ok
        ? succeed({ type: "reaction", reaction: reaction.value, target: inReplyTo })
        : reaction
    }
    case dispositions.profile: {
      const name = readLine(part.content, displayNameBytesMax)
      const picture = readSenderPicture(content)
      return name.ok ? succeed({ type: "profile", name: name.value, picture }) : name
    }
    default:
      return succeed(newer(part))
  }
}

/** Files first, then at most one text; anything else in between is of a newer version. */
function readFiles(
  whole: Part,
  parts: readonly Part[],
  extensions: MimiContent["extensions"],
): Result<Says, ContentCode> {
  const last = parts.at(-1)
  const format = last && formatOf(last)
  const files: FileReference[] = []
  for (const part of format === undefined ? parts : parts.slice(0, -1)) {
    if (part.cardinality !== "external") return succeed(newer(whole))
    const file = readFilePart(part, boxIn(extensions.get(fileBoxes), files.length))
    if (!file.ok) return file
    if (file.value === undefined) return succeed(newer(whole))
    files.push(file.value)
  }
  if (files.length === 0 || files.length > filesMax) return succeed(newer(whole))
  if (last?.cardinality !== "single" || format === undefined)
    return succeed({ type: "files", files, format: "plain", caption: "" })
  const caption = readText(last.content, textBytesMax)
  return caption.ok ? succeed({ type: "files", files, format, caption: caption.value }) : caption
}

/** Several ways to say one thing, the richest first (spec N6). */
function readChoice(
  whole: Part,
  [first]: readonly Part[],
  inReplyTo: Bytes | undefined,
): Result<Says, ContentCode> {
  if (first?.cardinality !== "single") return succeed(newer(whole))
  if (first.contentType === pollType) {
    const poll = readPoll(first.content)
    return poll.ok ? succeed({ type: "poll", ...poll.value }) : poll
  }
  if (first.contentType !== ballotType || inReplyTo === undefined) return succeed(newer(whole))
  const ballot = readBallot(first.content)
  return ballot.ok ? succeed({ type: "ballot", ballot: ballot.value, target: inReplyTo }) : ballot
}

function formatOf(part: Part): TextFormat | undefined {
  if (part.cardinality !== "single") return undefined
  if (part.contentType === mediaTypes.plain) return "plain"
  return part.contentType === mediaTypes.markdown ? "markdown" : undefined
}

function newer(part: Part): Says {
  return { type: "newer", fallback: firstText(part) }
}

/** The first part, depth first, that this version can read as text. */
function firstText(part: Part): string | undefined {
  if (part.cardinality === "multi") {
    for (const inner of part.parts) {
      const text = firstText(inner)
      if (text !== undefined) return text
    }
    return undefined
  }
  if (part.cardinality !== "single" || formatOf(part) === undefined) return undefined
  const text = readText(part.content, textBytesMax)
  return text.ok ? text.value : undefined
}
