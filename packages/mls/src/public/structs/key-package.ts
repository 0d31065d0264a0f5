import { type Bytes, constant, type Decoded, encode, opaque, struct, uint16 } from "@colombe/base"
import { mls10 } from "../registry.ts"
import { extensions } from "./extension.ts"
import { leafNode } from "./leaf-node.ts"

const contentFields = {
  version: constant(uint16, mls10),
  suite: uint16,
  initKey: opaque,
  leaf: leafNode,
  extensions,
}
const keyPackageContent = struct(contentFields)
export type KeyPackageContent = Decoded<typeof keyPackageContent>

/** RFC 9420 §10. */
export const keyPackage = struct({ ...contentFields, signature: opaque })
export type KeyPackage = Decoded<typeof keyPackage>

/** KeyPackageTBS. */
export function keyPackageSigned(content: KeyPackageContent): Bytes {
  return encode(keyPackageContent, content)
}
