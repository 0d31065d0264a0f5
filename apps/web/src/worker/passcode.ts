import { argon2idAsync } from "@noble/hashes/argon2.js"

/** What one guess costs. */
export interface PasscodeCosts {
  readonly memoryKibibytes: number
  readonly passes: number
  readonly lanes: number
}

/** The second recommended option of RFC 9106 §4, for where memory is short. */
export const passcodeCosts: PasscodeCosts = { memoryKibibytes: 65_536, passes: 3, lanes: 4 }

const keyBytes = 32

/** The key of 32 bytes that a passcode stands for with this salt; the same letters typed in any form give the same. */
export function passcodeKey(
  passcode: string,
  salt: Uint8Array,
  { memoryKibibytes, passes, lanes }: PasscodeCosts,
): Promise<Uint8Array> {
  const password = new TextEncoder().encode(passcode.normalize("NFKC"))
  // In steps: the worker answers others meanwhile.
  return argon2idAsync(password, salt, { m: memoryKibibytes, t: passes, p: lanes, dkLen: keyBytes })
}
