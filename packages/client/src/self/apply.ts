import { type Bytes, decode, fixed, uint64 } from "@colombe/base"
import { takeVerified } from "../account/verified.ts"
import { readUpTo } from "../conversation/read-position.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { applyProfile } from "../profile/own.ts"
import { areas, type Register } from "./registers.ts"

/** Registers that are part of something else here: how far a conversation was read, and who was verified. */
export async function applyRegister(
  receiving: Receiving,
  key: Bytes,
  { device, value }: Register,
): Promise<void> {
  const [area, name] = [key[0], key.slice(1)]
  if (area === areas.read) {
    const seq = decode(uint64, value)
    if (seq.ok && decode(fixed(32), name).ok) {
      const { home, transaction, identity } = receiving
      await readUpTo({ home, transaction, me: identity.me }, name, seq.value)
    }
  }
  if (area === areas.profile) await applyProfile(receiving, name, value)
  if (area === areas.contact && name.length === 32)
    await takeVerified(receiving.home, receiving.transaction, receiving.identity, name, value, device)
}
