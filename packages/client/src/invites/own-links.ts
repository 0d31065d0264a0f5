import { type Bytes, equal } from "@colombe/base"
import { type AccountId, type ColombeGroup, type ConversationId, leads } from "@colombe/rules"
import type { RecordReader } from "../home/transaction.ts"
import { withoutLinks } from "./join-link.ts"
import { makerOf } from "./records.ts"

/**
 * With somebody's rights over a group go the links that they made (spec Y223), in the same commit, where whoever commits
 * may end links. A server lets nobody in by the others either (D221).
 */
export async function withoutLinksOf(
  reader: RecordReader,
  conversation: ConversationId,
  policy: ColombeGroup,
  by: AccountId,
  accounts: readonly AccountId[],
): Promise<ColombeGroup> {
  if (!leads(policy.roles, by)) return policy
  const keys: Bytes[] = []
  for (const { key } of policy.links) {
    const maker = await makerOf(reader, conversation, key.bytes)
    if (maker !== undefined && accounts.some(account => equal(account, maker))) keys.push(key.bytes)
  }
  return keys.length === 0 ? policy : { ...policy, links: withoutLinks(policy.links, keys) }
}
