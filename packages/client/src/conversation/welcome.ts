import { type Bytes, fail, type Result, succeed, unwrap } from "@colombe/base"
import {
  decodeKeyPackageSecrets,
  decodeMessageAs,
  encodeTree,
  joinFromWelcome,
  type PublicGroup,
} from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import { keyPackageTable } from "../records/account-records.ts"
import { seqKey, welcomeTable } from "../records/conversation-records.ts"
import { deleteRecord, readRecord } from "../records/table.ts"
import { sameContext } from "./facts.ts"
import { type GroupState, inPublic, stateOfMember } from "./group-state.ts"
import type { Receiving } from "./receiving.ts"
import type { PlacedEntry } from "./view.ts"

/** How long a conversation waits for the Welcome of a commit that added this device, in milliseconds. */
export const welcomeWait = 15_000

/**
 * A Welcome is taken only where the log, replayed in public from its first entry, stands at the same GroupContext byte
 * for byte (spec Y29). One that does not fit is as good as none: this device follows in public and joins by itself.
 */
export async function joinByWelcome(
  receiving: Receiving,
  conversation: ConversationId,
  entry: PlacedEntry,
  next: PublicGroup,
): Promise<Result<GroupState>> {
  const { home, transaction } = receiving
  const parts = [conversation, seqKey(entry.seq)] as const
  const waiting = await readRecord(transaction, welcomeTable, ...parts)
  if (waiting === undefined) {
    // It is stored with the commit and delivered after it: wait a little, then go without.
    const late = entry.atMs + welcomeWait < home.clock.now()
    return late ? succeed(inPublic(next)) : fail("arriving", "after-delay")
  }
  deleteRecord(transaction, welcomeTable, ...parts)
  const used = await ownKeyPackage(receiving, waiting.welcome)
  if (used === undefined) return succeed(inPublic(next))
  const joined = await joinFromWelcome(home.mls, {
    welcome: waiting.welcome,
    keyPackage: used.keyPackage,
    secrets: used.secrets,
    tree: encodeTree(next.tree),
  })
  if (!joined.ok || !sameContext(joined.value.group.public, next)) return succeed(inPublic(next))
  if (!used.lastResort) deleteRecord(transaction, keyPackageTable, used.reference)
  return succeed(stateOfMember(joined.value.group))
}

/** The own key package that a Welcome names. */
async function ownKeyPackage({ transaction }: Receiving, welcome: Bytes) {
  const message = decodeMessageAs(welcome, "welcome")
  if (!message.ok) return undefined
  for (const { newMember: reference } of message.value.secrets) {
    const record = await readRecord(transaction, keyPackageTable, reference)
    if (record === undefined) continue
    return {
      reference,
      keyPackage: unwrap(decodeMessageAs(record.keyPackage, "keyPackage")),
      secrets: unwrap(decodeKeyPackageSecrets(record.secrets)),
      lastResort: record.lastResort,
    }
  }
  return undefined
}
