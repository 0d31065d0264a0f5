import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { readPositionsMembersMax } from "@colombe/rules"
import { sealMessage } from "@colombe/seal"
import { epochKeys } from "../conversation/epoch.ts"
import { incarnationOf } from "../conversation/facts.ts"
import { rosterOf } from "../conversation/roster.ts"
import type { View } from "../conversation/view.ts"
import { goneDevicesIn } from "../devices/gone-devices.ts"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { bodyFor } from "../outbox/seal-row.ts"

const sendIdBytes = 16

/** Whether others learn here when somebody writes and how far they have read; never of a request. */
export function isRelayed({ record, state }: View): boolean {
  const { accounts } = rosterOf(state.public)
  return record.membership === "member" && !record.broken && accounts.length <= readPositionsMembersMax
}

/** Fails with `arriving` where it cannot be said now: nothing is repeated on its own, since it would be news no more. */
export async function sendRelayed(
  home: Home,
  identity: Identity,
  view: View,
  { kind, content }: { readonly kind: number; readonly content: Bytes },
): Promise<Result<void>> {
  if (!(await isReady(home, view))) return fail("arriving", "after-delay")
  const { conversation } = view.record
  const incarnation = incarnationOf(view.state.public)
  const { epoch } = view.state.public.context
  const keys = await epochKeys(home.store, { conversation, incarnation, epoch })
  const epochKey = keys.find(({ origin }) => origin.from === "derived")
  const body = await bodyFor(home, identity, view, { createdAtMs: home.clock.now(), content })
  if (epochKey === undefined || !body.ok) return fail("arriving", "after-delay")
  const sendId = home.crypto.random(sendIdBytes)
  const sealed = await sealMessage(home.crypto, epochKey, {
    place: { kind, conversation, incarnation, epoch, sendId },
    body: body.value,
    signer: identity.signer,
  })
  if (!sealed.ok) return sealed
  const answer = await wireOf(home).call("relay", { conversation, body: sealed.value })
  return answer.ok ? succeed() : answer
}

/** This device is in, somebody else is, and nobody in it was removed from their account: to them nothing more is said. */
async function isReady(home: Home, { state }: View): Promise<boolean> {
  if (state.member === undefined) return false
  const others = rosterOf(state.public).accounts.filter(({ devices }) => devices.length > 0)
  return others.length > 1 && (await goneDevicesIn(home, home.store, state.public)).length === 0
}
