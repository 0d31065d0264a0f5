import { type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { loadView, type View } from "../conversation/view.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { deleteRecord } from "../records/table.ts"
import { commonPlace } from "./common-place.ts"
import { fallBack, isOfGroup } from "./fall-back.ts"
import { entriesBehind } from "./forget-places.ts"
import { suspectTable } from "./records.ts"
import { rewind } from "./rewind.ts"
import { mayBeginAgain, readAgain, startAgain } from "./start-again.ts"
import { isSuspect } from "./suspect.ts"

/**
 * Spec Y81: a log that may have come back from a backup is compared with the one that was verified here, before anything
 * of it is taken. Nothing is done where they agree.
 */
export async function compareWhereSuspect(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  if (!(await isSuspect(home.store, conversation))) return succeed()
  const view = await loadView(home, home.store, conversation)
  if (view === undefined) return agreed(home, conversation)
  const common = await commonPlace(home, conversation, view.record.head.seq)
  const isGone = !common.ok && common.code === "conversation-unknown" && mayBeginAgain(identity, view)
  if (!common.ok && !isGone) return common
  if (!common.ok || (common.value === 0 && view.record.membership === "member")) {
    await startAgain(home, identity, view)
    return succeed()
  }
  if (common.value === 0 && isAsked(view)) {
    await readAgain(home, identity, conversation)
    return succeed()
  }
  if (common.value === 0 || common.value === view.record.head.seq) return agreed(home, conversation)
  const lost = await entriesBehind(home.store, conversation, common.value)
  const fallback = lost.some(({ entry }) => isOfGroup(entry))
    ? await fallBack(home, view, common.value)
    : succeed(undefined)
  if (!fallback.ok) return fallback
  await rewind(home, identity, view, common.value, fallback.value)
  return succeed()
}

const isAsked = ({ record: { membership } }: View): boolean =>
  membership === "invited" || membership === "request"

function agreed(home: Home, conversation: ConversationId): Promise<Result<void>> {
  return transact(home, async transaction => {
    deleteRecord(transaction, suspectTable, conversation)
    return succeed()
  })
}
