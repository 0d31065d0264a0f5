import { type Bytes, equal, unwrap } from "@colombe/base"
import { decodeKeyPackageSecrets } from "@colombe/mls"
import type { SignerId } from "@colombe/rules"
import type { ReadHeader } from "@colombe/seal"
import { sameSigner } from "@colombe/seal"
import type { Home, Identity } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { keyPackageTable } from "../records/account-records.ts"
import { scanRecords } from "../records/table.ts"

/** Somebody to whom headers are sealed, with the key that opens. */
export interface VaultKey {
  readonly signer: SignerId
  readonly privateKey: Bytes
}

/** Key packages looked at for the one that a header names. */
const keyPackageRows = 512

/** The keys by which this home may open the header: its device's own, and those handed in. */
export async function keysFor(
  home: Home,
  reader: RecordReader,
  { me }: Identity,
  { content }: ReadHeader,
  more: readonly VaultKey[],
): Promise<readonly VaultKey[]> {
  const signer: SignerId = { kind: "device", id: me.device }
  const own = content.to.find(({ to }) => sameSigner(to, signer))
  if (own === undefined) return more
  const rows = await scanRecords(reader, keyPackageTable, { limit: keyPackageRows })
  const row = rows.find(({ value }) => equal(home.crypto.hash("SHA-256", value.keyPackage), own.keyPackage))
  if (row === undefined) return more
  const { initKey } = unwrap(decodeKeyPackageSecrets(row.value.secrets))
  return [{ signer, privateKey: initKey }, ...more]
}
