import type { Me } from "@colombe/client"
import { signal } from "@preact/signals"
import type { Slot } from "../worker/names.ts"
import { keep, readKept } from "./kept.ts"

/**
 * An account that this browser has, or had until the browser cleared it: its name stands beside the encrypted database,
 * so that it can be chosen before it is open, and missed when it is gone.
 */
export interface KnownAccount {
  readonly slot: Slot
  readonly account: string
  /** `ana@localhost`. */
  readonly address: string
  readonly displayName: string
  /** It is being signed out here: nobody misses it. */
  readonly leaving?: boolean
  /** Its app lock is on: nothing that names it stands here. */
  readonly locked?: boolean
}

const accountsName = "colombe.accounts"
const slotName = "colombe.slot"

export const accounts = signal<readonly KnownAccount[]>(readAccounts())

/** Which one this tab shows, for as long as it is loaded. */
export const slot: Slot = chosenSlot()

export function here(): KnownAccount | undefined {
  return accounts.value.find(one => one.slot === slot)
}

/** Another tab has added or forgotten one. */
addEventListener("storage", ({ key }) => {
  if (key === accountsName) accounts.value = readAccounts()
})

function readAccounts(): readonly KnownAccount[] {
  try {
    const kept: unknown = JSON.parse(readKept(accountsName) ?? "[]")
    return Array.isArray(kept) ? kept.filter(isKnownAccount) : []
  } catch {
    return []
  }
}

function isKnownAccount(value: unknown): value is KnownAccount {
  if (typeof value !== "object" || value === null) return false
  const names = ["slot", "account", "address", "displayName"] as const
  return names.every(name => typeof (value as Partial<KnownAccount>)[name] === "string")
}

/** A tab keeps its account when it is loaded again; a new one begins with the last that was chosen. */
function chosenSlot(): Slot {
  const chosen = ownSlot() ?? readKept(slotName)
  return chosen !== undefined && /^[0-9]*$/.test(chosen) ? chosen : (accounts.value[0]?.slot ?? "")
}

function ownSlot(): Slot | undefined {
  try {
    return sessionStorage.getItem(slotName) ?? undefined
  } catch {
    return undefined
  }
}

function change(next: readonly KnownAccount[]): void {
  accounts.value = next
  keep(accountsName, JSON.stringify(next))
}

/** Says whether it came into this browser only now. */
export function noteAccount({ account, address, displayName }: Me): boolean {
  const known = accounts.peek()
  const before = known.find(one => one.slot === slot)
  if (before?.locked === true) return false
  const now = { slot, account, address, displayName }
  const others = known.filter(one => one.slot !== slot)
  change([...others, now].sort((left, right) => Number(left.slot) - Number(right.slot)))
  return before?.account !== account
}

/** Takes the names out of what stands in the clear. */
export function noteLocked(): void {
  const others = accounts.peek().filter(one => one.slot !== slot)
  const now = { slot, account: "", address: "", displayName: "", locked: true }
  change([...others, now].sort((left, right) => Number(left.slot) - Number(right.slot)))
}

/** After which its names may stand in the clear again. */
export function noteUnlockedForGood(self: Me): void {
  forgetHere()
  noteAccount(self)
}

export function noteLeaving(leaving: boolean): void {
  change(accounts.peek().map(one => (one.slot === slot ? { ...one, leaving } : one)))
}

export function forgetHere(): void {
  change(accounts.peek().filter(one => one.slot !== slot))
}

/** The first place that no account has. */
export function freeSlot(): Slot {
  const taken = new Set(accounts.value.map(one => one.slot))
  for (let number = 0; ; number++) {
    const free = number === 0 ? "" : String(number)
    if (!taken.has(free)) return free
  }
}

/** Shows another account in this tab, or a place for a new one. */
export function openAccount(next: Slot): void {
  keep(slotName, next)
  try {
    sessionStorage.setItem(slotName, next)
  } catch {
    // The next load takes the one kept for all tabs.
  }
  location.hash = "#/"
  location.reload()
}
