import { type Result, succeed } from "@colombe/base"
import { wordsFromRoot } from "@colombe/seal"
import { type Home, transact } from "../home/home.ts"
import { unseenWordsTable } from "../records/account-records.ts"
import { deleteRecord, readRecord } from "../records/table.ts"

/** Spec R10: what a crash would have lost between making an account and reading its words. */
export async function unseenWords(home: Home): Promise<string | undefined> {
  const root = await readRecord(home.store, unseenWordsTable)
  return root === undefined ? undefined : wordsFromRoot(root)
}

export function forgetWords(home: Home): Promise<Result<void>> {
  return transact(home, async transaction => {
    deleteRecord(transaction, unseenWordsTable)
    return succeed()
  })
}
