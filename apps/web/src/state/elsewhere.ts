import { connectRemote, followedList } from "@colombe/client/remote"
import { signal } from "@preact/signals"
import { namesOf, type Slot } from "../worker/names.ts"
import { coalesce } from "./coalesce.ts"
import { callingIn } from "./shelf.ts"

/** How much calls for attention in the accounts of this browser that are not shown here. */
export const elsewhere = signal<ReadonlyMap<Slot, number>>(new Map())

/** Counts what comes for another account; returns what to call where this tab leads it. */
export function followAccount(slot: Slot): () => void {
  const remote = connectRemote(new BroadcastChannel(namesOf(slot).channel), crypto.randomUUID(), ({ at }) => {
    if (at === "ready") count()
    // A locked account tells nothing, not even how much waits.
    if (at === "failed") elsewhere.value = new Map([...elsewhere.value].filter(([of]) => of !== slot))
  })
  const count = coalesce(
    followedList(remote.client, list => {
      elsewhere.value = new Map(elsewhere.value).set(slot, callingIn(list))
    }),
  )
  remote.watch(({ type }) => {
    if (type === "conversations" || type === "timeline" || type === "self") count()
  })
  return remote.leaderGone
}
