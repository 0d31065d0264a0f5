import { type Milliseconds, StorageFailure } from "@colombe/base"
import { type Refused, refuse } from "@colombe/wire"

/** Room on a full disk is made by a person: asking every second would only load what is left. */
const retryWhenFull: Milliseconds = 15_000
/** A disk that fails is exchanged, and the server started anew. */
const retryWhenFailed: Milliseconds = 60_000

/** What a client hears of a fault inside: whether it may come back, and nothing of what it was. */
export function refuseFault(cause: unknown): Refused {
  if (!(cause instanceof StorageFailure)) return refuse("internal")
  return cause.code === "storage-full"
    ? refuse("server-storage-full", { retryAfter: retryWhenFull })
    : refuse("server-storage-failed", { retryAfter: retryWhenFailed })
}
