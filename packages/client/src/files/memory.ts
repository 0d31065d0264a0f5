import { type Bytes, concat, fail } from "@colombe/base"
import type { FilePorts, LocalBlobs } from "./ports.ts"

/** For tests and simulations. */
export function memoryLocalBlobs(blobs = new Map<string, Bytes>()): LocalBlobs {
  return {
    names: async () => [...blobs.keys()],
    length: async name => blobs.get(name)?.length ?? 0,
    append: async (name, offset, bytes) => {
      blobs.set(name, concat((blobs.get(name) ?? new Uint8Array()).slice(0, offset), bytes))
    },
    read: async (name, from, to) => (blobs.get(name) ?? new Uint8Array()).slice(from, to),
    remove: async name => void blobs.delete(name),
  }
}

/** Files of a home that reaches no server. */
export function unreachableFiles(): FilePorts {
  const unreachable = async () => fail("server-unreachable", "after-delay")
  return { local: memoryLocalBlobs(), transfer: { send: unreachable, fetch: unreachable } }
}
