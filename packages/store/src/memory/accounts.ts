import { type Bytes, fail, keyOf, type Milliseconds, type Result, succeed } from "@colombe/base"
import type { AccountId } from "@colombe/rules"
import type { InvitationCode, NewAccount, StoredAccount } from "../port.ts"
import type { MemoryDisk, MemoryInvitation } from "./disk.ts"

/**
 * The account comes first, so that whoever repeats a sign-up whose answer was lost learns that it worked; the
 * invitation comes before the handle, so that nobody without one learns which handles are taken.
 */
export function createAccount(
  disk: MemoryDisk,
  { genesis, invitation, at, ...fixed }: NewAccount,
  invitationHash: string | undefined,
): Result<void, "handle-taken" | "account-exists" | InvitationCode> {
  const key = keyOf(fixed.account)
  if (disk.accounts.has(key)) return fail("account-exists")
  const found = invitationHash === undefined ? undefined : disk.invitations.get(invitationHash)
  const refusal = invitationHash === undefined ? undefined : judgeInvitation(found, at)
  if (refusal) return fail(refusal)
  if (disk.accountByHandle.has(fixed.handle)) return fail("handle-taken")
  if (found) found.used += 1
  disk.accounts.set(key, { fixed, chain: [genesis] })
  disk.accountByHandle.set(fixed.handle, key)
  return succeed()
}

function judgeInvitation(
  invitation: MemoryInvitation | undefined,
  at: Milliseconds,
): InvitationCode | undefined {
  if (!invitation) return "invitation-wrong"
  if (invitation.used >= invitation.uses) return "invitation-used"
  return at < invitation.expires ? undefined : "invitation-expired"
}

export function getAccount(disk: MemoryDisk, account: AccountId): StoredAccount | undefined {
  const found = disk.accounts.get(keyOf(account))
  return found && { ...found.fixed, chain: found.chain }
}

export function accountByHandle(disk: MemoryDisk, handle: string): AccountId | undefined {
  return disk.accounts.get(disk.accountByHandle.get(handle) ?? "")?.fixed.account
}

export function appendLink(
  disk: MemoryDisk,
  account: AccountId,
  length: number,
  link: Bytes,
): Result<void, "slot-taken"> {
  const chain = disk.accounts.get(keyOf(account))?.chain
  if (chain?.length !== length) return fail("slot-taken", "after-refresh")
  chain.push(link)
  return succeed()
}

export function stateHandle(
  disk: MemoryDisk,
  account: AccountId,
  handleStatement: Bytes,
  handleSignature: Bytes,
): void {
  const found = disk.accounts.get(keyOf(account))
  if (found) found.fixed = { ...found.fixed, handleStatement, handleSignature }
}

/** The first one stays where the same text is added twice. */
export function addInvitation(disk: MemoryDisk, hash: string, expires: Milliseconds, uses = 1): void {
  if (!disk.invitations.has(hash)) disk.invitations.set(hash, { expires, uses, used: 0 })
}
