import { type Bytes, equal } from "@colombe/base"
import type { AccountId, DeviceId, Position, PublicKey } from "./ids.ts"
import type { DeviceEntry, Link, RecoveryKeys, Scope } from "./link.ts"

/** A device, or spare words, that may sign in the account's name. */
export interface ActiveDevice {
  readonly id: DeviceId
  readonly kind: DeviceEntry["kind"]
  readonly dsk: PublicKey
  /** X-Wing, for spare words alone. */
  readonly seal: PublicKey | undefined
  readonly scope: Scope
  /** The link that brought it in. */
  readonly added: Position
}

/** What once was active: it never returns on this path. */
export interface RemovedDevice {
  readonly id: DeviceId
  readonly dsk: PublicKey
  readonly removed: Position
  /** Milliseconds since 1970; 0 where it was not lost. */
  readonly lostSinceMs: number
}

/** `update-needed`: a critical link of a type that this version does not know; nothing after it can be judged. */
export type ChainStatus = "open" | "closed" | "update-needed"

/** What the links up to one position say. */
export interface ChainState {
  readonly status: ChainStatus
  readonly recovery: RecoveryKeys
  readonly devices: readonly ActiveDevice[]
  readonly removed: readonly RemovedDevice[]
  /** Where the account says that it moved to. */
  readonly host: Bytes | undefined
}

export interface ChainStep {
  readonly position: Position
  readonly link: Link
  readonly state: ChainState
}

declare const verified: unique symbol

/**
 * One path of an account, genesis first, every link of it checked. Only `verifyChain` and what continues it make
 * one. It holds the state after each link, since groups and messages name earlier positions.
 */
export interface VerifiedChain {
  readonly [verified]: true
  readonly account: AccountId
  readonly steps: readonly [ChainStep, ...ChainStep[]]
}

/** For the files that check links; others get their chains from there. */
export function chainOf(account: AccountId, steps: readonly [ChainStep, ...ChainStep[]]): VerifiedChain {
  return { account, steps } as unknown as VerifiedChain
}

export function headStep(chain: VerifiedChain): ChainStep {
  return chain.steps[chain.steps.length - 1] ?? chain.steps[0]
}

export function headOf(chain: VerifiedChain): Position {
  return headStep(chain).position
}

/** The state after the last link. */
export function stateOf(chain: VerifiedChain): ChainState {
  return headStep(chain).state
}

export function samePosition(left: Position, right: Position): boolean {
  return left.generation === right.generation && left.seq === right.seq && equal(left.hash, right.hash)
}

/** Undefined where the position does not lie on this path. */
export function stepAt(chain: VerifiedChain, position: Position): ChainStep | undefined {
  return chain.steps.find(step => samePosition(step.position, position))
}

/** The same path up to and with `position`. */
export function chainAt(chain: VerifiedChain, position: Position): VerifiedChain | undefined {
  const index = chain.steps.findIndex(step => samePosition(step.position, position))
  const [genesis, ...rest] = chain.steps
  return index < 0 ? undefined : chainOf(chain.account, [genesis, ...rest.slice(0, index)])
}

/** The device as it stood at `position`; undefined where it was not active there or nobody can tell. */
export function deviceAt(
  chain: VerifiedChain,
  position: Position,
  device: DeviceId,
): ActiveDevice | undefined {
  const state = stepAt(chain, position)?.state
  if (state === undefined || state.status !== "open") return undefined
  return state.devices.find(({ id }) => equal(id, device))
}

export function isActive(chain: VerifiedChain, position: Position, device: DeviceId): boolean {
  return deviceAt(chain, position, device) !== undefined
}

/** Whether `dsk` was ever a device on this path. */
export function onPath(chain: VerifiedChain, id: DeviceId, dsk: PublicKey): boolean {
  const { devices, removed } = stateOf(chain)
  return [...devices, ...removed].some(one => equal(one.id, id) && equal(one.dsk.bytes, dsk.bytes))
}
