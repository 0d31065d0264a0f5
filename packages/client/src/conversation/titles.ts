import { type Result, succeed } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { composeTitle } from "@colombe/seal"
import type { Home } from "../home/home.ts"
import { queueSend } from "../outbox/queue.ts"
import type { View } from "./view.ts"

/** Sealed, in state slot 0. */
export async function sendTitle(home: Home, view: View, title: string): Promise<Result<void>> {
  const composed = composeTitle(home.crypto, title)
  if (!composed.ok) return composed
  const queued = await queueSend(home, view.record.conversation, {
    kind: kinds.state,
    content: composed.value.bytes,
  })
  return queued.ok ? succeed() : queued
}

/** Who adds somebody repeats the title for them: they cannot read what was sealed before they came. */
export async function repeatTitle(home: Home, view: View): Promise<Result<void>> {
  const { title } = view.record
  return title === undefined ? succeed() : sendTitle(home, view, title)
}
