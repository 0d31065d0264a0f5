import type {
  Connection,
  ConversationSummary,
  DeviceSummary,
  Folder,
  Linking,
  Me,
  Notice,
  Person,
} from "@colombe/client"
import { connectRemote, followedList, type WorkerState } from "@colombe/client/remote"
import { effect, signal } from "@preact/signals"
import { namesOf } from "../worker/names.ts"
import { forgetHere, slot } from "./accounts.ts"
import { coalesce } from "./coalesce.ts"
import { isSame } from "./kept-items.ts"
import { heardWriting } from "./writers.ts"

interface Transferring {
  readonly done: number
  readonly total: number
}

/** Signal views over the SDK's answers: no rules here, only what was last told. */
export const workerState = signal<WorkerState>({ at: "opening" })
export const connection = signal<Connection>({ at: "connecting" })
/** `loading` until the worker has answered once. */
export const me = signal<Me | "loading" | undefined>("loading")
export const conversations = signal<readonly ConversationSummary[] | undefined>(undefined)
/** Counts: whoever shows who is in a conversation asks again when it moves. */
export const conversationsChanged = signal(0)
/** By title. */
export const folders = signal<readonly Folder[]>([])
/** Counts: whoever shows a setting asks again when it moves. */
export const selfChanged = signal(0)
/** Where the linking of a device stands, on either side. */
export const blocked = signal<readonly Person[]>([])
/** Counts what was heard of people who ask to come into groups. */
export const askersChanged = signal(0)
export const linking = signal<Linking>({ at: "idle" })
/** How much of one's own files the server has, by file. */
export const transfers = signal<ReadonlyMap<string, Transferring>>(new Map())
/** Counts: whoever shows the devices asks again when it moves. */
export const devicesChanged = signal(0)
/** Those that came into the account without this one, until their person has looked at them here (spec Y49). */
export const unseenDevices = signal<readonly DeviceSummary[]>([])
export const ended = signal<string | undefined>(undefined)

const channel = new BroadcastChannel(namesOf(slot).channel)
export const remote = connectRemote(channel, crypto.randomUUID(), state => {
  workerState.value = state
})
export const client = remote.client

const timelineListeners = new Set<(conversation: string) => void>()

/** Tells when a conversation's items changed; returns how to stop. */
export function onTimeline(listener: (conversation: string) => void): () => void {
  timelineListeners.add(listener)
  return () => timelineListeners.delete(listener)
}

remote.watch((notice: Notice) => {
  switch (notice.type) {
    case "connection":
      connection.value = notice.connection
      return
    case "conversations":
      conversationsChanged.value += 1
      return refreshList()
    case "timeline":
      for (const listener of timelineListeners) listener(notice.conversation)
      return refreshList()
    case "typing":
      return heardWriting(notice)
    case "askers":
      askersChanged.value += 1
      return
    case "me":
      return refreshMe()
    case "self":
      selfChanged.value += 1
      refreshSelf()
      return refreshList()
    case "devices":
      devicesChanged.value += 1
      return refreshDevices()
    case "transfer":
      transfers.value = new Map(transfers.value).set(notice.file, notice)
      return
    case "linking":
      linking.value = notice.linking
      return
    case "ended":
      ended.value = notice.code
      if (notice.code === "signed-out") forgetHere()
  }
})

const refreshMe = coalesce(async () => {
  me.value = await client.me()
})
const refreshList = coalesce(
  followedList(client, list => {
    conversations.value = list
  }),
)

const refreshDevices = coalesce(async () => {
  unseenDevices.value = (await client.devices()).filter(({ isUnseen }) => isUnseen)
})
const refreshSelf = coalesce(async () => {
  const [filed, unwanted] = await Promise.all([client.folders(), client.blocked()])
  folders.value = filed
  if (!isSame(blocked.peek(), unwanted)) blocked.value = unwanted
})

effect(() => {
  if (workerState.value.at !== "ready") return
  refreshMe()
  refreshList()
  refreshSelf()
  refreshDevices()
  selfChanged.value = 1
  void client.linking().then(now => {
    linking.value = now
  })
})
