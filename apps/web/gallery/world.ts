import type { ConversationDetails, ConversationSummary, Person, Role, TimelineItem } from "@colombe/client"
import { oddPins, oddTimeline, zalgo } from "./odd.ts"
import { ana, arab, bob, chinese, emoji, eve, long, message, now, person, states, summary } from "./people.ts"

const always = Number.MAX_SAFE_INTEGER

/** A list with every state that a row can be in. */
export const chats: readonly ConversationSummary[] = [
  summary("group", undefined, { pinned: 1, unread: 21, mentions: 2, nextMention: 5 }),
  summary("bob", bob, { unread: 3 }),
  summary("abd", arab, { membership: "request", unread: 1, last: lastOf("مرحبا، هل وصلت الوثيقة؟") }),
  summary("max", long, { draft: "Sehr geehrter Herr, ich wollte nur kurz noch einmal nachfragen, ob" }),
  summary("lin", chinese, {
    unread: 1234,
    last: lastOf("明天上午十点在里斯本机场三号出口见面，请带上护照和邀请函原件。"),
  }),
  summary("lea", emoji, { mutedUntil: always, unread: 12, last: lastOf("🕊️") }),
  summary("saved", undefined, { kind: "self", title: "", last: lastOf("Acheter des timbres") }),
  summary("eve", eve, { failed: true }),
  summary("again", bob, { markedUnread: true, title: "Notaire" }),
  summary("quiet", undefined, {
    mutedUntil: always,
    title: "Voisins du 12, rue des Lilas",
    ...{ unread: 40, mentions: 1, nextMention: 3 },
  }),
]
export const archivedChats: readonly ConversationSummary[] = [
  summary("old", undefined, { archived: true, title: "Déménagement 2024" }),
  summary("odd", undefined, { archived: true, title: `${zalgo} à ${zalgo}` }),
]

function lastOf(text: string): ConversationSummary["last"] {
  const item = message(bob, text)
  return { item, at: item.at }
}

const box = { width: 1600, height: 1000 }
const file = (name: string, size: number, more = {}) => ({
  file: name,
  name,
  mediaType: "application/pdf",
  size,
  pieces: 1,
  box: undefined,
  preview: undefined,
  ...more,
})
/** A sentence, a breath, and another one. */
const voice = {
  duration: 64_000,
  bars: Uint8Array.from({ length: 64 }, (_, at) =>
    Math.round(Math.abs(Math.sin(at / 2.3)) * 235 * (at > 27 && at < 34 ? 0.05 : 1)),
  ),
}
const hello = message(ana, "Bonjour à tous. *Everything about Lisbon goes here.*")

