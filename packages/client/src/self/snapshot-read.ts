import { decode, equal, fail, type Result, succeed, toHex } from "@colombe/base"
import { kinds, labelledHash, vaultContent, vaultEntry, vaultHeader } from "@colombe/rules"
import { openSealed, readSealed, selfEpochKey, writeKeyRecords } from "@colombe/seal"
import { type Entry, whole } from "@colombe/wire"
import type { PlacedEntry } from "../conversation/view.ts"
import { takeRecords } from "../history/take-records.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import {
  generationKey,
  generationTable,
  grantTable,
  type SelfLogRecord,
  selfLogTable,
} from "../vault/records.ts"
import { applyRegister } from "./apply.ts"
import { selfOf } from "./log.ts"
import { openSelfEntry } from "./open-entry.ts"
import { mergeRegister } from "./registers.ts"
import { takeSavedFrom } from "./saved.ts"
import { type SnapshotPart, snapshotPart } from "./snapshot.ts"

/** How far before the end of the log a snapshot is looked for, in entries: it was posted a moment ago, in so many parts. */
const looksBack = [32, 128, 512] as const

interface FoundPart {
  readonly entry: PlacedEntry
  readonly part: SnapshotPart
}

type Grant = ReturnType<typeof grantTable.codec.read>

/**
 * Spec V19: a device that was just linked begins with the newest whole snapshot under the keys that it was handed, and
 * reads only what follows its place. The log hashes lead on from there, so that nothing can be left out behind it. Where
 * there is none, or something in it does not hold, the log is read from its beginning.
 */
export async function startFromSnapshot(
  home: Home,
  identity: Identity,
  from: (seq: number) => Promise<Result<readonly Entry[]>>,
): Promise<void> {
  const grant = await readRecord(home.store, grantTable)
  if (grant === undefined) return
  const conversation = selfOf(home, identity.me.account)
  const first = await wireOf(home).call("pullEntries", { conversation, after: 0n, limit: 1 })
  const head = first.ok ? whole(first.value.head) : undefined
  if (head === undefined) return
  for (const back of looksBack) {
    const pulled = await from(Math.max(0, head - back))
    const found = pulled.ok ? await partsIn(home, identity, grant, pulled.value) : undefined
    if (found !== undefined) return take(home, identity, grant, found)
    // What the log holds was looked at whole, or cannot be looked at.
    if (!pulled.ok || head <= back) return
  }
}

async function partsIn(
  home: Home,
  { me }: Identity,
  grant: Grant,
  entries: readonly Entry[],
): Promise<readonly FoundPart[] | undefined> {
  const key = selfEpochKey(home.crypto, grant.secret, me.account, grant.vault, "records")
  if (key === undefined) return undefined
  const conversation = selfOf(home, me.account)
  const sets = new Map<string, FoundPart[]>()
  for (const { seq, atMs, type, incarnation, epoch, digest, hash, body } of entries) {
    if (type !== kinds.snapshot || Number(epoch) !== grant.generation) continue
    const entry = {
      seq: Number(seq),
      atMs: Number(atMs),
      type,
      incarnation,
      epoch: Number(epoch),
      digest,
      hash,
      body,
    }
    const place = { in: "log", conversation, incarnation, epoch: entry.epoch, type, seq: entry.seq } as const
    const sealed = readSealed(place, body)
    const opened = sealed.ok
      ? await openSealed(home.crypto, sealed.value, [{ ...key, origin: { from: "own" } }])
      : sealed
    const part = opened.ok ? decode(snapshotPart, opened.value.body.content) : opened
    if (!sealed.ok || !opened.ok || !part.ok) continue
    const name = toHex(part.value.id)
    sets.set(name, [...(sets.get(name) ?? []), { entry, part: part.value }])
  }
  return [...sets.values()].findLast(isWhole)
}

function isWhole(found: readonly FoundPart[]): boolean {
  const [first] = found
  return (
    first !== undefined &&
    found.length === first.part.parts &&
    found.every(
      ({ part }, index) =>
        part.part === index &&
        part.parts === found.length &&
        part.seq === first.part.seq &&
        equal(part.log, first.part.log),
    )
  )
}

/** All of it or nothing: who signed each part is checked as of any entry, and has to be active now. */
async function take(
  home: Home,
  identity: Identity,
  grant: Grant,
  found: readonly FoundPart[],
): Promise<void> {
  const [first] = found
  if (first?.part.says.what !== "header") return
  const { seq, log: hash } = first.part
  const generation = generationIn(home, grant, first.part.says.entry, first.entry.atMs)
  if (generation === undefined) return
  await transact<void>(home, async transaction => {
    const receiving = { home, identity, transaction }
    putRecord(transaction, generationTable, [generationKey(grant.generation)], generation)
    deleteRecord(transaction, grantTable)
    const log: SelfLogRecord = {
      version: 1,
      head: { seq, hash, atMs: 0 },
      newest: grant.generation,
      unread: undefined,
      broken: false,
    }
    putRecord(transaction, selfLogTable, [], log)
    for (const { entry, part } of found) {
      const opened = await openSelfEntry(
        receiving,
        log,
        entry,
        entry.body ?? new Uint8Array(),
        async () => false,
      )
      if (opened === undefined || opened === "closed") return fail("vault-locked")
      if (part.says.what === "registers")
        for (const { key, ...held } of part.says.registers)
          if (await mergeRegister(transaction, key, held)) await applyRegister(receiving, key, held)
      if (part.says.what === "keys") {
        const records = writeKeyRecords(part.says.keys)
        if (records.ok) await takeRecords(receiving, records.value)
      }
      if (part.says.what === "messages")
        for (const said of part.says.messages) await takeSavedFrom(receiving, identity.me.account, said)
    }
    return succeed()
  })
}

/** The header that the linking device named, whose seals it has checked. */
function generationIn(home: Home, grant: Grant, bytes: Uint8Array, atMs: number) {
  const entry = decode(vaultEntry, bytes)
  const header = entry.ok ? decode(vaultHeader, entry.value.header) : entry
  const content = header.ok ? decode(vaultContent, header.value.content) : header
  if (!entry.ok || !header.ok || !content.ok) return undefined
  const name = labelledHash(home.crypto, "vault", header.value.content)
  if (!equal(name, grant.vault) || content.value.generation !== grant.generation) return undefined
  const { position } = content.value
  return { entry: bytes, name, position, atMs, standing: "checked", secret: grant.secret } as const
}
