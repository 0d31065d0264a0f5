import { expect, test } from "bun:test"
import { crypto, person } from "@colombe/rules/testing"
import { beginTransaction } from "../home/transaction.ts"
import { putRecord } from "../records/table.ts"
import { memoryLocalStore } from "../store/memory.ts"
import { forgetReset, isVerified, verifiedTable } from "./verified-records.ts"

test("I15 a device that comes leaves what was compared as it is; a reset and a fork end it", async () => {
  const store = memoryLocalStore()
  const bob = await person("bob")
  const by = crypto.random(16)
  const verify = async () => {
    const transaction = beginTransaction(store)
    putRecord(transaction, verifiedTable, [bob.account], { by, generation: 0 })
    await transaction.commit()
  }
  const meet = async (following: Parameters<typeof forgetReset>[1]) => {
    const transaction = beginTransaction(store)
    await forgetReset(transaction, following)
    await transaction.commit()
    return isVerified(store, bob.account)
  }
  await verify()
  const before = bob.chain
  await bob.follow(bob.add(2))
  expect(await meet({ at: "followed", chain: bob.chain })).toBe(true)
  expect(await meet({ at: "forked", chain: bob.chain, other: before })).toBe(false)
  await verify()
  await bob.follow(bob.reset([3], [3]))
  expect(await meet({ at: "followed", chain: bob.chain })).toBe(false)
})
