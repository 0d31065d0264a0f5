import { fail, succeed } from "@colombe/base"
import type { Client, Invite, Linking, Notice } from "@colombe/client"
import { drawn } from "./odd.ts"
import { ana, bob, eve, message, now } from "./people.ts"
import { archivedChats, chats, detailsOf, timelineOf } from "./world.ts"

/** What the gallery shows: who is signed in, and what there is. */
export interface Scene {
  readonly isSignedIn: boolean
  readonly isEmpty: boolean
  readonly words: string | undefined
  readonly linking: Linking
  /** A device came in without this one. */
  readonly hasUnseenDevice: boolean
}

export const everyday: Scene = {
  isSignedIn: true,
  isEmpty: false,
  words: undefined,
  linking: { at: "idle" },
  hasUnseenDevice: false,
}

export const someWords =
  "ordinary all identify run enter mean digital cup gospel spare zebra office thrive punch forum ignore teach broken curious relax endless gentle bottom jaguar"

let scene = everyday
let listener: (notice: Notice) => void = () => {}

export function setScene(next: Scene): void {
  scene = next
  for (const type of ["me", "self", "conversations", "devices"] as const) listener({ type })
  listener({ type: "connection", connection: { at: "live" } })
  listener({ type: "linking", linking: next.linking })
}

export function say(notice: Notice): void {
  listener(notice)
}

const me = {
  account: ana.account,
  device: "here",
  address: ana.address,
  displayName: ana.displayName,
  server: "https://colombe.example",
  saved: "saved",
}
const groups = Array.from({ length: 12 }, (_, place) => String(10_007 + 7_411 * place).slice(0, 5))

const link = `https://colombe.example/#/join/${"Ab3_".repeat(50)}`
const invites: readonly Invite[] = [
  { id: "1", link, by: ana, asks: false, expires: 0, uses: 0, used: 4, ended: undefined },
  { id: "2", link, by: ana, asks: false, expires: now + 86_400_000, uses: 10, used: 2, ended: undefined },
  { id: "4", link, by: ana, asks: true, expires: now + 7 * 86_400_000, uses: 0, used: 0, ended: undefined },
  { id: "3", link: undefined, by: bob, asks: false, expires: now - 1, uses: 1, used: 0, ended: "expired" },
]

/** Stands where the app has its worker: the same answers at every look. */
export const answers: Partial<Client> = {
  start: async () => {},
  watch(next) {
    listener = next
    return () => {}
  },
  me: async () => (scene.isSignedIn ? me : undefined),
  pendingWords: async () => scene.words,
  canRegister: async ({ handle }) =>
    handle === "bob" ? fail("handle-taken") : succeed({ signUp: "invite" }),
  personLink: async () => `https://colombe.example/#/person/${"A".repeat(43)}/ana@colombe.example`,
  safetyNumber: async () => succeed({ groups, verified: false }),
  conversationChanges: async () => ({
    mark: "all",
    whole: true,
    changed: scene.isEmpty ? [] : [...chats, ...archivedChats],
    gone: [],
    more: false,
  }),
  conversation: async conversation => detailsOf(conversation),
  timeline: async conversation => ({
    items: timelineOf(conversation),
    ...{ moreBefore: false, moreAfter: false, readUpTo: 9 },
  }),
  blocked: async () => (scene.isEmpty ? [] : [bob]),
  aboutPerson: async () => ({
    person: bob,
    devices: 2,
    groups: [{ conversation: "group", title: "Délégation de Lisbonne" }],
    firstSeen: now,
  }),
  invites: async () => succeed(invites),
  askers: async () =>
    succeed([
      { person: eve, at: now },
      { person: bob, at: now },
    ]),
  lookAtInvite: async () =>
    succeed({
      conversation: "group",
      title: "Jardin partagé",
      host: "colombe.example",
      members: 12,
      asks: false,
      asked: false,
      member: false,
    }),
  messageInfo: async () =>
    succeed({
      readers: [
        { person: ana, devices: 2 },
        { person: eve, devices: 1 },
        { person: bob, devices: 3 },
      ],
      laterReaders: { days: 30 },
      storedAt: now,
      editedAt: now,
      readBy: [eve],
    }),
  markRead: async () => {},
  draft: async () => undefined,
  draftSent: async () => false,
  folders: async () =>
    scene.isEmpty
      ? []
      : [
          { folder: "family", title: "Famille", conversations: ["eve"] },
          { folder: "work", title: "Travail et autres choses sérieuses", conversations: ["group", "bob"] },
        ],
  setting: async () => undefined,
  devices: async () => [
    {
      ...{ device: "here", name: "Firefox sur Linux", current: true, kind: "device" },
      ...{ firstSeen: undefined, isUnseen: false },
    },
    {
      ...{ device: "phone", name: "Téléphone", current: false, kind: "device" },
      ...{ firstSeen: now, isUnseen: scene.hasUnseenDevice },
    },
    {
      ...{ device: "paper", name: "", current: false, kind: "words" },
      ...{ firstSeen: now, isUnseen: false },
    },
  ],
  devicesSeen: async () => succeed(),
  linking: async () => scene.linking,
  startLinking: async () => succeed(),
  offerLink: async () => succeed(),
  cancelLinking: async () => {},
  search: async typed => ({
    messages: [
      {
        conversation: "bob",
        seq: 4,
        id: message(bob, "").id,
        from: bob,
        mine: false,
        at: now,
        snippet: {
          text: "The hotel’s network had me worried, so I came here.",
          ranges: [{ start: 4, end: 9 }],
          cutBefore: true,
          cutAfter: true,
        },
      },
    ],
    more: 3,
    people: typed === "nobody" ? [] : [eve],
    conversations: chats.slice(0, 1),
    isComplete: false,
  }),
  picture: async () => drawn(),
  scheduled: async conversation =>
    conversation === "group"
      ? [
          {
            ...{ id: "later", conversation, at: now + 61_000_000, silent: false, replyTo: undefined },
            ...{ text: "Joyeux anniversaire !", format: "plain", failed: undefined },
          },
          {
            ...{ id: "silent", conversation, at: now + 90_000_000, silent: true, replyTo: undefined },
            ...{ text: "a".repeat(400), format: "plain", failed: "conversation-unknown" },
          },
        ]
      : [],
  readPiece: async conversation => (conversation === "odd" ? succeed(await drawn()) : fail("not-found")),
  keptByChat: async () =>
    succeed(
      chats
        .slice(0, 2)
        .map(({ conversation }, at) => ({ conversation, files: 9 - at, bytes: 41_300_000 >> at })),
    ),
}
