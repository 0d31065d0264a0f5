import type { Crypto } from "@colombe/base/crypto"
import { entryDigest, logHash, logStart } from "@colombe/rules"
import type { ConversationHead, NewEntry, StoredEntry } from "./port.ts"

export type Hashing = Pick<Crypto, "hash">

/**
 * The entry as it stands in the log after `head`, the same in every adapter. An entry that makes an epoch carries the
 * one it makes; time never runs backwards along a log.
 */
export function nextEntry(
  crypto: Hashing,
  head: ConversationHead | undefined,
  entry: NewEntry,
): StoredEntry & { readonly body: Uint8Array } {
  const { incarnation, epoch } = entry.next ?? entry
  const seq = (head?.seq ?? 0) + 1
  const at = Math.max(entry.at, head?.at ?? 0)
  const digest = entryDigest(crypto, entry.body)
  const hash = logHash(crypto, {
    previous: head?.hash ?? logStart(crypto, entry.conversation),
    seq,
    atMs: at,
    type: entry.type,
    incarnation,
    epoch,
    entry: digest,
  })
  return {
    seq,
    at,
    type: entry.type,
    incarnation,
    epoch,
    hash,
    digest,
    body: entry.body,
    author: entry.author,
  }
}
