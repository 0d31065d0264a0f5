import type { Bytes } from "@colombe/base"
import type { Random } from "./random.ts"

/** Bytes as somebody hostile would change them: bits, bytes, lengths, cuts, pieces of other messages. */
export function mutate(bytes: Bytes, other: Bytes, random: Random): Bytes {
  if (bytes.length === 0) return other
  const place = random.below(bytes.length)
  const changed = bytes.slice()
  switch (random.below(6)) {
    case 0:
      changed[place] = (changed[place] ?? 0) ^ (1 << random.below(8))
      return changed
    case 1:
      changed[place] = random.below(256)
      return changed
    case 2:
      return bytes.slice(0, place)
    case 3:
      return Uint8Array.of(...bytes.slice(0, place), ...bytes.slice(place + 1 + random.below(8)))
    case 4: {
      const from = random.below(other.length + 1)
      const piece = other.slice(from, from + 1 + random.below(40))
      return Uint8Array.of(...bytes.slice(0, place), ...piece, ...bytes.slice(place))
    }
    default:
      changed.fill(random.below(2) * 255, place, place + 1 + random.below(32))
      return changed
  }
}
