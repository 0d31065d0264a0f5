import type { ChangeItem, ConversationSummary, MessageItem, PollItem, TimelineItem } from "@colombe/client"
import { fileIn, pollIn } from "@colombe/client/export"
import { type Locale, phrase } from "@colombe/phrases"
import { spanOf } from "@colombe/phrases/span"

/** One object a line: the stable form for programs. */
export function jsonLine(conversation: ConversationSummary, item: TimelineItem): string {
  const place = { conversation: conversation.conversation, seq: item.seq ?? null, kind: item.kind }
  const request = isAsked(conversation)
  if (item.kind === "message")
    return JSON.stringify({
      ...place,
      from: item.from.address,
      text: item.text,
      ...(item.forwarded === undefined ? {} : { forwarded_from: item.forwarded }),
      ...(item.poll === undefined ? {} : { poll: pollIn(item.poll) }),
      ...(item.files.length === 0 ? {} : { files: item.files.map(file => fileIn(file)) }),
      sent_at: new Date(item.sentAt).toISOString(),
      id: item.id,
      request,
    })
  if (item.kind === "change") {
    const at = new Date(item.at).toISOString()
    return JSON.stringify({ ...place, ...jsonChange(item), at, request })
  }
  const from = item.from === undefined ? null : item.from.address
  return JSON.stringify({ ...place, from, notice: item.notice, at: new Date(item.at).toISOString(), request })
}

function jsonChange({ by, change }: Change): object {
  return {
    from: by.address,
    change: change.type,
    ...("people" in change ? { people: change.people.map(({ address }) => address) } : {}),
    ...("title" in change ? { title: change.title } : {}),
    ...("history" in change ? { history: change.history } : {}),
    ...("said" in change ? { said: change.said } : {}),
    ...("seconds" in change ? { seconds: change.seconds } : {}),
    ...("role" in change ? { role: change.role } : {}),
    ...("changes" in change ? { changes: change.changes.map(jsonChange) } : {}),
  }
}

/** For people at a terminal. What others wrote is shown without control characters, so that it cannot move the cursor. */
export function humanLine(conversation: ConversationSummary, item: TimelineItem, locale: Locale): string {
  const request = isAsked(conversation) ? ` ${phrase("mark-request", locale)}` : ""
  const head = `${localTime(item.at)} [${titleOf(conversation, locale)}]${request}`
  if (item.kind === "message") return `${head} ${printable(item.from.address)}: ${messageText(item, locale)}`
  if (item.kind === "notice") return `${head} — ${phrase(item.notice, locale)}`
  return `${head} — ${changeSentence(item, locale)}`
}

/** Files stand in brackets before what is said of them, with the number by which they can be saved. */
function messageText({ id, text, files, forwarded, poll, from }: MessageItem, locale: Locale): string {
  const claim = forwarded && { name: printable(forwarded.name), by: from.address }
  const head = claim === undefined ? "" : `${phrase("forwarded-by", locale, claim)} `
  if (poll !== undefined) return `${head}${printable(text)} ${pollText(id, poll, locale)}`
  if (files.length === 0) return head + printable(text)
  const names = files.map(({ name, size }) => `[${printable(name)}, ${readableSize(size)}]`).join(" ")
  return `${head}${names} (${id})${text === "" ? "" : ` ${printable(text)}`}`
}

/** Its options by the numbers with which one votes, and who did. */
function pollText(id: string, { options, isClosed, voters }: PollItem, locale: Locale): string {
  const state = phrase(isClosed ? "poll-head-closed" : "poll-head", locale, { voters })
  const lines = options.map(({ text, voters }, place) => {
    const who = voters.map(({ address }) => printable(address)).join(", ")
    return `\n    ${place + 1}. ${printable(text)}${who === "" ? "" : `: ${who}`}`
  })
  return `${state} (${id})${lines.join("")}`
}

function readableSize(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"] as const
  let value = bytes
  let unit = 0
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`
}

/** A first contact or an invitation: this side has not answered yet. */
function isAsked({ membership }: ConversationSummary): boolean {
  return membership === "request" || membership === "invited"
}

type Change = Pick<ChangeItem, "by" | "change">

function changeSentence({ by: who, change }: Change, locale: Locale): string {
  const by = who.address
  const people = "people" in change ? change.people.map(person => person.address).join(", ") : ""
  switch (change.type) {
    case "several":
      return change.changes.map(one => changeSentence(one, locale)).join(" ")
    case "history": {
      const { history } = change
      if (typeof history === "string") return phrase(`change-history-${history}`, locale, { by })
      const { days } = history
      return phrase(days === 1 ? "change-history-day" : "change-history-days", locale, { by, days })
    }
    case "timer": {
      const { seconds } = change
      const span = spanOf(seconds, locale)
      return phrase(seconds === 0 ? "change-timer-off" : "change-timer", locale, { by, span })
    }
    case "picture":
      return phrase(change.removed ? "change-picture-removed" : "change-picture", locale, { by })
    case "role": {
      const isOwn = change.people.every(({ account }) => account === who.account)
      return phrase(`${isOwn ? "change-own-role" : "change-role"}-${change.role}`, locale, { by, people })
    }
    default: {
      const title = change.type === "title" ? printable(change.title) : ""
      const said = "said" in change && change.said !== "" ? { said: printable(change.said) } : {}
      return phrase(`change-${change.type}`, locale, { by, people, title, ...said })
    }
  }
}

/** Of a conversation, for people; what one keeps for oneself has no title but this. */
export function titleOf({ kind, title }: ConversationSummary, locale: Locale): string {
  return kind === "self" ? phrase("saved-messages", locale) : printable(title)
}

export function localTime(at: number): string {
  return new Date(at).toISOString().replace("T", " ").slice(0, 16)
}

/** Control characters, escape sequences and direction overrides become visible signs; line ends are kept, indented. */
export function printable(text: string): string {
  return (
    text
      .replace(/\r?\n/g, "\n    ")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
  )
}
