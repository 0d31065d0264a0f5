import { type Decoded, fixed, struct, succeed } from "@colombe/base"
import { genesisLink, link } from "@colombe/rules"
import { recoveryRootKeys, rootBytes } from "@colombe/seal"
import { type Home, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { deleteRecord, putRecord, readRecord, type Table } from "../records/table.ts"
import { text } from "../records/text.ts"
import type { DeviceKey } from "./device-key.ts"

/** Bytes of the genesis' nonce. */
const genesisNonceBytes = 16

const pendingRecord = struct({ origin: text, handle: text, root: fixed(rootBytes), genesis: link })
export type PendingAccount = Decoded<typeof pendingRecord>
/** The account that was asked for last, until this home belongs to it or the server has refused it. */
const pendingTable: Table<PendingAccount> = { number: 13, codec: pendingRecord }

/**
 * Durable before the server hears of it, spec Y65: whoever asks for the same handle again, in another process too, asks
 * with the same genesis, and is answered like the first time. Nothing else is ever asked for under another one's root.
 */
export async function pendingAccount(
  home: Home,
  origin: string,
  handle: string,
  key: DeviceKey,
): Promise<PendingAccount> {
  const known = await pendingFor(home, origin, handle)
  if (known !== undefined) return known
  const root = home.crypto.random(rootBytes)
  const recovery = await recoveryRootKeys(home.crypto, root)
  const genesis = await genesisLink(home.crypto, {
    nonce: home.crypto.random(genesisNonceBytes),
    recovery: recovery.signer,
    recoverySeal: recovery.seal,
    first: key.signer,
  })
  const made = { origin, handle, root, genesis }
  await transact(home, async transaction => {
    putRecord(transaction, pendingTable, [], made)
    return succeed()
  })
  return made
}

/** What was asked for under this very handle. */
export async function pendingFor(
  home: Home,
  origin: string,
  handle: string,
): Promise<PendingAccount | undefined> {
  const known = await readRecord(home.store, pendingTable)
  return known?.origin === origin && known.handle === handle ? known : undefined
}

export function forgetPending(transaction: Transaction): void {
  deleteRecord(transaction, pendingTable)
}
