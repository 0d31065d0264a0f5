import { bitsOf, type QrVersion, qrCodewords } from "./qr-codewords.ts"

/** Rows of modules, true where dark; without the quiet zone around it. */
export type QrMatrix = readonly (readonly boolean[])[]

/** Undefined while nothing stands there. */
type Draft = (boolean | undefined)[][]

const masks: readonly ((row: number, column: number) => boolean)[] = [
  (row, column) => (row + column) % 2 === 0,
  row => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
]

/** ISO/IEC 18004, level M. Undefined for a text that is too long. */
export function qrMatrix(text: string): QrMatrix | undefined {
  const made = qrCodewords(text)
  if (made === undefined) return undefined
  const frame = functionPatterns(made.version)
  const path = dataPath(frame)
  const bits = made.codewords.flatMap(codeword => bitsOf(codeword, 8))
  const candidates = masks.map((mask, number) => {
    const matrix = frame.map(row => [...row])
    for (const [index, [row, column]] of path.entries())
      set(matrix, row, column, ((bits[index] ?? 0) === 1) !== mask(row, column))
    drawFormat(matrix, number)
    return matrix.map(row => row.map(module => module === true))
  })
  return candidates.reduce((best, one) => (penalty(one) < penalty(best) ? one : best))
}

function set(matrix: Draft, row: number, column: number, dark: boolean): void {
  const line = matrix[row]
  if (line !== undefined && column >= 0 && column < line.length) line[column] = dark
}

/** Everything that is not data: finders, alignment, timing, and room for format and version. */
function functionPatterns({ version, alignment }: QrVersion): Draft {
  const size = 17 + 4 * version
  const matrix: Draft = Array.from({ length: size }, () =>
    new Array<boolean | undefined>(size).fill(undefined),
  )
  for (let at = 8; at < size - 8; at++) {
    set(matrix, 6, at, at % 2 === 0)
    set(matrix, at, 6, at % 2 === 0)
  }
  const last = alignment.at(-1) ?? 0
  for (const row of alignment)
    for (const column of alignment) {
      const [low, high] = [Math.min(row, column), Math.max(row, column)]
      const underFinder = low === 6 && (high === 6 || high === last)
      if (!underFinder) drawRings(matrix, row, column, 2)
    }
  drawRings(matrix, 3, 3, 4)
  drawRings(matrix, 3, size - 4, 4)
  drawRings(matrix, size - 4, 3, 4)
  drawFormat(matrix, 0)
  if (version >= 7) drawVersion(matrix, version)
  return matrix
}

/** Rings around a centre: dark, but for the second one, and a finder's outermost, which keeps it apart. */
function drawRings(matrix: Draft, row: number, column: number, radius: number): void {
  for (let down = -radius; down <= radius; down++)
    for (let right = -radius; right <= radius; right++) {
      const ring = Math.max(Math.abs(down), Math.abs(right))
      const light = radius === 2 ? ring === 1 : ring === 2 || ring === 4
      if (row + down >= 0) set(matrix, row + down, column + right, !light)
    }
}

/** Bits with the remainder of their division behind them: the BCH codes of annexes C and D. */
function withRemainder(value: number, length: number, divisor: number): number {
  let rest = value << length
  for (let at = 31 - Math.clz32(rest || 1); at >= length; at = 31 - Math.clz32(rest || 1))
    rest ^= divisor << (at - length)
  return (value << length) | rest
}

const formatMask = 0b101010000010010

function drawFormat(matrix: Draft, mask: number): void {
  const size = matrix.length
  // Level M is 00, so the mask alone is the value.
  const format = withRemainder(mask, 10, 0x537) ^ formatMask
  for (let index = 0; index < 15; index++) {
    const dark = ((format >> index) & 1) === 1
    const beside = index < 6 ? index : index < 8 ? index + 1 : size - 15 + index
    set(matrix, beside, 8, dark)
    const below = index < 8 ? size - 1 - index : index === 8 ? 7 : 14 - index
    set(matrix, 8, below, dark)
  }
  set(matrix, size - 8, 8, true)
}

function drawVersion(matrix: Draft, version: number): void {
  const size = matrix.length
  const bits = withRemainder(version, 12, 0x1f25)
  for (let index = 0; index < 18; index++) {
    const dark = ((bits >> index) & 1) === 1
    const [near, far] = [Math.floor(index / 3), size - 11 + (index % 3)]
    set(matrix, near, far, dark)
    set(matrix, far, near, dark)
  }
}

/** Two columns at a time from the right, up and down in turn; the timing column is left out. */
function dataPath(frame: Draft): readonly (readonly [number, number])[] {
  const size = frame.length
  const path: (readonly [number, number])[] = []
  for (let pair = 0; pair < (size - 1) / 2; pair++) {
    const right = size - 1 - 2 * pair
    const left = right > 6 ? right : right - 1
    for (let step = 0; step < size; step++) {
      const row = pair % 2 === 0 ? size - 1 - step : step
      for (const column of [left, left - 1]) if (frame[row]?.[column] === undefined) path.push([row, column])
    }
  }
  return path
}

/** How much a mask leaves of what cameras mistake: long runs, blocks, false finders, too much of one colour. */
function penalty(matrix: QrMatrix): number {
  const columns = matrix.map((_, index) => matrix.map(row => row[index] === true))
  const lines = [...matrix, ...columns].map(line => line.map(module => (module ? "1" : "0")).join(""))
  let points = 0
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2
    for (const finder of ["10111010000", "00001011101"])
      for (let at = line.indexOf(finder); at >= 0; at = line.indexOf(finder, at + 1)) points += 40
  }
  for (const [row, line] of matrix.entries())
    for (const [column, module] of line.entries()) {
      const below = matrix[row + 1]
      const same = line[column + 1] === module && below?.[column] === module
      if (same && below?.[column + 1] === module) points += 3
    }
  const dark = matrix.flat().filter(module => module).length
  return points + 10 * Math.floor(Math.abs((dark * 20) / matrix.length ** 2 - 10))
}
