import { encode, equal, fail, type Result, succeed, toUtf8 } from "@colombe/base"
import { type AccountId, type DeviceId, headOf, stateOf } from "@colombe/rules"
import { invitation, purposes, type ReadInvitation, sealMail } from "@colombe/seal"
import { fetchChain } from "../account/chains.ts"
import { mailKeyOf } from "../account/own-key-package.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { type ConversationRecord, invitationTable } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import { oldInvitationTable } from "../restore/records.ts"
import { isSuspect } from "../restore/suspect.ts"
import { addKey, epochKeys, epochRoster } from "./epoch.ts"
import { contextOf, incarnationOf, policyOf, seatsOf } from "./facts.ts"
import { openWaiting } from "./receive-message.ts"
import type { Receiving } from "./receiving.ts"
import type { View } from "./view.ts"

/** Keys and words of whoever invited: kept as what they are, claims, until the log agrees (spec Y36). */
export async function keepInvitation(
  { transaction }: Pick<Receiving, "transaction">,
  from: AccountId,
  { conversation, invitation: said, title, keys }: ReadInvitation,
): Promise<void> {
  putRecord(transaction, invitationTable, [conversation], { from, title, floor: said.floor })
  deleteRecord(transaction, oldInvitationTable, conversation)
  for (const { state, roster, key } of keys)
    await addKey(
      transaction,
      { conversation, incarnation: state.incarnation, epoch: state.epoch },
      { key, ctx: state.ctx, roster, origin: { from: "given", giver: from } },
    )
}

/** Once log and invitation are both here: the floor must lie on the log, and what waited is opened. */
export async function applyInvitation(
  receiving: Receiving,
  record: ConversationRecord,
): Promise<ConversationRecord> {
  const { transaction } = receiving
  const { conversation } = record
  const invited = await readRecord(transaction, invitationTable, conversation)
  // What is here may be another log than the one that the invitation speaks of, until it has been compared (spec Y81).
  if (invited === undefined || (await isSuspect(transaction, conversation))) return record
  const { incarnation, epoch, ctx } = invited.floor
  const roster = await epochRoster(transaction, { conversation, incarnation, epoch })
  if (roster === undefined) return record
  const isOld = (await readRecord(transaction, oldInvitationTable, conversation)) !== undefined
  for (const table of [invitationTable, oldInvitationTable]) deleteRecord(transaction, table, conversation)
  const proven = equal(roster.ctx, ctx)
  const title = record.title ?? (invited.title === "" ? undefined : invited.title)
  // Of a log that the server has lost: whoever begins it again invites again.
  if (isOld && !proven) return { ...record, title }
  const floored = { ...record, title, floor: invited.floor }
  return openWaiting(receiving, proven ? floored : { ...floored, alert: "group-unproven" })
}

/**
 * Mails a dormant member what they need to read without joining: to each of their devices, under the key that is there
 * for mail. Nothing is owed to somebody who has joined or gone meanwhile.
 */
export async function invite(
  home: Home,
  identity: Identity,
  view: View,
  account: AccountId,
): Promise<Result<void>> {
  const group = view.state.public
  const dormant = policyOf(group).dormant.some(entry => equal(entry.account, account))
  if (!dormant || seatsOf(group).some(seat => equal(seat.account, account))) return succeed()
  return mailInvitation(home, identity, view, account, () => true)
}

/** The same to the devices with which somebody was brought in: of all that it says they lack the title alone. */
export async function tellTitle(
  home: Home,
  identity: Identity,
  view: View,
  account: AccountId,
): Promise<Result<void>> {
  const seats = seatsOf(view.state.public).filter(seat => equal(seat.account, account))
  return seats.length === 0
    ? succeed()
    : mailInvitation(home, identity, view, account, id => seats.some(({ device }) => equal(device, id)))
}

async function mailInvitation(
  home: Home,
  identity: Identity,
  view: View,
  account: AccountId,
  isFor: (device: DeviceId) => boolean,
): Promise<Result<void>> {
  const body = await invitationBody(home, view)
  if (!body.ok) return body
  const following = await transact(home, transaction => fetchChain(home, transaction, account))
  if (!following.ok) return following
  // A frozen account gets no keys, whoever asks for it.
  if (following.value.at === "forked") return succeed()
  const claimed = await wireOf(home).call("claimKeyPackages", { account, lastResortOnly: true })
  if (!claimed.ok) return claimed
  const own = await transact(home, transaction => fetchChain(home, transaction, identity.me.account))
  if (!own.ok) return own
  for (const { device, keyPackage } of claimed.value.keyPackages) {
    if (!isFor(device)) continue
    const key = await mailKeyOf(home, stateOf(following.value.chain), account, device, keyPackage)
    if (key === undefined) continue
    const sealed = await sealMail(home.crypto, {
      from: identity.me.account,
      fromDevice: identity.me.device,
      position: headOf(own.value.chain),
      to: account,
      toDevice: device,
      purpose: purposes.invitation,
      body: body.value,
      key: { algorithm: "xwing", bytes: key },
      signer: identity.signer,
    })
    if (!sealed.ok) return sealed
    const { bytes, id } = sealed.value
    const sent = await wireOf(home).call("sendMail", { account, device, id, body: bytes })
    if (!sent.ok) return sent
  }
  return succeed()
}

async function invitationBody(home: Home, view: View): Promise<Result<Uint8Array>> {
  const { record, state } = view
  const { conversation } = record
  const incarnation = incarnationOf(state.public)
  const { epoch } = state.public.context
  const ctx = contextOf(home.crypto, state.public)
  const keys = await epochKeys(home.store, { conversation, incarnation, epoch })
  const own = keys.find(({ origin }) => origin.from === "derived")
  if (own === undefined) return fail("arriving", "after-refresh")
  const floor = { incarnation, epoch, ctx }
  const keyRecord = { conversation, state: floor, roster: own.roster, key: own.key }
  return succeed(
    encode(invitation, {
      seed: record.seed,
      floor,
      title: toUtf8(record.title ?? ""),
      keys: [keyRecord],
    }),
  )
}
