import { equal, toBase64Url } from "@colombe/base"
import { type AccountId, stateOf } from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import { peerOf } from "../account/peer.ts"
import { personOf } from "../account/people.ts"
import type { AboutPerson } from "../api/index.ts"
import { isMember } from "../conversation/add-members.ts"
import { loadView } from "../conversation/view.ts"
import type { Home, Identity } from "../home/home.ts"
import {
  type ConversationRecord,
  conversationTable,
  entryTable,
  seqKey,
} from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { isUnwanted } from "./blocked.ts"

/** Conversations looked at for whom one shares them with. */
const conversationsMax = 1_000
/** Groups that are named. */
const groupsMax = 20

/** Spec Y226: what logs and chains on this device show of somebody, and no server's word. */
export async function aboutPerson(
  home: Home,
  { me }: Identity,
  account: AccountId,
): Promise<AboutPerson | undefined> {
  const following = await heldChain(home, home.store, account)
  if (following === undefined) return undefined
  const rows = await scanRecords(home.store, conversationTable, { limit: conversationsMax })
  const groups: AboutPerson["groups"][number][] = []
  let firstSeen: number | undefined
  for (const { value: record } of rows) {
    const peer = peerOf(record.seed, me.account)
    if (peer !== undefined && equal(peer, account))
      firstSeen = earlier(firstSeen, await beginOf(home, record))
    if (groups.length >= groupsMax || record.seed.kind !== "group" || record.membership !== "member") continue
    if (await isUnwanted(home.store, record)) continue
    const view = await loadView(home, home.store, record.conversation)
    if (view === undefined || !isMember(view, account)) continue
    groups.push({ conversation: toBase64Url(record.conversation), title: record.title ?? "" })
  }
  const person = await personOf(home.store, account)
  return { person, devices: stateOf(following.chain).devices.length, groups, firstSeen }
}

const earlier = (left: number | undefined, right: number | undefined): number | undefined =>
  left === undefined || (right !== undefined && right < left) ? right : left

async function beginOf(home: Home, { conversation }: ConversationRecord): Promise<number | undefined> {
  return (await readRecord(home.store, entryTable, conversation, seqKey(1)))?.atMs
}
