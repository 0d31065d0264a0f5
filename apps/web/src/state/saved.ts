import { client, me } from "./app.ts"
import { go } from "./route.ts"
import { tell, tellDone } from "./told.ts"

/** What one keeps for oneself: a conversation like others, with nobody else in it. */
export function openSaved(): void {
  const own = me.peek()
  if (typeof own === "object") go({ at: "conversation", conversation: own.saved })
}

/** Keeps messages of one conversation for oneself, under the name of who wrote them. Whether it was done. */
export async function keepForMyself(conversation: string, ids: readonly string[]): Promise<boolean> {
  const own = me.peek()
  if (typeof own !== "object") return false
  const kept = await client.forward(conversation, ids, { conversations: [own.saved], author: true })
  if (kept.ok) tellDone("saved.done")
  else tell(kept.code)
  return kept.ok
}

export function isSaved(conversation: string): boolean {
  const own = me.value
  return typeof own === "object" && own.saved === conversation
}