/** Everything that can stand in a conversation, one after the other. */
export const timeline: readonly TimelineItem[] = [
  line({ type: "created" }),
  line({ type: "added", people: [bob, eve] }),
  line({ type: "role", people: [bob, eve], role: "admin" }),
  line({ type: "role", people: [ana], role: "moderator" }),
  line({ type: "unbanned", people: [chinese] }),
  line({
    type: "several",
    changes: [
      { by: ana, change: { type: "removed", people: [chinese] } },
      { by: ana, change: { type: "role", people: [long], role: "owner" } },
    ],
  }),
  line({ type: "title", title: "Délégation de Lisbonne" }),
  hello,
  message(eve, "Vol TP439, arrivée à 14 h 55.", {
    edited: true,
    reactions: [reaction("❤️", true), reaction("👍", false)],
  }),
  message(eve, "La chambre a vue sur le Tage."),
  message(bob, "Good. The hotel’s network had me worried.", { reply: replyTo() }),
  message(bob, "One more thing", { reply: { at: "deleted" } }),
  message(bob, "And another", { reply: { at: "unknown" } }),
  message(arab, "الرحلة TP439 الساعة 14:55 — https://example.org/قاعة"),
  message(chinese, "明天上午十点在里斯本机场三号出口见面，请带上护照和邀请函原件。"),
  message(emoji, "🕊️"),
  message(long, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"),
  message(long, "a".repeat(400)),
  message(
    bob,
    "**Bold**, *italic*, ~~gone~~, `code`, ||spoiler||\n\n```\nconst line = 'which is far too long for a bubble on a telephone'\n```\n\n> a quotation\n\n- one\n- two",
  ),
  message(bob, "Here it is: [the bank](https://evil.example/login) and https://example.org/praca?for=3"),
  message(eve, "", { files: [file("contrat-définitif-version-relue-par-les-deux-parties.pdf", 2_400_000)] }),
  message(eve, "Le plan de la salle", {
    files: [file("plan.jpg", 340_000, { mediaType: "image/jpeg", box })],
  }),
  message(eve, "", { files: [file("voice.m4a", 41_000, { mediaType: "audio/mp4", voice })] }),
  { kind: "notice", seq: 900, at: now, notice: "withheld", from: undefined },
  { kind: "notice", seq: 901, at: now, notice: "before-joining", from: undefined },
  { kind: "notice", seq: 902, at: now, notice: "deleted", from: bob },
  { kind: "notice", seq: 903, at: now, notice: "arriving", from: undefined },
  ...states.map(state => message(ana, `Mes mots, et où ils en sont : ${state.at}`, { state })),
  message(ana, "Lu par tous", { read: true }),
]

/** What one keeps for oneself: notes, and what others said. */
const notes: readonly TimelineItem[] = [
  message(ana, "Acheter des timbres\n- dix pour l’Europe\n- un carnet"),
  message(ana, "Le code de la porte est 4471.", { forwarded: { account: "eve", name: "Ève Lambert" } }),
  message(ana, `https://example.org/${"a-long-address-".repeat(12)}`),
]

export function timelineOf(conversation: string): readonly TimelineItem[] {
  if (conversation === "saved") return notes
  return conversation === "odd" ? oddTimeline : timeline
}

function line(change: Extract<TimelineItem, { kind: "change" }>["change"]): TimelineItem {
  return { kind: "change", seq: message(ana, "").seq, at: hello.at, by: ana, change }
}

function reaction(emojiText: string, mine: boolean) {
  return { reaction: emojiText, people: mine ? [ana, bob] : [bob], mine }
}

function replyTo() {
  return {
    at: "known",
    id: hello.id,
    seq: hello.seq ?? 0,
    from: ana,
    text: "Bonjour à tous.",
    part: undefined,
  } as const
}

const ownGroup: ReadonlyMap<Person, Role> = new Map([
  [ana, "owner"],
  [bob, "admin"],
  [long, "moderator"],
])

const neighbours = Array.from({ length: 995 }, (_, place) => person(`neighbour${place}`, `Voisine ${place}`))

export function detailsOf(conversation: string): ConversationDetails | undefined {
  const known = [...chats, ...archivedChats].find(one => one.conversation === conversation)
  if (known === undefined) return undefined
  // One group is this person's own; of the other they are a member among many.
  const isOwn = conversation === "group"
  const people =
    known.kind === "self" ? [ana] : known.peer === undefined ? [ana, bob, eve, long, arab] : [ana, known.peer]
  const roles: ReadonlyMap<Person, Role> = isOwn ? ownGroup : new Map([[bob, "owner"]])
  const crowd = known.kind === "group" && !isOwn ? neighbours : []
  return {
    ...known,
    memberCount: people.length + crowd.length,
    members: [...people, ...crowd].map(one => ({
      ...one,
      role: roles.get(one) ?? "member",
      dormant: one === eve,
    })),
    banned: isOwn ? [chinese, emoji] : [],
    damaged: isOwn,
    devices: people.length + crowd.length + 1,
    epoch: 7,
    ownRole: roles.get(ana) ?? "member",
    blocked: false,
    asksToJoin: isOwn,
    history: "none",
    timer: 0,
    pins: conversation === "odd" ? oddPins : [],
    mayPin: true,
    readBy: [],
    readByEverybody: 0,
  }
}
