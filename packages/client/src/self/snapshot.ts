import {
  choice,
  constant,
  type Decoded,
  enumeration,
  fixed,
  opaque,
  struct,
  uint8,
  uint16,
  uint64,
  vector,
} from "@colombe/base"
import { deviceId, digest } from "@colombe/rules"
import { keyRecord } from "@colombe/seal"
import { saidToSelf } from "../records/self-records.ts"

/** Entries in the log from which on reading one snapshot is less than reading all of them. */
export const snapshotFrom = 64
/** Bytes of one part's content: what fits the largest padded size that an entry may have. */
export const partBytes = 47_000

const heldRegister = struct({ key: opaque, lamport: uint64, device: deviceId, value: opaque })

/** Everything that stands between two keys, the second not included; empty: to the end. */
const range = { from: opaque, to: opaque }

/** Content of an entry of kind snapshot, spec V19. `seq`, `log`: the place of the log up to which it says everything. */
export const snapshotPart = struct({
  version: constant(uint8, 1),
  id: fixed(16),
  part: uint16,
  parts: uint16,
  seq: uint64,
  log: digest,
  says: choice("what", enumeration(1, { header: 0, registers: 1, keys: 2, messages: 3 }), {
    /** VaultEntry of the generation under which it is sealed. */
    header: struct({ entry: opaque }),
    registers: struct({ ...range, registers: vector(heldRegister) }),
    keys: struct({ ...range, keys: vector(keyRecord) }),
    /** What was said to oneself and not deleted since, by place. */
    messages: struct({ ...range, messages: vector(saidToSelf) }),
  }),
})
export type SnapshotPart = Decoded<typeof snapshotPart>
