import { type Decoded, opaque, struct } from "@colombe/base"
import { credentialTypes } from "../registry.ts"
import { openChoice } from "./open-choice.ts"
import { list } from "./vectors.ts"

const certificatesMax = 16

/** RFC 9420 §5.3. An application's own type is `custom`, with a private number. */
export const credential = openChoice("type", credentialTypes, {
  basic: struct({ identity: opaque }),
  x509: struct({ certificates: list(opaque, certificatesMax) }),
})
export type Credential = Decoded<typeof credential>

export function credentialTypeOf(value: Credential): number {
  return value.type === "custom" ? value.number : credentialTypes[value.type]
}
