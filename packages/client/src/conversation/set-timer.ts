import { fail, type Result, succeed } from "@colombe/base"
import { type ConversationId, ttlFits } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import { changePolicy } from "./change-policy.ts"

/** Spec Y142: what was said before lives as long as its own epoch said. */
export async function setTimer(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  seconds: number,
): Promise<Result<void>> {
  if (!Number.isInteger(seconds) || !ttlFits(seconds)) return fail("timer-invalid")
  return changePolicy(home, identity, conversation, now =>
    succeed(now.ttlSeconds === seconds ? undefined : { ...now, ttlSeconds: seconds }),
  )
}
