import type { VaultSecret } from "@colombe/seal"
import type { RecordReader } from "../home/transaction.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { type GenerationRecord, generationKey, generationTable } from "./records.ts"

/** A generation whose header holds and whose keys are here. */
export interface OpenGeneration extends GenerationRecord {
  readonly generation: number
  readonly secret: VaultSecret
}

export interface KnownGeneration extends GenerationRecord {
  readonly generation: number
}

/** Generations looked at: one a month, and one for every device that came or went. */
const generationsMax = 4096

/** Newest first, void ones left out. */
export async function knownGenerations(reader: RecordReader): Promise<readonly KnownGeneration[]> {
  const rows = await scanRecords(reader, generationTable, { limit: generationsMax, reverse: true })
  return rows
    .map(({ key, value }) => ({ generation: numberOf(key), ...value }))
    .filter(({ standing }) => standing !== "void")
}

/** The newest that holds, where this device has its keys. */
export async function currentGeneration(reader: RecordReader): Promise<OpenGeneration | undefined> {
  const [newest] = await knownGenerations(reader)
  return newest && opened(newest)
}

export async function openGeneration(
  reader: RecordReader,
  generation: number,
): Promise<OpenGeneration | undefined> {
  const record = await readRecord(reader, generationTable, generationKey(generation))
  return record && opened({ generation, ...record })
}

function opened(known: KnownGeneration): OpenGeneration | undefined {
  const { secret, standing } = known
  return secret === undefined || standing !== "checked" ? undefined : { ...known, secret }
}

function numberOf(key: Uint8Array): number {
  return key.reduce((value, byte) => value * 256 + byte, 0)
}
