/** The smallest plaintext: with header and tag a stored message of 526 bytes. */
export const paddedBytesMin = 384

/** The largest plaintext. Bigger things are files. */
export const paddedBytesMax = 256 * 1024

/** Smallest of 384·2^k and 512·2^k that holds `length` bytes: two steps an octave, so a size says little. */
export function paddedLength(length: number): number {
  let size = paddedBytesMin
  while (size < length) size = size % 3 === 0 ? (size / 3) * 4 : (size / 2) * 3
  return size
}
