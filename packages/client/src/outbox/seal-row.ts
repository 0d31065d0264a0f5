import { fail, type Result, succeed } from "@colombe/base"
import { type AccountId, headOf, type Position } from "@colombe/rules"
import { mayPost, sealMessage } from "@colombe/seal"
import { heldChain } from "../account/chains.ts"
import { peerOf } from "../account/peer.ts"
import { epochKeys } from "../conversation/epoch.ts"
import { incarnationOf, ownRole } from "../conversation/facts.ts"
import type { View } from "../conversation/view.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { contentNow } from "../messages/pins.ts"
import type { OutboxRecord } from "../records/send-records.ts"
import { type OutboxRow, putRow } from "./rows.ts"

type Sealing = NonNullable<OutboxRecord["sealed"]>

/**
 * The bytes to send, durable before they go. In the epoch of the last try they are the same as then, so that a repeat
 * is one. In a later epoch the log has been read up to it: what is not in it never will be, and is sealed anew.
 */
export async function sealRow(
  home: Home,
  identity: Identity,
  view: View,
  { key, row }: OutboxRow,
): Promise<Result<Sealing>> {
  const { conversation } = view.record
  const incarnation = incarnationOf(view.state.public)
  const { epoch } = view.state.public.context
  const { sealed } = row
  if (sealed !== undefined && sealed.incarnation === incarnation && sealed.epoch === epoch)
    return succeed(sealed)
  // What this person's role does not allow any more, others would refuse (spec Y90).
  if (!mayPost(row.kind, view.record.seed.kind, ownRole(view.state.public, identity.me.account)))
    return fail("commit-forbidden")
  const keys = await epochKeys(home.store, { conversation, incarnation, epoch })
  const epochKey = keys.find(({ origin }) => origin.from === "derived")
  if (epochKey === undefined) return fail("arriving", "after-delay")
  const content = await contentNow(home, conversation, row)
  const body = await bodyFor(home, identity, view, { ...row, content })
  if (!body.ok) return body
  const bytes = await sealMessage(home.crypto, epochKey, {
    place: { kind: row.kind, conversation, incarnation, epoch, sendId: row.sendId },
    body: body.value,
    signer: identity.signer,
  })
  if (!bytes.ok) return bytes
  const next = { incarnation, epoch, body: bytes.value }
  await transact(home, async transaction => {
    putRow(transaction, { key, row: { ...row, sealed: next } })
    return succeed()
  })
  return succeed(next)
}

/** What is signed; the log as far as this device has verified it is its base. */
export async function bodyFor(
  home: Home,
  { me }: Identity,
  { record }: View,
  row: Pick<OutboxRecord, "createdAtMs" | "content">,
) {
  const own = await positionOf(home, me.account)
  const peer = peerOf(record.seed, me.account)
  const other = peer === undefined ? undefined : await positionOf(home, peer)
  if (own === undefined || (peer !== undefined && other === undefined)) return fail("arriving", "after-delay")
  return succeed({
    account: me.account,
    device: me.device,
    position: own,
    peer: other,
    baseSeq: record.head.seq,
    base: record.head.hash,
    sentAtMs: row.createdAtMs,
    ttlSeconds: 0,
    content: row.content,
  })
}

async function positionOf(home: Home, account: AccountId): Promise<Position | undefined> {
  const following = await heldChain(home, home.store, account)
  return following === undefined ? undefined : headOf(following.chain)
}
