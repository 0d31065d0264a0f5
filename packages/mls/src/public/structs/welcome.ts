import { type Decoded, opaque, optional, struct, uint16 } from "@colombe/base"
import { hpkeCiphertext } from "./commit.ts"
import { preSharedKeyId } from "./pre-shared-key.ts"
import { list } from "./vectors.ts"

/** RFC 9420 §12.4.3.1. */
export const welcome = struct({
  suite: uint16,
  secrets: list(struct({ newMember: opaque, encryptedGroupSecrets: hpkeCiphertext })),
  encryptedGroupInfo: opaque,
})
export type Welcome = Decoded<typeof welcome>

/** What each new member finds in its part of the Welcome. */
export const groupSecrets = struct({
  joinerSecret: opaque,
  pathSecret: optional(struct({ secret: opaque })),
  preSharedKeys: list(preSharedKeyId),
})
export type GroupSecretsMessage = Decoded<typeof groupSecrets>
