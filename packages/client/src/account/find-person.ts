import { type Bytes, equal, fail, type Result, succeed, toUtf8 } from "@colombe/base"
import { type AccountId, formatHandle, type Handle, parseHandle } from "@colombe/rules"
import type { Person } from "../api/index.ts"
import { type Home, transact, wireOf } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { type ContactRecord, contactTable, handleTable } from "../records/account-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { type ClaimedHandle, fetchChain, newContact, readHandle, saveContact } from "./chains.ts"
import { identityOf } from "./me.ts"
import { personOf } from "./people.ts"
import { parsePersonLink } from "./person-link.ts"

/** Spec Y16 and Y17. By link the id is given; by handle the server names an account, which must say the same itself. */
export async function findPerson(home: Home, who: string): Promise<Result<Person>> {
  const identity = identityOf(home)
  if (!identity.ok) return identity
  const { host } = identity.value.me
  const linked = parsePersonLink(who)
  if (linked !== undefined)
    return transact(home, transaction => findByLink(home, transaction, linked.account))
  const handle = parseHandle(who.trim(), host)
  if (!handle.ok) return fail("handle-invalid", "never", handle)
  // Servers do not speak to each other: a handle of another one leads nowhere from here.
  if (handle.value.host !== host) return fail("account-unknown")
  return transact(home, transaction => findByHandle(home, transaction, handle.value))
}

async function findByLink(home: Home, transaction: Transaction, account: AccountId): Promise<Result<Person>> {
  const following = await fetchChain(home, transaction, account)
  if (!following.ok) return following
  const contact = await readRecord(transaction, contactTable, account)
  // Whoever hands a link over says who is meant, whatever a handle led to.
  if (contact !== undefined && contact.trust !== "verified")
    saveContact(home, transaction, following.value, { ...contact, trust: "link", changed: false })
  return succeed(await personOf(transaction, account))
}

async function findByHandle(home: Home, transaction: Transaction, handle: Handle): Promise<Result<Person>> {
  const answer = await wireOf(home).call("resolveHandle", { handle: handle.name })
  if (!answer.ok) return answer
  const { account } = answer.value
  const following = await fetchChain(home, transaction, account)
  if (!following.ok) return following
  const agreed = await statesHandle(home, following.value.chain, handle, answer.value)
  if (!agreed) return fail("handle-mismatch")
  const known = await readRecord(transaction, handleTable, handleKey(home, handle))
  if (known === undefined) putRecord(transaction, handleTable, [handleKey(home, handle)], account)
  const contact = await readRecord(transaction, contactTable, account)
  const changed = known !== undefined && !equal(known, account)
  saveContact(home, transaction, following.value, typed(contact, changed))
  return succeed(await personOf(transaction, account))
}

function typed(contact: ContactRecord | undefined, changed: boolean): Omit<ContactRecord, "links" | "other"> {
  const base = { ...newContact, ...contact }
  return { ...base, trust: base.trust === "met" ? "typed" : base.trust, changed: base.changed || changed }
}

async function statesHandle(
  home: Home,
  chain: Parameters<typeof readHandle>[1],
  handle: Handle,
  claimed: ClaimedHandle,
): Promise<boolean> {
  const read = await readHandle(home, chain, claimed)
  if (read === undefined || read.handle.withdrawn) return false
  return read.handle.name === handle.name && read.handle.host === handle.host
}

function handleKey(home: Home, handle: Handle): Bytes {
  return home.crypto.hash("SHA-256", toUtf8(formatHandle(handle)))
}

/** Whether directs and adds to this account are allowed: not while its handle or its chain is in doubt. */
export async function mayReach(reader: RecordReader, account: AccountId): Promise<Result<void>> {
  const { trust } = await personOf(reader, account)
  if (trust === "frozen") return fail("account-frozen")
  return trust === "changed" ? fail("handle-changed") : succeed()
}
