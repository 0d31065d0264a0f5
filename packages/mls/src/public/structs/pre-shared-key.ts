import { choice, type Decoded, enumeration, opaque, struct, uint16, uint64 } from "@colombe/base"

const resumptionUsages = enumeration(1, { application: 1, reInit: 2, branch: 3 })

/** RFC 9420 §8.4. */
export const preSharedKeyId = struct({
  key: choice("kind", enumeration(1, { external: 1, resumption: 2 }), {
    external: struct({ id: opaque }),
    resumption: struct({ usage: resumptionUsages, groupId: opaque, epoch: uint64 }),
  }),
  nonce: opaque,
})
export type PreSharedKeyId = Decoded<typeof preSharedKeyId>

export const preSharedKeyLabel = struct({ id: preSharedKeyId, index: uint16, count: uint16 })
