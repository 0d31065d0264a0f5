import { decode, equal, fail, type Result, succeed } from "@colombe/base"
import {
  headOf,
  type Position,
  stepAt,
  type VaultEntry,
  type VerifiedChain,
  vaultContent,
  vaultEntry,
  vaultHeader,
} from "@colombe/rules"
import {
  checkVaultSecret,
  type OpenedVault,
  openVaultHeader,
  type ReadHeader,
  readVaultHeader,
  type VaultSecret,
} from "@colombe/seal"
import { fetchChain, heldChain } from "../account/chains.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import { type KnownGeneration, knownGenerations } from "./generations.ts"
import { keysFor, type VaultKey } from "./own-keys.ts"
import { type GenerationRecord, generationKey, generationTable, grantTable } from "./records.ts"
import { vaultView } from "./view.ts"

/**
 * Spec V4 to V9, V14: judges one header. What is wrong is void and no failure: the log goes on. Fails only where the
 * chain has to be asked for and does not come.
 */
export async function receiveHeader(
  receiving: Receiving,
  at: { readonly generation: number; readonly atMs: number; readonly body: Uint8Array },
  more: readonly VaultKey[],
): Promise<Result<void>> {
  const entry = decode(vaultEntry, at.body)
  const position = entry.ok ? positionIn(entry.value) : undefined
  if (!entry.ok || position === undefined) return succeed(keep(receiving, at, undefined, "void", undefined))
  const found = await chainTo(receiving, position)
  if (!found.ok) return found
  return receiveAt(receiving, found.value, at, entry.value, more)
}

function positionIn(entry: VaultEntry): Position | undefined {
  const header = decode(vaultHeader, entry.header)
  const content = header.ok ? decode(vaultContent, header.value.content) : header
  return header.ok && content.ok ? content.value.position : undefined
}

/** The own chain as far as the header names it. One that is further on than what the server shows has to wait. */
async function chainTo(
  { home, transaction, identity }: Receiving,
  position: Position,
): Promise<Result<VerifiedChain>> {
  const { account } = identity.me
  const held = await heldChain(home, transaction, account)
  if (held !== undefined && stepAt(held.chain, position) !== undefined) return succeed(held.chain)
  const following = await fetchChain(home, transaction, account)
  if (!following.ok) return following
  const { chain } = following.value
  const head = headOf(chain)
  const isAhead =
    position.generation > head.generation ||
    (position.generation === head.generation && position.seq > head.seq)
  return isAhead ? fail("vault-position-unknown", "after-delay") : succeed(chain)
}

async function receiveAt(
  receiving: Receiving,
  chain: VerifiedChain,
  at: Parameters<typeof receiveHeader>[1],
  entry: VaultEntry,
  more: readonly VaultKey[],
): Promise<Result<void>> {
  const found = await findLast(receiving, chain, entry)
  if (found === undefined || found.header.content.generation !== at.generation)
    return succeed(keep(receiving, at, found?.header, "void", undefined))
  for (const skipped of found.skipped)
    putGeneration(receiving, { ...skipped, standing: "void", secret: undefined })
  const opened = await openHeader(receiving, found.header, found.last?.secret, more)
  if (opened === "closed") return succeed(keep(receiving, at, found.header, "closed", undefined))
  if (!opened.ok) return succeed(keep(receiving, at, found.header, "void", undefined))
  keep(receiving, at, found.header, "checked", opened.value.secret)
  if (opened.value.wrapped !== undefined && found.last?.secret === undefined)
    return openBackwards(receiving, chain, found.header.content.wraps, opened.value.wrapped)
  return succeed()
}

interface Found {
  readonly header: ReadHeader
  readonly last: KnownGeneration | undefined
  /** Whoever could open them found them void: this header goes on from before them. */
  readonly skipped: readonly KnownGeneration[]
}

/**
 * The last good header is the newest whose seals held. A device to whom some were not sealed cannot tell whether those
 * hold; the next header, by somebody who could, says so by the one that it names.
 */
