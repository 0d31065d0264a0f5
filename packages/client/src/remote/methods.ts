import type { Client } from "../api/index.ts"

/** What may be called from elsewhere: all of the SDK but what ends it for everybody. */
export type RemoteClient = Omit<Client, "watch" | "close" | "stop">
export type MethodName = keyof RemoteClient

/** A `question` changes nothing, so that it may be asked again; of an `action` it is not known whether it was done. */
const kinds = {
  start: "question",
  settle: "question",

  me: "question",
  canRegister: "question",
  register: "action",
  cancelRegistration: "action",
  pendingWords: "question",
  wordsShown: "action",
  findPerson: "question",
  safetyNumber: "question",
  verify: "action",
  unverify: "action",
  setDisplayName: "action",
  setPicture: "action",
  picture: "question",
  personLink: "question",

  conversations: "question",
  conversationChanges: "question",
  conversation: "question",
  openDirect: "action",
  createGroup: "action",
  addMembers: "action",
  removeMember: "action",
  setRole: "action",
  handOver: "action",
  liftBan: "action",
  leave: "action",
  reopen: "action",
  setHistory: "action",
  setTimer: "action",
  setTitle: "action",
  setGroupPicture: "action",
  acceptRequest: "action",
  declineRequest: "action",

  makeInvite: "action",
  invites: "question",
  endInvite: "action",
  lookAtInvite: "question",
  joinByInvite: "action",
  askers: "question",
  acceptAsker: "action",
  declineAsker: "action",

  block: "action",
  unblock: "action",
  blocked: "question",
  aboutPerson: "question",

  timeline: "question",
  message: "question",
  messageInfo: "question",
  markRead: "action",
  typing: "action",
  search: "question",

  sendText: "action",
  sent: "question",
  retrySend: "action",
  discardSend: "action",
  editText: "action",
  react: "action",
  deleteForEveryone: "action",
  forward: "action",
  pin: "action",

  sendPoll: "action",
  vote: "action",
  closePoll: "action",

  startFile: "action",
  writePiece: "action",
  sendFiles: "action",
  discardFile: "action",
  readPiece: "question",
  keptByChat: "question",
  forgetKept: "action",

  devices: "question",
  devicesSeen: "action",
  removeDevice: "action",
  linking: "question",
  startLinking: "action",
  confirmAccount: "action",
  acceptLink: "action",
  offerLink: "action",
  confirmDigits: "action",
  confirmDevice: "action",
  cancelLinking: "action",
  recover: "action",
  addSpareRoot: "action",

  draft: "question",
  draftSent: "question",
  setDraft: "action",
  setting: "question",
  setSetting: "action",
  chatMarks: "question",
  setChatMarks: "action",
  markUnread: "action",
  folders: "question",
  setFolder: "action",
  removeFolder: "action",
  scheduled: "question",
  schedule: "action",
  changeScheduled: "action",
  sendScheduledNow: "action",
  unschedule: "action",
} as const satisfies Record<MethodName, "question" | "action">

export const methodNames = Object.keys(kinds) as readonly MethodName[]

export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(kinds, name)
}

export function isQuestion(name: MethodName): boolean {
  return kinds[name] === "question"
}
