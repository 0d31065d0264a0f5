import { concat, equal } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  type AccountId,
  type ConversationId,
  conversationIdOf,
  kindClass,
  kinds,
  type Prefix,
  selfSeed,
} from "@colombe/rules"
import { refuse } from "@colombe/wire"
import type { ServerContext } from "./context.ts"
import { answerEntry, type EntryAnswer } from "./entries.ts"
import type { DeviceCaller } from "./handler.ts"
import { write } from "./writes.ts"

/** The log that an account's own devices share. */
export function selfOf(
  { crypto }: { readonly crypto: Pick<Crypto, "hash"> },
  account: AccountId,
): ConversationId {
  return conversationIdOf(crypto, selfSeed(account))
}

export function isSelf(
  server: { readonly crypto: Pick<Crypto, "hash"> },
  account: AccountId,
  conversation: ConversationId,
): boolean {
  return equal(conversation, selfOf(server, account))
}

/** Kinds that nobody reads in a log of one's own. */
const foreign: readonly number[] = [kinds.report, kinds.call]

/** Spec V13: an entry of a device that is active, under the newest generation of the vault. */
export async function appendToSelf(
  server: ServerContext,
  { account, device }: DeviceCaller,
  place: Prefix,
  body: Uint8Array,
  blobs: readonly Uint8Array[],
): Promise<EntryAnswer> {
  const { conversation, kind, incarnation, epoch } = place
  if (kindClass(kind) !== "stored" || foreign.includes(kind) || incarnation !== 0)
    return refuse("entry-invalid")
  const stored = await write(server, {
    conversation,
    type: kind,
    body,
    author: account,
    sendKey: concat(device, place.sendId),
    at: server.clock.now(),
    incarnation,
    epoch,
    blobs,
  })
  return stored.ok ? answerEntry(stored.value) : stored
}
