import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { Floor } from "./ids.ts"
import { commitDays } from "./limits.ts"

/** What became of a public replay of the server's commits from a floor. */
export type Replay =
  /** `context`: the GroupContext (RFC 9420 §8.1) at which it ended. */
  | { readonly at: "arrived"; readonly from: Floor; readonly context: Bytes }
  /** The server has no public state of the floor any more, or not every commit since. */
  | { readonly at: "too-old" }
  /** A commit or opening on the way was invalid, or the public state was not that of the floor. */
  | { readonly at: "broken"; readonly code: string }

/**
 * `unproven`: joined without proof that the offered state follows from one that this device had reason to trust; the
 * person is told until an entry of a device known before is opened.
 */
export type Joining = "proven" | "unproven"

const dayMs = 24 * 60 * 60 * 1000

export interface FloorHeld {
  readonly floor: Floor
  /** When this device took it, by its own clock: whether a server may have forgotten it is not for the server to say. */
  readonly takenAtMs: number
}

/** Whether a device that holds `held` may join at `offered`, the GroupContext of a Welcome or GroupInfo. */
export function floorReached(
  held: FloorHeld | undefined,
  replay: Replay,
  offered: Bytes,
  nowMs: number,
): Result<Joining, "floor-not-reached"> {
  if (held === undefined) return succeed("unproven")
  switch (replay.at) {
    case "arrived":
      return sameFloor(replay.from, held.floor) && equal(replay.context, offered)
        ? succeed("proven")
        : fail("floor-not-reached", "after-refresh")
    case "too-old":
      return nowMs - held.takenAtMs > commitDays * dayMs
        ? succeed("unproven")
        : fail("floor-not-reached", "after-refresh")
    case "broken":
      return fail("floor-not-reached", "after-refresh", replay.code)
  }
}

export function sameFloor(left: Floor, right: Floor): boolean {
  return left.incarnation === right.incarnation && left.epoch === right.epoch && equal(left.ctx, right.ctx)
}

/** The newer of two; of one epoch the one that is held. */
export function newerFloor(held: Floor, offered: Floor): Floor {
  if (offered.incarnation !== held.incarnation) return offered.incarnation > held.incarnation ? offered : held
  return offered.epoch > held.epoch ? offered : held
}
