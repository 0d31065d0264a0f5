import { type Bytes, type Decoded, enumeration, fixed, opaque, struct, uint64, vector } from "@colombe/base"
import { accountId, deviceId } from "@colombe/rules"
import { epochRange } from "@colombe/seal"
import type { EpochPlace } from "../conversation/epoch-place.ts"
import type { Transaction } from "../home/transaction.ts"
import { epochKeyParts } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, type Table } from "../records/table.ts"

/** By conversation, incarnation, epoch: since when entries wait there for a key. */
export const missingTable: Table<number> = { number: 107, codec: uint64 }

export function noteMissing(transaction: Transaction, place: EpochPlace, now: number): void {
  putRecord(transaction, missingTable, partsOf(place), now)
}

export function settleMissing(transaction: Transaction, place: EpochPlace): void {
  deleteRecord(transaction, missingTable, ...partsOf(place))
}

function partsOf({ conversation, incarnation, epoch }: EpochPlace): readonly Bytes[] {
  return epochKeyParts(conversation, incarnation, epoch)
}

export function placeOfKey(key: Bytes): EpochPlace {
  const number = (bytes: Bytes): number => bytes.reduce((value, byte) => value * 256 + byte, 0)
  return {
    conversation: key.slice(0, 32),
    incarnation: number(key.slice(32, 36)),
    epoch: number(key.slice(36, 44)),
  }
}

/** This device's question for keys. `once` is its private key, which is gone with the row. */
const request = struct({
  id: fixed(16),
  once: fixed(32),
  publicKey: opaque,
  wanted: vector(epochRange),
  stage: enumeration(1, { own: 0, members: 1 }),
  /** Whose answer is taken. */
  asked: vector(accountId),
  atMs: uint64,
})
export type RequestRecord = Decoded<typeof request>
/** By conversation. */
export const requestTable: Table<RequestRecord> = { number: 108, codec: request }

/** Somebody's question, to be answered beside the receiving of mail. */
const question = struct({ from: accountId, device: deviceId, id: fixed(16), body: opaque, atMs: uint64 })
export type QuestionRecord = Decoded<typeof question>
/** By device and conversation: one at a time. */
export const questionTable: Table<QuestionRecord> = { number: 109, codec: question }
/** By device and conversation: when it was answered last. */
export const answeredTable: Table<number> = { number: 110, codec: uint64 }

/** By account and device: when this device first saw it on that account's chain. */
export const firstSeenTable: Table<number> = { number: 111, codec: uint64 }
