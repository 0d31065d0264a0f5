/** GF(256) with x^8 + x^4 + x^3 + x^2 + 1, as QR codes use it (ISO/IEC 18004, annex A). */
function multiply(left: number, right: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product & 0x80 ? 0x11d : 0)
    if ((right >> bit) & 1) product ^= left
  }
  return product & 0xff
}

/** Coefficients below the highest, of the product of (x − 2^i) for i below `degree`. */
function generator(degree: number): readonly number[] {
  let coefficients = [1]
  let root = 1
  for (let count = 0; count < degree; count++) {
    const next = [...coefficients, 0]
    for (const [index, coefficient] of coefficients.entries())
      next[index + 1] = (next[index + 1] ?? 0) ^ multiply(coefficient, root)
    coefficients = next
    root = multiply(root, 2)
  }
  return coefficients.slice(1)
}

/** The codewords that go behind a block of data. */
export function errorCorrection(data: readonly number[], count: number): readonly number[] {
  const divisor = generator(count)
  let rest = new Array<number>(count).fill(0)
  for (const codeword of data) {
    const factor = codeword ^ (rest[0] ?? 0)
    rest = [...rest.slice(1), 0].map((value, index) => value ^ multiply(divisor[index] ?? 0, factor))
  }
  return rest
}
