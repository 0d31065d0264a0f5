import { type Bytes, concat, toUtf8, uint } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { NewAccount, NewEntry, NewMail, NextEpoch, Store, StoredKeyPackage } from "../port.ts"

/** A store to test, and what outlives it. */
export interface StoreUnderTest {
  readonly store: Store
  /** Drops the store as a crash would, without closing it where that is possible, and opens what it left behind. */
  reopen(): Promise<Store>
  /** Removes everything; called once after the test. */
  dispose(): Promise<void>
}

/** Kinds of entries, as the log's protocol numbers them. */
export const message = 0x01
export const opening = 0xc0
export const commit = 0xc1
export const proposal = 0xc2

/** Bytes of a given length that depend on the name alone. */
export const named = (name: string, length: number): Bytes =>
  concat(toUtf8(name), new Uint8Array(length)).slice(0, length)
export const account = (name: string): Bytes => named(`account ${name}`, 32)
export const conversation = (name: string): Bytes => named(`conversation ${name}`, 32)
export const device = (name: string): Bytes => named(`device ${name}`, 16)
export const sendKey = (number: number): Bytes => named(`send key ${number}`, 32)

export function newAccount(name: string, options: Partial<NewAccount> = {}): NewAccount {
  return {
    account: account(name),
    handle: name,
    handleStatement: named(`statement of ${name}`, 60),
    handleSignature: named(`signature of ${name}`, 64),
    genesis: named(`genesis of ${name}`, 300),
    at: 1_000,
    ...options,
  }
}

export function newMail(name: string, options: Partial<NewMail> = {}): NewMail {
  return {
    account: account("ana"),
    device: device("phone"),
    id: named(name, 16),
    kind: 2,
    conversation: conversation("room"),
    commitSeq: 0,
    body: toUtf8(name),
    ...options,
  }
}

export const keyPackage = (crypto: Pick<Crypto, "hash">, name: string): StoredKeyPackage => ({
  reference: crypto.hash("SHA-256", toUtf8(name)),
  body: toUtf8(name),
})

export function nextEpoch(epoch: number, options: Partial<NextEpoch> = {}): NextEpoch {
  return {
    incarnation: 0,
    epoch,
    state: { kind: "whole", body: named(`state of epoch ${epoch}`, 90) },
    groupInfo: named(`group info of epoch ${epoch}`, 70),
    members: [account("ana"), account("bob")],
    welcomes: [],
    ...options,
  }
}

export function newEntry(text: string, options: Partial<NewEntry> = {}): NewEntry {
  return {
    conversation: conversation("room"),
    type: message,
    body: toUtf8(text),
    author: account("ana"),
    sendKey: undefined,
    at: 2_000,
    incarnation: 0,
    epoch: 0,
    ...options,
  }
}

export const openEntry = (options: Partial<NewEntry> = {}): NewEntry =>
  newEntry("open", { type: opening, next: nextEpoch(0), ...options })

export const commitEntry = (epoch: number, options: Partial<NewEntry> = {}): NewEntry =>
  newEntry(`commit after ${epoch}`, { type: commit, epoch, next: nextEpoch(epoch + 1), ...options })

/** So many numbers, from 0. */
export const range = (length: number): number[] => Array.from({ length }, (_, index) => index)

export const seqKey = (name: string, number: number): Bytes => concat(named(name, 28), uint(number, 4))
