import { equal, fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { ownDevices } from "../account/own-devices.ts"
import type { MessageInfo } from "../api/index.ts"
import { epochRoster } from "../conversation/epoch.ts"
import { historyPolicyOf } from "../conversation/history-policy.ts"
import type { Home } from "../home/home.ts"
import { sentMessage } from "../messages/sent-message.ts"
import type { MeRecord } from "../records/account-records.ts"
import { ofMembers, readByOthers } from "../relay/read-by.ts"
import { isSelf } from "../self/log.ts"
import { peopleIn } from "./message-item.ts"

/** What this device knows of a message besides what it says (spec Y141). */
export async function messageInfoOf(
  home: Home,
  me: MeRecord,
  conversation: ConversationId,
  id: string,
): Promise<Result<MessageInfo>> {
  const reader = home.store
  const found = await sentMessage(reader, conversation, id)
  if (!found.ok) return found
  const { seq, entry, shown } = found.value
  if (isSelf(home, { me }, conversation)) {
    const own = { person: await peopleIn(reader)(me.account), devices: await ownDevices(home, me.account) }
    const times = { storedAt: entry.atMs, editedAt: shown.edited?.atMs }
    return succeed({ readers: [own], laterReaders: "all", readBy: [], ...times })
  }
  const { incarnation, epoch, atMs } = entry
  const then = await epochRoster(reader, { conversation, incarnation, epoch })
  if (then === undefined) return fail("arriving", "after-delay")
  const people = peopleIn(reader)
  const { accounts } = then.roster
  const others = accounts.filter(({ account }) => !equal(account, shown.account))
  const reads = ofMembers(await readByOthers(reader, conversation), others)
  const readers = reads.filter(read => read.seq >= seq && !equal(read.account, me.account))
  return succeed({
    readers: await Promise.all(
      accounts.map(async ({ account, devices }) => ({
        person: await people(account),
        devices: devices.length,
      })),
    ),
    laterReaders: historyPolicyOf(then),
    storedAt: atMs,
    editedAt: shown.edited?.atMs,
    readBy: await Promise.all(readers.map(({ account }) => people(account))),
  })
}
