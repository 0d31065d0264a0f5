import { fromUtf8, toBase64Url } from "@colombe/base"
import type { AccountId } from "@colombe/rules"
import type { Person, Trust } from "../api/index.ts"
import type { RecordReader } from "../home/transaction.ts"
import { pictureVersion } from "../profile/pictures.ts"
import { type ContactRecord, contactTable } from "../records/account-records.ts"
import { readRecord } from "../records/table.ts"
import { isVerified } from "./verified-records.ts"

/** As far as this device knows them; an account of which it knows nothing yet goes by the start of its id. */
export async function personOf(reader: RecordReader, account: AccountId): Promise<Person> {
  const id = toBase64Url(account)
  const contact = await readRecord(reader, contactTable, account)
  if (contact === undefined)
    return { account: id, address: id.slice(0, 8), displayName: id.slice(0, 8), trust: "typed" }
  const picture = await pictureVersion(reader, account)
  const person = { ...personFrom(id, contact), ...(picture === undefined ? {} : { picture }) }
  const isCompared =
    (await isVerified(reader, account)) && (person.trust === "typed" || person.trust === "link")
  return isCompared ? { ...person, trust: "verified" } : person
}

export function personFrom(id: string, contact: ContactRecord): Person {
  const statement = contact.handle?.statement
  const name = statement === undefined ? undefined : fromUtf8(statement.handle)
  const host = statement === undefined ? undefined : fromUtf8(statement.host)
  const known = name !== undefined && host !== undefined && statement?.withdrawn === 0
  const address = known ? `${name}@${host}` : id.slice(0, 8)
  return {
    account: id,
    address,
    displayName: contact.displayName || (known ? name : address),
    trust: trustOf(contact),
  }
}

/** Whoever was only met in a group is as good as a handle that was typed: first use. */
export function trustOf(contact: ContactRecord): Trust {
  if (contact.other !== undefined) return "frozen"
  if (contact.changed) return "changed"
  return contact.trust === "met" ? "typed" : contact.trust
}
