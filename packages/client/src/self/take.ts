import { kinds } from "@colombe/rules"
import type { Verified } from "@colombe/seal"
import type { Receiving } from "../conversation/receiving.ts"
import { takeRecords } from "../history/take-records.ts"
import { tell } from "../home/home.ts"
import { applyRegister } from "./apply.ts"
import { decodeRegisters, mergeRegister } from "./registers.ts"
import { checkSnapshot } from "./snapshot-check.ts"

/** What a verified entry of the self conversation changes here. What cannot be read is of a newer app, and passed over. */
export async function takeSelf(receiving: Receiving, message: Verified): Promise<void> {
  if (message.kind === kinds.snapshot) return checkSnapshot(receiving, message)
  if (message.kind === kinds.keyRecords) return takeRecords(receiving, message.content)
  const changes = message.kind === kinds.message ? decodeRegisters(message.content) : undefined
  for (const { key, lamport, value } of changes ?? []) {
    const offered = { lamport, device: message.device, value }
    if (await mergeRegister(receiving.transaction, key, offered)) await applyRegister(receiving, key, offered)
  }
  if (changes !== undefined) receiving.transaction.afterwards(() => tell(receiving.home, { type: "self" }))
}
