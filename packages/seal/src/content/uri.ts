import { type Bytes, fromBase64Url, toBase64Url } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"

const accountPrefix = "colombe:account/"
const conversationPrefix = "colombe:conversation/"
const idBytes = 32

/** Names a person by what proves itself; no host, so that a moved account keeps its name. */
export function accountUri(account: AccountId): string {
  return accountPrefix + toBase64Url(account)
}

export function conversationUri(conversation: ConversationId): string {
  return conversationPrefix + toBase64Url(conversation)
}

export type ColombeUri =
  | { readonly names: "account"; readonly account: AccountId }
  | { readonly names: "conversation"; readonly conversation: ConversationId }

/** Undefined for any other scheme, form or length. */
export function readUri(uri: string): ColombeUri | undefined {
  const account = readId(uri, accountPrefix)
  if (account !== undefined) return { names: "account", account }
  const conversation = readId(uri, conversationPrefix)
  return conversation && { names: "conversation", conversation }
}

function readId(uri: string, prefix: string): Bytes | undefined {
  if (!uri.startsWith(prefix)) return undefined
  const id = fromBase64Url(uri.slice(prefix.length))
  return id?.length === idBytes ? id : undefined
}
