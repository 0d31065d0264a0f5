import { constant, type Decoded, opaque, struct, uint8, uint16, uint64, vector } from "@colombe/base"
import { accountId, digest, position } from "./ids.ts"
import { signer } from "./link.ts"

/** `full` is 1 where both secrets are given, 0 for the self key alone; `keyPackage` is zeros for words and recovery. */
export const vaultRecipient = struct({
  to: signer,
  full: uint8,
  key: digest,
  keyPackage: digest,
  enc: opaque,
  ct: opaque,
})
export type VaultRecipient = Decoded<typeof vaultRecipient>

/** Self log entry of type 0xC3. Recipients sorted by (kind, id); `wraps` is the last good generation, 0 for none. */
export const vaultContent = struct({
  version: constant(uint16, 1),
  account: accountId,
  generation: uint64,
  prev: digest,
  wraps: uint64,
  position,
  signer,
  to: vector(vaultRecipient),
  back: opaque,
})
export type VaultContent = Decoded<typeof vaultContent>
/** Signed under "vault"; its name is Hash("vault", content). */
export const vaultHeader = struct({ content: opaque, signature: opaque })

/**
 * As stored: the header, and beside it the last-resort key packages of the devices it is sealed to, in the order of the
 * recipients, so that it can be checked for ever without asking the server for keys that were replaced long ago.
 */
export const vaultEntry = struct({ header: opaque, keyPackages: vector(opaque) })
export type VaultEntry = Decoded<typeof vaultEntry>
