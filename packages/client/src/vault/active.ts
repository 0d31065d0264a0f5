import { equal } from "@colombe/base"
import { type ChainState, type Position, stepAt, type VerifiedChain } from "@colombe/rules"
import { type ActiveSigner, compareSigners } from "@colombe/seal"

const recoveryId = new Uint8Array(16)

/** Spec V2, V7: everybody to whom a header is sealed in this state of the chain, in the order of its recipients. */
export function activeIn(state: ChainState): readonly ActiveSigner[] {
  const devices = state.devices.map(
    ({ id, kind, dsk, scope }): ActiveSigner => ({
      to: { kind, id },
      sign: dsk,
      full: kind === "words" || scope.kind === "all",
    }),
  )
  const recovery: ActiveSigner = {
    to: { kind: "recovery", id: recoveryId },
    sign: state.recovery.sign,
    full: true,
  }
  return [...devices, recovery].sort((left, right) => compareSigners(left.to, right.to))
}

/** Undefined where the position is not on the path that is followed, or nothing after it can be judged. */
export function activeAt(chain: VerifiedChain, position: Position): readonly ActiveSigner[] | undefined {
  const state = stepAt(chain, position)?.state
  return state === undefined || state.status === "update-needed" ? undefined : activeIn(state)
}

/**
 * Spec V5, on one path: whether `position` stands at or after `last`. What stands on links that a reset left behind
 * comes before everything of a later generation.
 */
export function isAtOrAfter(chain: VerifiedChain, position: Position, last: Position | undefined): boolean {
  if (last === undefined) return true
  const place = (one: Position) => chain.steps.findIndex(step => equal(step.position.hash, one.hash))
  const [at, before] = [place(position), place(last)]
  return before < 0 ? position.generation > last.generation : at >= before
}
