import { fromUtf8, toUtf8 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, conversationIdOf, directSeed } from "@colombe/rules"
import type { RecordReader } from "../home/transaction.ts"
import { contactTable } from "../records/account-records.ts"
import { type ConversationRecord, conversationTable } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { readRegister } from "../self/registers.ts"

/** Settings of the app, shared between devices: who may write first, and who may invite to groups. */
type Asking = "requests" | "invitations"

/**
 * Spec Y190: whether this person wants to see who asks. What they do not want stays as it is, unanswered: nobody is told,
 * and it is there again with another setting.
 */
export async function isWelcome(
  { reader, crypto }: { readonly reader: RecordReader; readonly crypto: Pick<Crypto, "hash"> },
  own: AccountId,
  { membership, seed, openedBy }: ConversationRecord,
): Promise<boolean> {
  if (membership !== "request" && membership !== "invited") return true
  const asking: Asking = seed.kind === "direct" ? "requests" : "invitations"
  const set = await readRegister(reader, "setting", toUtf8(asking))
  const from = set === undefined ? "all" : fromUtf8(set)
  if (from === "nobody") return false
  return from !== "known" || isKnown(reader, crypto, own, openedBy)
}

/** Whom this person looked up, whose link they followed, whose number they compared, or with whom they talk. */
async function isKnown(
  reader: RecordReader,
  crypto: Pick<Crypto, "hash">,
  own: AccountId,
  account: AccountId,
): Promise<boolean> {
  const contact = await readRecord(reader, contactTable, account)
  if (contact !== undefined && contact.trust !== "met") return true
  const seed = directSeed(own, account)
  const direct = seed && (await readRecord(reader, conversationTable, conversationIdOf(crypto, seed)))
  return direct?.membership === "member"
}
