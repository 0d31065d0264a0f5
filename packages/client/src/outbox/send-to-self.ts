import { fail, type Result, succeed } from "@colombe/base"
import { headOf } from "@colombe/rules"
import { sealMessage, selfEpochKey } from "@colombe/seal"
import { whole } from "@colombe/wire"
import { heldChain } from "../account/chains.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { selfLog, selfOf } from "../self/log.ts"
import { applySelf, pullSelf } from "../self/pull.ts"
import { usableGeneration } from "../vault/rotate.ts"
import { type OutboxRow, putRow } from "./rows.ts"

/** One try at saying something to oneself (spec V21): like any other send, under the vault's key. */
export async function sendToSelf(home: Home, identity: Identity, row: OutboxRow): Promise<Result<unknown>> {
  const sealed = await sealToSelf(home, identity, row)
  if (!sealed.ok) return sealed
  const conversation = selfOf(home, identity.me.account)
  const { epoch, body } = sealed.value
  const answer = await wireOf(home).call("append", {
    conversation,
    incarnation: 0,
    epoch: BigInt(epoch),
    body,
    blobs: row.row.files.map(({ blob }) => blob),
  })
  if (!answer.ok) return answer
  const { entry } = answer.value
  const seq = entry === undefined ? undefined : whole(entry.seq)
  if (entry === undefined || seq === undefined) return fail("server-not-colombe")
  const { head } = await selfLog(home, home.store, identity)
  // What stands before the head was not found in the log: the server says one thing and shows another.
  if (seq <= head.seq) return fail("server-not-colombe", "after-refresh")
  if (seq === head.seq + 1) return applySelf(home, identity, [{ ...entry, body }])
  return pullSelf(home, identity)
}

/** As in a group (`sealRow`): the same bytes within a generation, and anew under the next. */
async function sealToSelf(home: Home, identity: Identity, { key, row }: OutboxRow) {
  const { account, device } = identity.me
  const following = await heldChain(home, home.store, account)
  const generation = following && (await usableGeneration(home.store, following.chain))
  // The first generation is on its way, or the next.
  if (following === undefined || generation === undefined) return fail("arriving", "after-delay")
  const epoch = generation.generation
  if (row.sealed !== undefined && row.sealed.epoch === epoch) return succeed(row.sealed)
  const selfKey = selfEpochKey(home.crypto, generation.secret, account, generation.name, "other")
  if (selfKey === undefined) return fail("arriving", "after-delay")
  const conversation = selfOf(home, account)
  const { head } = await selfLog(home, home.store, identity)
  const bytes = await sealMessage(home.crypto, selfKey, {
    place: { kind: row.kind, conversation, incarnation: 0, epoch, sendId: row.sendId },
    body: {
      account,
      device,
      position: headOf(following.chain),
      peer: undefined,
      baseSeq: head.seq,
      base: head.hash,
      sentAtMs: row.createdAtMs,
      ttlSeconds: 0,
      content: row.content,
    },
    signer: identity.signer,
  })
  if (!bytes.ok) return bytes
  const sealed = { incarnation: 0, epoch, body: bytes.value }
  await transact(home, async transaction => {
    putRow(transaction, { key, row: { ...row, sealed } })
    return succeed()
  })
  return succeed(sealed)
}
