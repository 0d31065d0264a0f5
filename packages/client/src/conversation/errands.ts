import { type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { removeGoneDevices } from "../devices/gone-devices.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { type ErrandRecord, errandTable } from "../records/send-records.ts"
import { deleteRecord, scanRecords } from "../records/table.ts"
import { beginAgain } from "../restore/begin-again.ts"
import { mend } from "../restore/mend.ts"
import { commitPending } from "./commit-pending.ts"
import { finishGroupLater } from "./finish-group.ts"
import { invite, tellTitle } from "./invitation.ts"
import { joinConversation } from "./join.ts"
import { openUnproven } from "./open-unproven.ts"
import { reopenConversation } from "./reopen.ts"
import { isDamaged } from "./reports.ts"
import { repeatTitleForGuests } from "./titles.ts"
import { loadView } from "./view.ts"

/** Errands looked at in one round. */
const errandsPage = 256

export async function hasErrands(reader: RecordReader): Promise<boolean> {
  return (await scanRecords(reader, errandTable, { limit: 1 })).length > 0
}

/** Does what is owed, one after the other; what fails for now stays owed. Gives the first such failure. */
export async function runErrands(home: Home, identity: Identity): Promise<Result<void>> {
  let failure: Result<void> = succeed()
  const rows = await scanRecords(home.store, errandTable, { limit: errandsPage })
  for (const { key, value } of rows) {
    const conversation = key.slice(0, 32)
    const done = await runErrand(home, identity, conversation, value)
    if (!done.ok && done.retry !== "never") {
      if (failure.ok) failure = done
      continue
    }
    await transact(home, async transaction => {
      deleteRecord(transaction, errandTable, key)
      return succeed()
    })
  }
  return failure
}

async function runErrand(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  errand: ErrandRecord,
): Promise<Result<unknown>> {
  if (errand.what === "commitProposals") return commitPending(home, identity, conversation)
  if (errand.what === "reopen")
    return reopenConversation(home, identity, conversation, view => isDamaged(home.store, view))
  const view = await loadView(home, home.store, conversation)
  if (errand.what === "removeDevices") {
    // Before this device is in, it can take nobody out; joining takes one out at once.
    const inside = view?.state.member !== undefined || view?.record.membership !== "member"
    const joined = inside ? succeed() : await joinConversation(home, identity, conversation)
    return joined.ok ? removeGoneDevices(home, identity, conversation) : joined
  }
  if (errand.what === "openUnproven") return openUnproven(home, identity, conversation, errand.account)
  if (errand.what === "finishGroup") return finishGroupLater(home, identity, conversation)
  if (errand.what === "mend") {
    const begun = await beginAgain(home, identity, conversation)
    if (!begun.ok) return begun
    const joined = await joinConversation(home, identity, conversation)
    return joined.ok ? mend(home, identity, conversation) : joined
  }
  if (errand.what === "rejoin")
    return view?.record.membership === "member" ? joinConversation(home, identity, conversation) : succeed()
  if (view === undefined || view.state.member === undefined) return succeed()
  if (errand.what === "repeatTitle") return repeatTitleForGuests(home, identity, view)
  const mails = errand.what === "tellTitle" ? tellTitle : invite
  return mails(home, identity, view, errand.account)
}
