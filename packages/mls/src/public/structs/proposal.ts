import { choice, type Decoded, enumeration, opaque, struct, uint16, uint32 } from "@colombe/base"
import { proposalTypes } from "../registry.ts"
import { extensions } from "./extension.ts"
import { keyPackage } from "./key-package.ts"
import { leafNode } from "./leaf-node.ts"
import { openChoice } from "./open-choice.ts"
import { preSharedKeyId } from "./pre-shared-key.ts"

export const add = struct({ keyPackage })
export const update = struct({ leaf: leafNode })
export const remove = struct({ removed: uint32 })
export const preSharedKey = struct({ id: preSharedKeyId })
export const reInit = struct({ groupId: opaque, version: uint16, suite: uint16, extensions })
export const externalInit = struct({ kemOutput: opaque })
export const groupContextExtensions = struct({ extensions })
export type ReInit = Decoded<typeof reInit>

/** RFC 9420 §12.1, and SelfRemove. An application's own type is `custom`, with a private number. */
export const proposal = openChoice("kind", proposalTypes, {
  add,
  update,
  remove,
  preSharedKey,
  reInit,
  externalInit,
  groupContextExtensions,
  selfRemove: struct({}),
})
export type Proposal = Decoded<typeof proposal>

export function proposalTypeOf(value: Proposal): number {
  return value.kind === "custom" ? value.number : proposalTypes[value.kind]
}

/** RFC 9420 §12.4. */
export const proposalOrRef = choice("kind", enumeration(1, { value: 1, reference: 2 }), {
  value: struct({ proposal }),
  reference: struct({ reference: opaque }),
})
export type ProposalOrRef = Decoded<typeof proposalOrRef>
