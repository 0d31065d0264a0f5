import { type Bytes, type Milliseconds, type Result, succeed } from "@colombe/base"
import type { Home } from "../home/home.ts"
import type { Wire } from "../wire/wire.ts"

/** How often a side looks for what the other put, in milliseconds: for as long as a code lives, and no longer. */
export const pollEvery: Milliseconds = 500

/** One side's end of a link box. What was put or pulled is counted, so that a lost answer repeats and skips nothing. */
export interface BoxEnd {
  put(frame: Bytes): Promise<Result<void>>
  pull(): Promise<Result<readonly Bytes[]>>
}

/** `key`: of the new side; empty for the old one. `wire` gives the connection that stands at the moment. */
export function boxEnd(wire: () => Wire, name: Bytes, key: Bytes): BoxEnd {
  let put = 0
  let pulled = 0
  return {
    async put(frame) {
      const answer = await wire().call("putLinkFrame", { name, key, place: put, frame })
      if (!answer.ok) return answer
      put += 1
      return succeed()
    },
    async pull() {
      const answer = await wire().call("pullLinkFrames", { name, key, after: pulled })
      if (!answer.ok) return answer
      pulled += answer.value.frames.length
      return succeed(answer.value.frames)
    },
  }
}

export function pause(home: Home, delay: Milliseconds): Promise<void> {
  return new Promise(resolve => {
    home.clock.after(delay, resolve)
  })
}
