import type { Milliseconds } from "@colombe/base"
import type { ServerContext } from "../context.ts"

/** How often files that no message names are looked for. */
const sweepMilliseconds: Milliseconds = 3_600_000
/** For how long an upload may wait for the message that names it. */
const unusedMilliseconds: Milliseconds = 7 * 24 * 3_600_000
/** Blobs removed at one time, so that nobody waits long for the store. */
const stepBlobs = 16

/** Removes files whose messages were never sent. What fails is tried again with the next sweep. Answers how to stop. */
export function sweepBlobs({ store, clock, log }: ServerContext): () => Promise<void> {
  let sweeping = Promise.resolve()
  let stopping = false
  const sweep = async (): Promise<void> => {
    try {
      while (
        !stopping &&
        (await store.blobs.sweep(clock.now() - unusedMilliseconds, stepBlobs)) === stepBlobs
      );
    } catch (cause) {
      log({ event: "blob-failed", cause })
    }
  }
  const later = (): (() => void) =>
    clock.after(sweepMilliseconds, () => {
      sweeping = sweep()
      cancel = later()
    })
  let cancel = later()
  return () => {
    stopping = true
    cancel()
    return sweeping
  }
}
