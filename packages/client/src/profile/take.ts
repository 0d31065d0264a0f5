import { type Bytes, equal } from "@colombe/base"
import type { Verified } from "@colombe/seal"
import type { Receiving } from "../conversation/receiving.ts"
import type { PlacedEntry } from "../conversation/view.ts"
import { tell } from "../home/home.ts"
import type { ConversationRecord, Shown } from "../records/conversation-records.ts"
import { toldPictureTable } from "../records/picture-records.ts"
import { putRecord } from "../records/table.ts"
import { keepPicture, versionOf } from "./pictures.ts"

type Said = Bytes | "none"
const bytesOf = (said: Said): Bytes | undefined => (said === "none" ? undefined : said)

/** Spec N80: how somebody looks, as they said last. What this person's own devices say is told, and kept elsewhere. */
export async function takePicture(
  { home, transaction, identity }: Receiving,
  { conversation }: ConversationRecord,
  { account, sentAtMs }: Pick<Verified, "account" | "sentAtMs">,
  { incarnation, epoch }: PlacedEntry,
  said: Said,
): Promise<void> {
  if (equal(account, identity.me.account)) {
    const version = versionOf(home.crypto, bytesOf(said))
    putRecord(transaction, toldPictureTable, [conversation], { version, incarnation, epoch })
    return
  }
  if (await keepPicture(home.crypto, transaction, account, bytesOf(said), sentAtMs))
    transaction.afterwards(() => tell(home, { type: "conversations" }))
}

/** Of a group, with the line that says so; a repeat for whoever came later is no news. */
export async function takeGroupPicture(
  { home, transaction }: Receiving,
  { conversation }: ConversationRecord,
  by: Bytes,
  seq: number,
  said: Said,
): Promise<Shown> {
  const changed = await keepPicture(home.crypto, transaction, conversation, bytesOf(said), seq)
  return changed
    ? { shows: "change", by, change: { type: "picture", removed: said === "none" } }
    : { shows: "nothing" }
}
