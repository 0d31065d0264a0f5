import { fromUint, type Result, succeed } from "@colombe/base"
import type { AccountId, Scope } from "@colombe/rules"
import type { KeyRecord, KnownHead } from "@colombe/seal"
import { addKey } from "../conversation/epoch.ts"
import { contextOf, incarnationOf, policyOf } from "../conversation/facts.ts"
import { loadView, type View } from "../conversation/view.ts"
import { keepKnownHeads } from "../devices/known-heads.ts"
import type { Home } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { conversationTable, epochKeyTable } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import { takeVaultGrant, type VaultGrant, vaultGrant } from "../vault/grant.ts"

/** Conversations that one answer vouches for, the newest first: 116 bytes each. */
const headsMax = 4_000
/** Keys of conversations whose messages disappear that one answer hands over: 140 bytes each. */
const liveKeysMax = 250
const conversationsMax = 10_000

export interface Handover {
  /** Undefined where there is no vault yet. */
  readonly grant: VaultGrant | undefined
  readonly heads: readonly KnownHead[]
  /** Keys of epochs with a ttl, which no vault holds. */
  readonly live: readonly KeyRecord[]
}

/** `scope`: what the device is given. One that does not get all history gets no key from here: the vault seals to it what is its own. */
export async function handoverOf(home: Home, scope: Scope): Promise<Handover> {
  const whole = scope.kind === "all"
  const rows = await scanRecords(home.store, conversationTable, { limit: conversationsMax })
  const newest = rows.toSorted((left, right) => right.value.head.atMs - left.value.head.atMs)
  const heads: KnownHead[] = []
  const live: KeyRecord[] = []
  for (const { value } of newest.slice(0, headsMax)) {
    const view = value.broken ? undefined : await loadView(home, home.store, value.conversation)
    if (view === undefined) continue
    heads.push(headOf(home, view))
    if (whole && policyOf(view.state.public).ttlSeconds > 0) live.push(...(await keysOf(home, view)))
  }
  const grant = whole ? await vaultGrant(home, home.store) : undefined
  return { grant, heads, live: live.slice(0, liveKeysMax) }
}

function headOf(home: Home, { record, state }: View): KnownHead {
  const { seq, hash } = record.head
  const incarnation = incarnationOf(state.public)
  const floor = {
    incarnation,
    epoch: state.public.context.epoch,
    ctx: contextOf(home.crypto, state.public),
  }
  return { conversation: record.conversation, floor, seq, log: hash }
}

/** Those that this device derived itself. */
async function keysOf(home: Home, { record, state }: View): Promise<readonly KeyRecord[]> {
  const { conversation } = record
  const rows = await scanRecords(home.store, epochKeyTable, { under: [conversation], limit: liveKeysMax })
  const incarnation = incarnationOf(state.public)
  return rows.flatMap(({ key, value }) => {
    const epoch = fromUint(key.slice(-8))
    return value
      .filter(({ origin }) => origin.from === "derived")
      .map(one => ({
        conversation,
        state: { incarnation, epoch, ctx: one.ctx },
        roster: one.roster,
        key: one.key,
      }))
  })
}

/** In the transaction that makes the home the account's. */
export async function takeHandover(
  home: Home,
  transaction: Transaction,
  account: AccountId,
  { grant, heads, live }: Handover,
): Promise<Result<void>> {
  await keepKnownHeads(transaction, heads)
  for (const { conversation, state, roster, key } of live)
    await addKey(
      transaction,
      { conversation, incarnation: state.incarnation, epoch: state.epoch },
      { key, ctx: state.ctx, roster, origin: { from: "given", giver: account } },
    )
  return grant === undefined ? succeed() : takeVaultGrant(home, transaction, grant)
}
