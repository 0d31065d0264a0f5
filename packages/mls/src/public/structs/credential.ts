import { choice, type Decoded, enumeration, opaque, struct } from "@colombe/base"
import { credentialTypes } from "../registry.ts"
import { list } from "./vectors.ts"

const certificatesMax = 16

/** RFC 9420 §5.3. A type that is not known cannot be read past, so it is refused. */
export const credential = choice("type", enumeration(2, credentialTypes), {
  basic: struct({ identity: opaque }),
  x509: struct({ certificates: list(opaque, certificatesMax) }),
})
export type Credential = Decoded<typeof credential>
