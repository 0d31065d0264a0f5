import type { Client, Notice } from "@colombe/client"

/** What crosses between the tabs and the one worker. Every tab, the leader's own too, uses the same channel. */
export const channelName = "colombe"
/** Held by the tab whose worker owns database, socket and keys. */
export const leaderLock = "colombe-leader"

/** The methods a tab may call: all of the SDK but those that own its life. */
export type RemoteClient = Omit<Client, "watch" | "close" | "start" | "stop" | "settle">
export type MethodName = keyof RemoteClient

export const methodNames = [
  "me",
  "register",
  "recover",
  "addSpareRoot",
  "conversations",
  "conversation",
  "timeline",
  "findPerson",
  "openDirect",
  "createGroup",
  "addMembers",
  "removeMember",
  "leave",
  "setTitle",
  "acceptRequest",
  "declineRequest",
  "sendText",
  "sent",
  "editText",
  "react",
  "deleteForEveryone",
  "retrySend",
  "discardSend",
  "markRead",
  "safetyNumber",
  "setDisplayName",
  "personLink",
  "devices",
  "removeDevice",
  "linking",
  "startLinking",
  "confirmAccount",
  "acceptLink",
  "confirmDigits",
  "confirmDevice",
  "cancelLinking",
] as const satisfies readonly MethodName[]

/** Those that change nothing, so that asking twice is harmless. */
export const questionNames = [
  "me",
  "conversations",
  "conversation",
  "timeline",
  "findPerson",
  "safetyNumber",
  "personLink",
  "devices",
  "linking",
] as const satisfies readonly MethodName[]

/** Where the worker is; `failed` carries the code of why nothing can work. */
export type WorkerState =
  | { readonly at: "opening" }
  | { readonly at: "ready" }
  | { readonly at: "failed"; readonly code: string }

export type Message =
  /** A tab has come, and asks where the worker is. */
  | { readonly type: "hello" }
  | { readonly type: "state"; readonly leader: string; readonly state: WorkerState }
  | {
      readonly type: "call"
      readonly tab: string
      readonly id: number
      readonly method: string
      readonly args: readonly unknown[]
    }
  | { readonly type: "answer"; readonly tab: string; readonly id: number; readonly value: unknown }
  | { readonly type: "broken"; readonly tab: string; readonly id: number }
  | { readonly type: "notice"; readonly notice: Notice }
