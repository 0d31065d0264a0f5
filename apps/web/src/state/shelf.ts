import type { ConversationSummary, Folder } from "@colombe/client"
import { computed, signal } from "@preact/signals"
import { conversations, folders } from "./app.ts"

/** Which part of the conversations the list shows. */
export type Shelf =
  | { readonly at: "all" }
  | { readonly at: "archive" }
  | { readonly at: "folder"; readonly folder: string }

export const shelf = signal<Shelf>({ at: "all" })

/** Muted until later than now. */
export function isMuted({ mutedUntil }: Pick<ConversationSummary, "mutedUntil">, now = Date.now()): boolean {
  return mutedUntil > now
}

export function isUnread({ unread, markedUnread }: ConversationSummary): boolean {
  return unread > 0 || markedUnread
}

export const archived = computed(() => (conversations.value ?? []).filter(one => one.archived))

/** The folder that is shown, as long as it is there. */
export const shownFolder = computed<Folder | undefined>(() => {
  const now = shelf.value
  return now.at === "folder" ? folders.value.find(({ folder }) => folder === now.folder) : undefined
})

/** Undefined until the first answer. */
export const shelved = computed<readonly ConversationSummary[] | undefined>(() => {
  const all = conversations.value
  if (all === undefined || shelf.value.at === "archive") return all && archived.value
  const folder = shownFolder.value
  if (folder === undefined) return all.filter(one => !one.archived)
  const within = new Set(folder.conversations)
  return all.filter(one => within.has(one.conversation))
})

/** What calls for attention: not what is muted or put away. */
export const calling = computed(() => callingIn(conversations.value ?? []))

/** Whether anything that calls mentions this person. */
export const callingByName = computed(() =>
  (conversations.value ?? []).some(one => one.mentions > 0 && isCalling(one)),
)

export function callingIn(list: readonly ConversationSummary[]): number {
  return list.filter(isCalling).reduce((sum, one) => sum + (one.unread || Number(one.markedUnread)), 0)
}

function isCalling(one: ConversationSummary): boolean {
  return !one.archived && !isMuted(one)
}
