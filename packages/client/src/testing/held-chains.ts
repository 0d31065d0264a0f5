import { encode, toBase64Url, toHex } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { link } from "@colombe/rules"
import { contactTable } from "../records/account-records.ts"
import { scanRecords } from "../records/table.ts"
import type { LocalStore } from "../store/port.ts"

/** An account's chain as a device holds it. */
export interface HeldChain {
  /** Base64url. */
  readonly account: string
  /** Of each link, genesis first: its hash in hexadecimal. */
  readonly links: readonly string[]
  /** Whether two branches were seen. */
  readonly isForked: boolean
}

const rowsMax = 10_000
const { hash } = deterministicCrypto(new Uint8Array())

/** Every chain that a home follows, its own among them. */
export async function heldChains(store: Pick<LocalStore, "get" | "scan">): Promise<readonly HeldChain[]> {
  const rows = await scanRecords(store, contactTable, { limit: rowsMax })
  return rows.map(({ key, value }) => ({
    account: toBase64Url(key),
    links: value.links.map(one => toHex(hash("SHA-256", encode(link, one)))),
    isForked: value.other !== undefined,
  }))
}
