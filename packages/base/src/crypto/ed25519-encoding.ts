import { type Bytes, equal } from "../bytes.ts"

const prime = 2n ** 255n - 19n
const order = 2n ** 252n + 27742317777372353535851937790883648493n
const signatureLength = 64
const pointLength = 32

/** Half of the y coordinates of points of order 8; the other half is p minus it. */
const orderEightY = 2707385501144840649318225287225658788936804267575313519463743609750303402022n

/** y of all points whose order divides 8: orders 4, 1, 2 and 8. The sign of x makes no difference to the order. */
const smallOrderY = [0n, 1n, prime - 1n, orderEightY, prime - orderEightY].map(littleEndian)

function littleEndian(value: bigint): Bytes {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
}

function below(bytes: Bytes, bound: Bytes): boolean {
  for (let index = 31; index >= 0; index--) {
    const difference = (bytes[index] ?? 0) - (bound[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

const primeBytes = littleEndian(prime)
const orderBytes = littleEndian(order)

/**
 * Rule E2 for one point. The two encodings with x = 0 and a set sign bit are not canonical either, but their points
 * have order 1 and 2, so the second condition refuses them.
 */
export function acceptablePoint(bytes: Bytes): boolean {
  if (bytes.length !== pointLength) return false
  const y = bytes.slice()
  y[31] = (y[31] ?? 0) & 0x7f
  return below(y, primeBytes) && !smallOrderY.some(small => equal(small, y))
}

/**
 * Rules E1 and E2 of the specification: what is decided before any library sees the signature, since libraries
 * differ exactly here. All of it is public, so its time may depend on it.
 */
export function acceptableEncoding(publicKey: Bytes, signature: Bytes): boolean {
  return (
    signature.length === signatureLength &&
    below(signature.subarray(pointLength), orderBytes) &&
    acceptablePoint(publicKey) &&
    acceptablePoint(signature.subarray(0, pointLength))
  )
}
