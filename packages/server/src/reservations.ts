import { equal, keyOf, type Milliseconds } from "@colombe/base"
import { type AccountId, type SignerId, slotReservationMs } from "@colombe/rules"

export interface Slot {
  readonly generation: number
  readonly seq: number
}

interface Reservation extends Slot {
  readonly holder: SignerId
  readonly until: Milliseconds
}

/** By account: one slot at a time, held in memory. After a restart a device asks again before it signs. */
export type Reservations = Map<string, Reservation>

/** The time until which the slot is held, or, where another holds it, until which it waits. */
export function reserveSlot(
  reservations: Reservations,
  account: AccountId,
  slot: Slot,
  holder: SignerId,
  now: Milliseconds,
): { readonly held: boolean; readonly until: Milliseconds } {
  const key = keyOf(account)
  const standing = reservations.get(key)
  if (standing && standing.until > now && !sameSigner(standing.holder, holder))
    return { held: false, until: standing.until }
  const until = now + slotReservationMs
  reservations.set(key, { ...slot, holder, until })
  return { held: true, until }
}

export function holdsSlot(
  reservations: Reservations,
  account: AccountId,
  slot: Slot,
  holder: SignerId,
  now: Milliseconds,
): boolean {
  const standing = reservations.get(keyOf(account))
  return (
    standing !== undefined &&
    standing.until > now &&
    standing.generation === slot.generation &&
    standing.seq === slot.seq &&
    sameSigner(standing.holder, holder)
  )
}

export function freeSlot(reservations: Reservations, account: AccountId): void {
  reservations.delete(keyOf(account))
}

export function forgetSlots(reservations: Reservations, now: Milliseconds): void {
  for (const [key, { until }] of reservations) if (until <= now) reservations.delete(key)
}

const sameSigner = (left: SignerId, right: SignerId): boolean =>
  left.kind === right.kind && equal(left.id, right.id)
