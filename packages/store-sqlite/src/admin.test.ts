import { afterEach, expect, setDefaultTimeout, test } from "bun:test"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { account, newAccount, newEntry, newMail, openEntry, range, seqKey } from "@colombe/store/testing"
import { openAdministration } from "./admin.ts"
import { openSqliteStore } from "./open.ts"
import { quickFolders, removeFolder, temporaryFolder } from "./testing/folder.ts"

setDefaultTimeout(30_000)
const crypto = deterministicCrypto(Uint8Array.of(9))
const folder = temporaryFolder(quickFolders)
afterEach(() => removeFolder(folder))

test("T16, T11 an operator looks and invites beside the server that has the folder, which goes on", async () => {
  const data = join(folder, "data")
  expect(openAdministration(data)).toMatchObject({ code: "data-missing" })
  const store = unwrap(await openSqliteStore(data, { crypto }))
  for (const name of ["ana", "bob", "eve"]) unwrap(await store.accounts.create(newAccount(name)))
  unwrap(await store.conversations.open(openEntry()))
  await store.accounts.deliver([newMail("a"), newMail("b")])
  const blob = { blob: crypto.random(32), account: account("bob"), size: 700, at: 1 }
  unwrap(await store.blobs.open(blob, 1_000))
  const administration = unwrap(openAdministration(data))
  const append = (number: number) =>
    store.conversations.append(newEntry("12345", { sendKey: seqKey("s", number) }))
  const appending = Promise.all(range(50).map(append))
  administration.invite(["first", "second"], 5_000)
  for (const answer of await appending) unwrap(answer)
  expect(administration.people("ana", 10)).toEqual([
    { handle: "bob", account: account("bob"), conversations: 1, fileBytes: 700 },
    { handle: "eve", account: account("eve"), conversations: 0, fileBytes: 0 },
  ])
  expect(administration.storage(1_000)).toEqual({
    accounts: 3,
    conversations: 1,
    entries: 51,
    databaseBytes: expect.any(Number),
    files: 1,
    fileBytes: 700,
    waitingMail: 2,
    invitationsOpen: 2,
  })
  expect(administration.storage(5_000).invitationsOpen).toBe(0)
  unwrap(await store.accounts.create(newAccount("dan", { invitation: "first" })))
  expect(await store.accounts.create(newAccount("fay", { invitation: "first" }))).toMatchObject({
    code: "invitation-used",
  })
  expect(await store.accounts.create(newAccount("fay", { invitation: "second", at: 5_000 }))).toMatchObject({
    code: "invitation-expired",
  })
  expect(administration.handleOf(account("dan"))).toBe("dan")
  expect(administration.handleOf(account("nobody"))).toBeUndefined()
  administration.invite(["third"], 9_000, 2)
  unwrap(await store.accounts.create(newAccount("fay", { invitation: "third" })))
  const [third, ...others] = administration.invitations(6_000)
  expect([third, others]).toEqual([
    { id: expect.stringMatching(/^[0-9a-f]{12}$/), uses: 2, used: 1, expires: 9_000 },
    [],
  ])
  for (const wrong of ["", "zz", "00", "000000000000"]) expect(administration.revoke(wrong)).toBe(false)
  expect(administration.revoke(third?.id ?? "")).toBe(true)
  expect(administration.invitations(6_000)).toEqual([])
  expect(await store.accounts.create(newAccount("gus", { invitation: "third" }))).toMatchObject({
    code: "invitation-wrong",
  })
  administration.close()
  await store.close()
  mkdirSync(join(folder, "foreign"))
  writeFileSync(join(folder, "foreign", "colombe.sqlite"), crypto.random(8192))
  expect(openAdministration(join(folder, "foreign"))).toMatchObject({ code: "data-damaged" })
})
