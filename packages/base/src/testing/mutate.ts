import type { Bytes } from "../bytes.ts"
import { deterministicCrypto } from "../crypto/deterministic.ts"
import { toUtf8 } from "../utf8.ts"

/** A whole number from 0, below `bound`. */
export interface Draws {
  below(bound: number): number
}

/** Bytes as somebody hostile would change them: bits, bytes, lengths, cuts, pieces of other messages. */
export function mutate(original: Bytes, other: Bytes, random: Draws): Bytes {
  if (original.length === 0) return other
  // A library's own kind of byte array shares its memory with what is cut from it.
  const bytes = new Uint8Array(original)
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

/** `count` byte strings that begin as one of the samples and were changed up to three times; the same for a seed. */
export function* hostileBytes(seed: string, samples: readonly Bytes[], count: number): Generator<Bytes> {
  const { random } = deterministicCrypto(toUtf8(seed))
  const below = (bound: number): number => random(4).reduce((value, byte) => value * 256 + byte, 0) % bound
  const pick = (): Bytes => samples[below(samples.length)] ?? new Uint8Array()
  for (let made = 0; made < count; made++) {
    let bytes = pick()
    for (let changes = 1 + below(3); changes > 0; changes--) bytes = mutate(bytes, pick(), { below })
    yield bytes
  }
}