async function findLast(
  { home, transaction }: Receiving,
  chain: VerifiedChain,
  entry: VaultEntry,
): Promise<Found | undefined> {
  const known = await knownGenerations(transaction)
  const checked = known.findIndex(({ standing }) => standing === "checked")
  const closed = checked < 0 ? known : known.slice(0, checked)
  const candidates = [...closed, checked < 0 ? undefined : known[checked]]
  for (const [index, last] of candidates.entries()) {
    const read = await readVaultHeader(home.crypto, await vaultView(home, chain, entry, last), entry.header)
    if (read.ok) return { header: read.value, last, skipped: closed.slice(0, index) }
  }
  return undefined
}

export async function openHeader(
  receiving: Receiving,
  header: ReadHeader,
  known: VaultSecret | undefined,
  more: readonly VaultKey[],
): Promise<Result<OpenedVault> | "closed"> {
  const { home, identity, transaction } = receiving
  for (const key of await keysFor(home, transaction, identity, header, more)) {
    const opened = await openVaultHeader(home.crypto, header, key, known)
    if (opened.ok || opened.code !== "vault-not-for-us") return opened
  }
  const grant = await readRecord(transaction, grantTable)
  if (grant === undefined || grant.generation !== header.content.generation) return "closed"
  deleteRecord(transaction, grantTable)
  if (!equal(grant.vault, header.name)) return "closed"
  const granted = await checkVaultSecret(home.crypto, header, grant.secret, known)
  return granted.ok ? granted : "closed"
}

/** Spec V9: the way back gives the generations before, each checked like one's own. */
export async function openBackwards(
  receiving: Receiving,
  chain: VerifiedChain,
  generation: number,
  secret: VaultSecret,
): Promise<Result<void>> {
  const { home, transaction } = receiving
  let next: { generation: number; secret: VaultSecret } | undefined = { generation, secret }
  while (next !== undefined && next.generation > 0) {
    const record: GenerationRecord | undefined = await readRecord(
      transaction,
      generationTable,
      generationKey(next.generation),
    )
    if (record === undefined || record.standing === "checked") return succeed()
    const entry = decode(vaultEntry, record.entry)
    if (!entry.ok) return fail("storage-damaged")
    const known = await knownGenerations(transaction)
    const before = known.filter(one => one.generation < (next?.generation ?? 0))
    const header = await readAgain(receiving, chain, entry.value, before)
    if (header === undefined) return succeed()
    const opened: Result<OpenedVault> = await checkVaultSecret(home.crypto, header, next.secret, undefined)
    if (!opened.ok) return succeed()
    const { content } = header
    putGeneration(receiving, {
      ...record,
      generation: content.generation,
      standing: "checked",
      secret: next.secret,
    })
    next = opened.value.wrapped && { generation: content.wraps, secret: opened.value.wrapped }
  }
  return succeed()
}

export async function readAgain(
  { home }: Receiving,
  chain: VerifiedChain,
  entry: VaultEntry,
  before: readonly KnownGeneration[],
): Promise<ReadHeader | undefined> {
  for (const last of [...before, undefined]) {
    const read = await readVaultHeader(home.crypto, await vaultView(home, chain, entry, last), entry.header)
    if (read.ok) return read.value
  }
  return undefined
}

function keep(
  receiving: Receiving,
  {
    generation,
    atMs,
    body,
  }: { readonly generation: number; readonly atMs: number; readonly body: Uint8Array },
  header: ReadHeader | undefined,
  standing: GenerationRecord["standing"],
  secret: VaultSecret | undefined,
): void {
  const position = header?.content.position ?? { generation: 0, seq: 0, hash: new Uint8Array(32) }
  const name = header?.name ?? new Uint8Array(32)
  putGeneration(receiving, { generation, entry: body, name, position, atMs, standing, secret })
}

export function putGeneration({ transaction }: Receiving, { generation, ...record }: KnownGeneration): void {
  putRecord(transaction, generationTable, [generationKey(generation)], record)
}
