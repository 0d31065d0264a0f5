import { type Bytes, decode, fixed, uint64 } from "@colombe/base"
import { readUpTo } from "../conversation/read-position.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { contactTable } from "../records/account-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { areas } from "./registers.ts"
import { contactShared } from "./values.ts"

/** Registers that are part of something else here: how far a conversation was read, and how a person is known. */
export async function applyRegister(receiving: Receiving, key: Bytes, value: Bytes): Promise<void> {
  const [area, name] = [key[0], key.slice(1)]
  if (area === areas.read) {
    const seq = decode(uint64, value)
    if (seq.ok && decode(fixed(32), name).ok) {
      const { home, transaction, identity } = receiving
      await readUpTo({ home, transaction, me: identity.me }, name, seq.value)
    }
  }
  if (area === areas.contact) await raiseTrust(receiving, name, value)
}

const certainty = ["met", "typed", "link", "verified"] as const

/** What the person settled on another device holds here too, and takes nothing away that was settled here. */
async function raiseTrust({ transaction }: Receiving, account: Bytes, value: Bytes): Promise<void> {
  const shared = decode(contactShared, value)
  const contact = await readRecord(transaction, contactTable, account)
  if (!shared.ok || contact === undefined) return
  const rises = certainty.indexOf(shared.value.trust) > certainty.indexOf(contact.trust)
  if (rises) putRecord(transaction, contactTable, [account], { ...contact, trust: shared.value.trust })
}
