import { type Bytes, decode, equal, fail, type Result, succeed, toHex, unwrap } from "@colombe/base"
import {
  type AccountId,
  type Following,
  followChain,
  growChain,
  type HandleStatement,
  handleStatement,
  type Link,
  link,
  newerHandle,
  type VerifiedChain,
  type VerifiedHandle,
  verifyChain,
  verifyHandle,
} from "@colombe/rules"
import type { PullChainResponse } from "@colombe/wire"
import { ownChainMoved } from "../devices/chain-moved.ts"
import { noteFirstSeen } from "../history/first-seen.ts"
import { type Home, wireOf } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { type ContactRecord, contactTable } from "../records/account-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { forgetReset } from "./verified-records.ts"

/** What is known of an account of which nothing was fetched yet. */
export const newContact: Omit<ContactRecord, "links"> = {
  other: undefined,
  handle: undefined,
  displayName: "",
  trust: "met",
  changed: false,
}

export function linksOf(chain: VerifiedChain): readonly Link[] {
  return chain.steps.map(step => step.link)
}

/** The chain as this device follows it; undefined where it never saw one. */
export async function heldChain(
  home: Home,
  reader: RecordReader,
  account: AccountId,
): Promise<Following | undefined> {
  const cached = home.chains.get(toHex(account))
  if (cached !== undefined) return cached
  const contact = await readRecord(reader, contactTable, account)
  if (contact === undefined) return undefined
  const following = await followingOf(home, account, contact)
  home.chains.set(toHex(account), following)
  return following
}

/** It was verified before it was stored; verifying again is what gives it its type. */
async function followingOf(home: Home, account: AccountId, contact: ContactRecord): Promise<Following> {
  const chain = unwrap(await verifyChain(home.crypto, account, contact.links))
  if (contact.other === undefined) return { at: "followed", chain }
  const other = unwrap(await verifyChain(home.crypto, account, contact.other.links))
  return { at: "forked", chain, other }
}

/**
 * Asks the server for the chain of an account and follows it (spec Y20): what is held stays unless it is continued or
 * superseded, and a second branch freezes the account. Fails with `chain-broken` where a link does not hold.
 */
export async function fetchChain(
  home: Home,
  transaction: Transaction,
  account: AccountId,
): Promise<Result<Following>> {
  const held = await heldChain(home, transaction, account)
  const have = held?.chain.steps.length ?? 0
  const answer = await wireOf(home).call("pullChain", { account, have })
  if (!answer.ok) return answer
  const links = decodeLinks(answer.value)
  if (!links.ok) return links
  const offered =
    held === undefined
      ? await verifyChain(home.crypto, account, links.value)
      : await growChain(home.crypto, held.chain, links.value)
  if (!offered.ok) return fail("chain-broken", "never", offered)
  const following: Following =
    held === undefined ? { at: "followed", chain: offered.value } : followChain(held, offered.value).following
  const contact = await readRecord(transaction, contactTable, account)
  const handle = await newestHandle(home, following.chain, contact?.handle, answer.value)
  saveContact(home, transaction, following, { ...newContact, ...contact, handle })
  await forgetReset(transaction, following)
  await noteFirstSeen(transaction, held?.chain, following.chain, home.clock.now())
  const { identity } = home.current
  if (identity !== undefined && equal(identity.me.account, account))
    await ownChainMoved(home, transaction, identity, held?.chain, following.chain)
  return succeed(following)
}

export function decodeLinks(answer: Pick<PullChainResponse, "links">): Result<readonly Link[]> {
  const links: Link[] = []
  for (const bytes of answer.links) {
    const decoded = decode(link, bytes)
    if (!decoded.ok) return fail("chain-broken", "never", decoded)
    links.push(decoded.value)
  }
  return succeed(links)
}

export function saveContact(
  home: Home,
  transaction: Transaction,
  following: Following,
  contact: Omit<ContactRecord, "links" | "other">,
): void {
  const { account } = following.chain
  const other = following.at === "forked" ? { links: linksOf(following.other) } : undefined
  putRecord(transaction, contactTable, [account], {
    ...contact,
    links: linksOf(following.chain),
    other,
  })
  // At once: what comes next in the same transaction may be by a device that only the new links know. Every link was
  // checked, so nothing is lost where the transaction fails: the next one asks again.
  home.chains.set(toHex(account), following)
}

export interface ClaimedHandle {
  readonly handleStatement: Bytes
  readonly handleSignature: Bytes
}

export interface SignedHandle {
  readonly statement: HandleStatement
  readonly signature: Bytes
}

/** Undefined where the statement is not one, or is not the account's. */
export async function readHandle(
  home: Home,
  chain: VerifiedChain,
  claimed: ClaimedHandle,
): Promise<{ signed: SignedHandle; handle: VerifiedHandle } | undefined> {
  const statement = decode(handleStatement, claimed.handleStatement)
  if (!statement.ok) return undefined
  const signed = { statement: statement.value, signature: claimed.handleSignature }
  const handle = await verifyHandle(home.crypto, chain, signed)
  return handle.ok ? { signed, handle: handle.value } : undefined
}

async function newestHandle(
  home: Home,
  chain: VerifiedChain,
  held: ContactRecord["handle"],
  claimed: ClaimedHandle,
): Promise<ContactRecord["handle"]> {
  const offered = await readHandle(home, chain, claimed)
  if (offered === undefined || held === undefined) return offered?.signed ?? held
  const known = await verifyHandle(home.crypto, chain, held)
  if (!known.ok) return offered.signed
  return newerHandle(known.value, offered.handle) === offered.handle ? offered.signed : held
}

/** The chain, fetched where it is not held. */
export async function chainFor(
  home: Home,
  transaction: Transaction,
  account: AccountId,
): Promise<Result<Following>> {
  const held = await heldChain(home, transaction, account)
  return held === undefined ? fetchChain(home, transaction, account) : succeed(held)
}
