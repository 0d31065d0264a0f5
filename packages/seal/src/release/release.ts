import { fail, type Milliseconds, type Result, succeed } from "@colombe/base"
import type { Scope } from "@colombe/rules"

/** How long a device must have been known before keys are sent to it: time to notice that it is a thief's. */
export const newDeviceWaitMs: Milliseconds = 24 * 60 * 60 * 1000
const dayMs: Milliseconds = 24 * 60 * 60 * 1000

/** The device that asks, as the one that is asked knows it. */
export interface Asker {
  /** It is a leaf of the group as it is now. */
  readonly isLeaf: boolean
  /** A removal of it is known: in the group, or at any position of its chain that was ever seen. */
  readonly isRemoved: boolean
  readonly scope: Scope
  readonly firstSeenMs: Milliseconds
  /** `recovery`: added by the recovery key. Spare words count as a device. */
  readonly addedBy: "device" | "recovery"
  /** The account was no member before it came in, and this is the first of its devices in the group. */
  readonly isFirstOfNewcomer: boolean
  /** Of the commit that brought its account in. */
  readonly cameInMs: Milliseconds
}

/** The epoch whose key is asked for. */
export interface AskedEpoch {
  /** By the roster that this device verified itself. */
  readonly askerWasMember: boolean
  /** The policy of that epoch, not of now. */
  readonly history: "none" | "days" | "all"
  readonly historyDays: number
  /** Of its first and last entry. */
  readonly firstEntryMs: Milliseconds
  readonly lastEntryMs: Milliseconds
  /** When its last entry expires; undefined without a ttl. */
  readonly expiresMs: Milliseconds | undefined
  /** False where the key itself is only vouched for (`mayPassOn`). */
  readonly keyMayPassOn: boolean
}

export type ReleaseCode =
  | "asker-no-leaf"
  | "asker-removed"
  | "key-only-vouched"
  | "epoch-expired"
  | "history-forbids"
  | "scope-forbids"
  | "device-too-new"

/** Spec K10 to K15: whether a device sends K_n to another, its own account's included. */
export function mayRelease(asker: Asker, epoch: AskedEpoch, now: Milliseconds): Result<void, ReleaseCode> {
  if (!asker.isLeaf) return fail("asker-no-leaf")
  if (asker.isRemoved) return fail("asker-removed")
  if (!epoch.keyMayPassOn) return fail("key-only-vouched")
  if (epoch.expiresMs !== undefined && epoch.expiresMs <= now) return fail("epoch-expired")
  if (!epoch.askerWasMember && !historyReaches(epoch, asker.cameInMs)) return fail("history-forbids")
  if (asker.scope.kind === "from" && epoch.firstEntryMs < asker.scope.fromMs) return fail("scope-forbids")
  const waits = asker.addedBy === "device" && !asker.isFirstOfNewcomer
  if (waits && now - asker.firstSeenMs < newDeviceWaitMs) return fail("device-too-new", "after-delay")
  return succeed()
}

/** Spec K13: whether the policy of an epoch opens it to an account that came in later, by the commit of that time. */
export function historyReaches(
  epoch: Pick<AskedEpoch, "history" | "historyDays" | "lastEntryMs">,
  cameInMs: Milliseconds,
): boolean {
  switch (epoch.history) {
    case "all":
      return true
    case "days":
      return epoch.lastEntryMs >= cameInMs - epoch.historyDays * dayMs
    case "none":
      return false
  }
}
