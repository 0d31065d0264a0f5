import { expect, test } from "bun:test"
import type { ConversationSummary, MessageItem } from "@colombe/client"
import { humanLine, jsonLine, printable } from "./lines.ts"

const ana = { account: "YW5h", address: "ana@localhost", displayName: "Ana", trust: "typed" } as const
const conversation: ConversationSummary = {
  conversation: "Y29udmVyc2F0aW9u",
  kind: "direct",
  title: "Ana",
  peer: ana,
  membership: "request",
  memberCount: 2,
  pinned: 0,
  mutedUntil: 0,
  archived: false,
  draft: "",
  markedUnread: false,
  failed: false,
  unread: 1,
  mentions: 0,
  nextMention: undefined,
  last: undefined,
  at: 0,
  head: 7,
  alert: undefined,
}
const message: MessageItem = {
  kind: "message",
  seq: 7,
  at: Date.UTC(2026, 0, 31, 12),
  id: "aWQ",
  from: ana,
  mine: false,
  files: [],
  text: "Bonjour\u001b[2J\nà toi",
  sentAt: Date.UTC(2026, 0, 31, 12),
  format: "plain",
  edited: false,
  read: false,
  vouched: false,
  reply: undefined,
  silent: false,
  forwarded: undefined,
  poll: undefined,
  expiresAt: undefined,
  reactions: [],
  change: undefined,
  state: { at: "stored" },
}

test("a message for programs is one line of JSON with the fields of the contract", () => {
  const line = jsonLine(conversation, message)
  expect(line).not.toContain("\n")
  expect(JSON.parse(line)).toEqual({
    conversation: conversation.conversation,
    seq: 7,
    kind: "message",
    from: "ana@localhost",
    text: message.text,
    sent_at: "2026-01-31T12:00:00.000Z",
    id: "aWQ",
    request: true,
  })
})

test("what somebody wrote cannot steer a terminal", () => {
  const line = humanLine(conversation, message, "fr")
  expect(line).toContain("Bonjour�[2J\n    à toi")
  expect(line).not.toContain("\u001b")
  expect(printable("a\u202eb\u2066c\u0007\u009b")).toBe("a�b�c��")
  expect(printable("emoji 🙂, accents é, عربي")).toBe("emoji 🙂, accents é, عربي")
})

test("Y88 a commit that did several things is one line that says each, for people and for programs", () => {
  const bob = { ...ana, account: "Ym9i", address: "bob@localhost", displayName: "Bob" }
  const made = { by: ana, change: { type: "role", people: [bob], role: "owner" } } as const
  const kept = { by: ana, change: { type: "role", people: [ana], role: "admin" } } as const
  const place = { kind: "change", seq: 8, at: message.at } as const
  const item = { ...place, by: ana, change: { type: "several", changes: [made, kept] } } as const
  expect(humanLine(conversation, item, "en")).toEndWith(
    "ana@localhost made bob@localhost owner of this group. ana@localhost stays as admin.",
  )
  expect(JSON.parse(jsonLine(conversation, item))).toMatchObject({
    change: "several",
    changes: [
      { from: "ana@localhost", change: "role", people: ["bob@localhost"], role: "owner" },
      { from: "ana@localhost", change: "role", people: ["ana@localhost"], role: "admin" },
    ],
  })
  const lifted = { ...place, by: ana, change: { type: "unbanned", people: [bob] } } as const
  expect(humanLine(conversation, lifted, "fr")).toEndWith("ana@localhost permet de rajouter bob@localhost.")
})
