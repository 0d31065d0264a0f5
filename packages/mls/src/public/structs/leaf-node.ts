import {
  type Bytes,
  choice,
  concat,
  type Decoded,
  encode,
  enumeration,
  opaque,
  struct,
  uint16,
  uint32,
} from "@colombe/base"
import { credential } from "./credential.ts"
import { extensions } from "./extension.ts"
import { list, uint64Big } from "./vectors.ts"

/** RFC 9420 §7.2. Values that are not known, GREASE among them, stay in the lists and mean nothing. */
export const capabilities = struct({
  versions: list(uint16),
  suites: list(uint16),
  extensions: list(uint16),
  proposals: list(uint16),
  credentials: list(uint16),
})
export type Capabilities = Decoded<typeof capabilities>

/** Seconds since 1970. */
export const lifetime = struct({ notBefore: uint64Big, notAfter: uint64Big })
export type Lifetime = Decoded<typeof lifetime>

/** Where the leaf came from, with what only that origin has. */
export const leafSource = choice("kind", enumeration(1, { keyPackage: 1, update: 2, commit: 3 }), {
  keyPackage: struct({ lifetime }),
  update: struct({}),
  commit: struct({ parentHash: opaque }),
})
export type LeafSource = Decoded<typeof leafSource>

const contentFields = {
  encryptionKey: opaque,
  signatureKey: opaque,
  credential,
  capabilities,
  source: leafSource,
  extensions,
}
const leafNodeContent = struct(contentFields)
export type LeafNodeContent = Decoded<typeof leafNodeContent>

/** RFC 9420 §7.2. */
export const leafNode = struct({ ...contentFields, signature: opaque })
export type LeafNode = Decoded<typeof leafNode>

const leafPlace = struct({ groupId: opaque, leafIndex: uint32 })
export type LeafPlace = Decoded<typeof leafPlace>

/** LeafNodeTBS: a leaf made inside a group is bound to the group and the place; one in a key package is not. */
export function leafNodeSigned(leaf: LeafNodeContent, place: LeafPlace | undefined): Bytes {
  const content = encode(leafNodeContent, leaf)
  if (leaf.source.kind === "keyPackage" || place === undefined) return content
  return concat(content, encode(leafPlace, place))
}
