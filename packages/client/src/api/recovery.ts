import type { Bytes, Result } from "@colombe/base"
import type { Me } from "./account.ts"

/** Coming back into an account with nothing but its words. */
export interface RecoveryCalls {
  /**
   * Makes this home a device of the account and gives it the whole history. The words that are wrong say so in the
   * failure's cause: `count`, or `word`, `index` from 0 and `suggestions`.
   */
  recover(request: RecoverRequest): Promise<Result<Me>>
  /**
   * 32 bytes that open the account beside the words: what a passkey gives. They stand among the devices as `words`, and
   * are taken out like one.
   */
  addSpareRoot(root: Bytes): Promise<Result<void>>
}

export type RecoverRequest = RecoverPlace & (WithWords | WithRoot)

interface RecoverPlace {
  /** Without the host. */
  readonly handle: string
  readonly server: string
  /** Leaves the account's other devices in it. Otherwise they are taken out: whoever has them reads nothing more. */
  readonly keepDevices?: boolean
}

interface WithWords {
  /** As written down: in capitals or not, with any blanks, commas and numbers between them. */
  readonly words: string
}

interface WithRoot {
  readonly words?: undefined
  /** As given to `addSpareRoot`. */
  readonly root: Bytes
}
