import {
  type Bytes,
  constant,
  type Decoded,
  encode,
  opaque,
  struct,
  uint16,
  uint32,
  uint64,
} from "@colombe/base"
import { mls10 } from "../registry.ts"
import { extensions } from "./extension.ts"

/** RFC 9420 §8.1. */
export const groupContext = struct({
  version: constant(uint16, mls10),
  suite: uint16,
  groupId: opaque,
  epoch: uint64,
  treeHash: opaque,
  confirmedTranscriptHash: opaque,
  extensions,
})
export type GroupContext = Decoded<typeof groupContext>

const contentFields = { context: groupContext, extensions, confirmationTag: opaque, signer: uint32 }
const groupInfoContent = struct(contentFields)
export type GroupInfoContent = Decoded<typeof groupInfoContent>

/** RFC 9420 §12.4.3. */
export const groupInfo = struct({ ...contentFields, signature: opaque })
export type GroupInfo = Decoded<typeof groupInfo>

/** GroupInfoTBS. */
export function groupInfoSigned(content: GroupInfoContent): Bytes {
  return encode(groupInfoContent, content)
}
