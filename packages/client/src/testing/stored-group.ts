import type { Crypto } from "@colombe/base/crypto"
import type { Group } from "@colombe/mls"
import { loadGroup } from "../conversation/group-state.ts"
import { type MemoryRecords, memoryLocalStore } from "../store/memory.ts"

/** What whoever has the records of a home can do in a conversation's group; undefined where it holds no secrets of it. */
export async function storedGroup(
  crypto: Crypto,
  records: MemoryRecords,
  conversation: Uint8Array,
): Promise<Group | undefined> {
  return (await loadGroup({ mls: { crypto } }, memoryLocalStore(records), conversation))?.member
}
