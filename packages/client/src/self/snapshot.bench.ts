import { toUtf8 } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { kinds } from "@colombe/rules"
import { beginTransaction } from "../home/transaction.ts"
import { epochKeyParts, epochKeyTable, seqKey } from "../records/conversation-records.ts"
import { saidToSelfTable } from "../records/self-records.ts"
import { putRecord } from "../records/table.ts"
import { memoryLocalStore } from "../store/memory.ts"
import { type Area, registerKey, registerTable } from "./registers.ts"
import { saidBy } from "./snapshot-post.ts"

/**
 * Entries of the self conversation that a device reads when it comes in after a year, with a snapshot and without:
 * `npx bun packages/client/src/self/snapshot.bench.ts`. The epochs a day are those of the ordinary month in
 * `history/traffic.bench.ts`; drafts, read positions and marks are an entry each two minutes of the time that the app is
 * open, which is an hour and twenty minutes a day.
 */
const year = { days: 365, epochsADay: 16.9, keyEntriesADay: 16.3, registerEntriesADay: 40, headers: 16 }
const conversations = 200
const crypto = deterministicCrypto(toUtf8("a year"))

const store = memoryLocalStore()
const transaction = beginTransaction(store)
const ids = Array.from({ length: conversations }, () => crypto.random(32))
const device = crypto.random(16)
const register = (area: Area, name: Uint8Array, bytes: number): void =>
  putRecord(transaction, registerTable, [registerKey(area, name)], {
    lamport: 40,
    device,
    value: crypto.random(bytes),
  })
for (const id of ids) {
  register("read", id, 8)
  register("draft", id, 0)
  register("chat", id, 10)
  register("contact", id, 4)
}
for (let seq = 0; seq < 100; seq++)
  putRecord(transaction, saidToSelfTable, [seqKey(seq)], {
    ...{ seq, atMs: 0, kind: kinds.message, epoch: 1, digest: crypto.random(32), hash: crypto.random(32) },
    ...{ device, sendId: crypto.random(16), sentAtMs: 0, content: crypto.random(300) },
  })
const epochs = Math.round(year.days * year.epochsADay)
for (let epoch = 0; epoch < epochs; epoch++) {
  const id = ids[epoch % conversations] ?? new Uint8Array(32)
  putRecord(transaction, epochKeyTable, epochKeyParts(id, 0, epoch), [
    {
      key: crypto.random(32),
      ctx: crypto.random(32),
      roster: crypto.random(32),
      origin: { from: "derived" },
      confirmed: true,
    },
  ])
}
await transaction.commit()
const parts = (await saidBy(store, crypto.random(12_000))).length
const before = Math.round(year.days * (year.keyEntriesADay + year.registerEntriesADay)) + year.headers
const lookBack = parts <= 32 ? 32 : 128
console.log(
  `before: ${before} entries; with a snapshot: ${parts} parts, ${Math.max(lookBack, parts)} entries looked at`,
)
