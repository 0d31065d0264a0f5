import { type Bytes, fromBase64Url, toBase64Url } from "@colombe/base"

/** `https://example.org/#/person/ACCOUNT/ana@example.org`: in the fragment, which no server sees. */
export function personLink(origin: string, account: Bytes, address: string): string {
  return `${origin}/#/person/${toBase64Url(account)}/${address}`
}

export interface PersonLink {
  readonly account: Bytes
  /** What the link says; the account's own statement decides. */
  readonly address: string
}

/** Bytes of an AccountId. */
const accountBytes = 32

/** Undefined where it is no person link, of whatever origin. */
export function parsePersonLink(text: string): PersonLink | undefined {
  const [, encoded, address] = /#\/person\/([A-Za-z0-9_-]+)\/([^/#?\s]+)$/.exec(text.trim()) ?? []
  if (encoded === undefined || address === undefined) return undefined
  const account = fromBase64Url(encoded)
  return account?.length === accountBytes ? { account, address } : undefined
}
