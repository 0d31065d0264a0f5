import { type Result, succeed } from "@colombe/base"
import { type Locale, phrase } from "@colombe/phrases"
import { backupStore, type Manifest, restoreStore, verifyBackup } from "@colombe/store-sqlite"
import { systemClock } from "../clock.ts"
import type { Io } from "../io.ts"
import { cryptoPort } from "../session.ts"

/** `colombe backup`: prints what is in it once it is whole. */
export async function backup(
  io: Io,
  request: { readonly destination: string; readonly data: string },
  locale: Locale,
): Promise<Result<void>> {
  const made = backupStore(request.data, request.destination, systemClock.now())
  if (!made.ok) return made
  await io.print(phrase("backup-made", locale, parameters(made.value, request.destination)))
  return succeed()
}

/** `colombe restore`: without a data folder it only checks. */
export async function restore(
  io: Io,
  request: { readonly source: string; readonly data: string | undefined; readonly verify: boolean },
  locale: Locale,
): Promise<Result<void>> {
  const { source, data, verify } = request
  if (data === undefined) {
    const verified = verifyBackup(source)
    if (!verified.ok) return verified
    await io.print(phrase("backup-made", locale, parameters(verified.value, source)))
    return succeed()
  }
  const restored = restoreStore(source, data, { crypto: cryptoPort, readBack: verify })
  if (!restored.ok) return restored
  await io.print(phrase("backup-restored", locale, parameters(restored.value, source)))
  return succeed()
}

function parameters({ totals, bytes }: Manifest, folder: string): Record<string, string> {
  const { accounts, conversations, entries } = totals
  return {
    folder,
    accounts: String(accounts),
    conversations: String(conversations),
    entries: String(entries),
    bytes: String(bytes),
  }
}
