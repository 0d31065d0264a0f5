import type { Database } from "bun:sqlite"
import { type Bytes, fail, type Result, succeed, toUtf8 } from "@colombe/base"
import type { AccountId } from "@colombe/rules"
import type { Hashing, InvitationCode, NewAccount, StoredAccount } from "@colombe/store"

interface AccountRow {
  readonly key: number
  readonly id: Bytes
  readonly handle: string
  readonly handle_statement: Bytes
  readonly handle_signature: Bytes
}

export function accountReads(database: Database) {
  const byId = database.prepare<AccountRow, [Bytes]>("SELECT * FROM account WHERE id = ?")
  const byHandle = database.prepare<{ id: Bytes }, [string]>("SELECT id FROM account WHERE handle = ?")
  const links = database.prepare<{ body: Bytes }, [number]>(
    "SELECT body FROM link WHERE account = ? ORDER BY place",
  )
  return {
    get(account: AccountId): StoredAccount | undefined {
      const row = byId.get(account)
      return row
        ? {
            account: row.id,
            handle: row.handle,
            handleStatement: row.handle_statement,
            handleSignature: row.handle_signature,
            chain: links.all(row.key).map(({ body }) => body),
          }
        : undefined
    },
    byHandle: (handle: string): AccountId | undefined => byHandle.get(handle)?.id,
  }
}

export function accountWrites(database: Database, crypto: Hashing) {
  const keyOfId = database.prepare<{ key: number }, [Bytes]>("SELECT key FROM account WHERE id = ?")
  const handleOwner = database.prepare<{ key: number }, [string]>("SELECT key FROM account WHERE handle = ?")
  const insert = database.prepare<unknown, [Bytes, string, Bytes, Bytes]>(
    "INSERT INTO account (id, handle, handle_statement, handle_signature) VALUES (?, ?, ?, ?)",
  )
  const restate = database.prepare<unknown, [Bytes, Bytes, Bytes]>(
    "UPDATE account SET handle_statement = ?, handle_signature = ? WHERE id = ?",
  )
  const chainLength = database.prepare<{ length: number }, [number]>(
    "SELECT count(*) AS length FROM link WHERE account = ?",
  )
  const addLink = database.prepare<unknown, [number, number, Bytes]>(
    "INSERT INTO link (account, place, body) VALUES (?, ?, ?)",
  )
  const invitations = invitationTable(database, crypto)
  return {
    addInvitation: invitations.add,
    createAccount(account: NewAccount): Result<void, "handle-taken" | "account-exists" | InvitationCode> {
      if (keyOfId.get(account.account)) return fail("account-exists")
      const refusal = invitations.judge(account)
      if (refusal) return fail(refusal)
      if (handleOwner.get(account.handle)) return fail("handle-taken")
      const { lastInsertRowid } = insert.run(
        account.account,
        account.handle,
        account.handleStatement,
        account.handleSignature,
      )
      addLink.run(Number(lastInsertRowid), 0, account.genesis)
      invitations.use(account)
      return succeed()
    },
    stateHandle(account: AccountId, statement: Bytes, signature: Bytes): void {
      restate.run(statement, signature, account)
    },
    appendLink(account: AccountId, length: number, link: Bytes): Result<void, "slot-taken"> {
      const row = keyOfId.get(account)
      if (!row || chainLength.get(row.key)?.length !== length) return fail("slot-taken", "after-refresh")
      addLink.run(row.key, length, link)
      return succeed()
    },
  }
}

function invitationTable(database: Database, crypto: Hashing) {
  const find = database.prepare<{ expires: number; used: number; uses: number }, [Bytes]>(
    "SELECT expires, used, uses FROM invitation WHERE hash = ?",
  )
  const insert = database.prepare<unknown, [Bytes, number, number]>(
    "INSERT OR IGNORE INTO invitation (hash, expires, uses, used) VALUES (?, ?, ?, 0)",
  )
  const markUsed = database.prepare<unknown, [Bytes]>("UPDATE invitation SET used = used + 1 WHERE hash = ?")
  const hashOf = (text: string): Bytes => crypto.hash("SHA-256", toUtf8(text))
  return {
    add: (text: string, expires: number, uses = 1): void => {
      insert.run(hashOf(text), expires, uses)
    },
    judge({ invitation, at }: NewAccount): InvitationCode | undefined {
      if (invitation === undefined) return undefined
      const row = find.get(hashOf(invitation))
      if (!row) return "invitation-wrong"
      if (row.used >= row.uses) return "invitation-used"
      return at < row.expires ? undefined : "invitation-expired"
    },
    use({ invitation }: NewAccount): void {
      if (invitation !== undefined) markUsed.run(hashOf(invitation))
    },
  }
}
