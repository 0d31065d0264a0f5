import { expect, test } from "bun:test"
import decodeQR from "qr/decode.js"
import { qrCodewords } from "./qr-codewords.ts"
import { type QrMatrix, qrMatrix } from "./qr-matrix.ts"
import { errorCorrection } from "./reed-solomon.ts"

const link = `colombe:link#${"Ab3-_x".repeat(14)}`

function matrixOf(text: string): QrMatrix {
  const matrix = qrMatrix(text)
  if (matrix === undefined) throw new Error("there is a code")
  return matrix
}

test("error correction is that of the worked example for HELLO WORLD", () => {
  const data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17]
  expect(errorCorrection(data, 10)).toEqual([196, 35, 39, 119, 235, 215, 231, 226, 93, 23])
})

/** Beside the upper left finder, the highest bit first: along row 8, then up column 8. */
function formatOf(matrix: QrMatrix): string {
  const along = [0, 1, 2, 3, 4, 5, 7].map(column => matrix[8]?.[column])
  const up = [8, 7, 5, 4, 3, 2, 1, 0].map(row => matrix[row]?.[8])
  return [...along, ...up].map(dark => (dark ? "1" : "0")).join("")
}

/** Level M with masks 0 to 7, as the standard lists them. */
const formats = [
  "101010000010010",
  "101000100100101",
  "101111001111100",
  "101101101001011",
  "100010111111001",
  "100000011001110",
  "100111110010111",
  "100101010100000",
]

const maskAt: readonly ((row: number, column: number) => boolean)[] = [
  (i, j) => (i + j) % 2 === 0,
  i => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => ((i >> 1) + Math.trunc(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
]

/** Version 6: what a reader takes as data, by where the standard puts everything else. */
function isData(row: number, column: number, size: number): boolean {
  const finder = (row < 9 && column < 9) || (row < 9 && column >= size - 8) || (row >= size - 8 && column < 9)
  const alignment = Math.abs(row - 34) <= 2 && Math.abs(column - 34) <= 2
  return !finder && !alignment && row !== 6 && column !== 6
}

/** Column pairs from the right; the timing column belongs to none. */
const pairs = [40, 38, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 5, 3, 1]

function readCodewords(matrix: QrMatrix): readonly number[] {
  const size = matrix.length
  const mask = maskAt[formats.indexOf(formatOf(matrix))]
  const bits: number[] = []
  for (const [count, right] of pairs.entries())
    for (let step = 0; step < size; step++)
      for (const column of [right, right - 1]) {
        const row = count % 2 === 0 ? size - 1 - step : step
        if (isData(row, column, size)) bits.push(Number(matrix[row]?.[column] !== mask?.(row, column)))
      }
  return Array.from({ length: Math.floor(bits.length / 8) }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((value, bit) => value * 2 + bit, 0),
  )
}

test("a reader finds the format, and in the modules the text that was written", () => {
  const matrix = matrixOf(link)
  expect(matrix).toHaveLength(41)
  expect(formats).toContain(formatOf(matrix))
  const read = readCodewords(matrix)
  expect(read).toEqual([...(qrCodewords(link)?.codewords ?? [])])
  // Four blocks of 27, first codewords first.
  const data = [0, 1, 2, 3].flatMap(block => Array.from({ length: 27 }, (_, at) => read[at * 4 + block] ?? 0))
  const bits = data.map(byte => byte.toString(2).padStart(8, "0")).join("")
  expect(bits.slice(0, 4)).toBe("0100")
  const length = Number.parseInt(bits.slice(4, 12), 2)
  const bytes = Array.from({ length }, (_, at) => Number.parseInt(bits.slice(12 + at * 8, 20 + at * 8), 2))
  expect(String.fromCharCode(...bytes)).toBe(link)
})

test("the three finders stand in their corners, and the version is named from 7 on", () => {
  const matrix = matrixOf(`${link}${"x".repeat(20)}`)
  const size = matrix.length
  expect(size).toBe(45)
  const finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
  const corner = (top: number, left: number) =>
    finder.map((_, row) => finder.map((_, at) => (matrix[top + row]?.[left + at] ? "1" : "0")).join(""))
  expect(corner(0, 0)).toEqual(finder)
  expect(corner(0, size - 7)).toEqual(finder)
  expect(corner(size - 7, 0)).toEqual(finder)
  const version = Array.from({ length: 18 }, (_, index) =>
    matrix[Math.floor(index / 3)]?.[size - 11 + (index % 3)] ? "1" : "0",
  )
  expect(version.reverse().join("")).toBe("000111110010010100")
})

/** As a camera sees it: some pixels a module, with a margin. */
function seen(matrix: QrMatrix): {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
} {
  const [scale, margin] = [4, 4]
  const size = (matrix.length + 2 * margin) * scale
  const data = new Uint8Array(size * size * 4).fill(255)
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (matrix[Math.floor(y / scale) - margin]?.[Math.floor(x / scale) - margin])
        data.set([0, 0, 0], (y * size + x) * 4)
  return { width: size, height: size, data }
}

test("a reader of another make finds the text in every size", () => {
  const most = [84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560]
  for (const [index, length] of most.entries()) {
    const text = "aB3-_x/#".repeat(70).slice(0, length)
    const matrix = matrixOf(text)
    expect(matrix).toHaveLength(17 + 4 * (index + 5))
    expect(decodeQR(seen(matrix))).toBe(text)
  }
})

test("a text of up to 560 bytes has a code, a longer one has none", () => {
  expect(qrMatrix("x".repeat(560))).toHaveLength(89)
  expect(qrMatrix("x".repeat(561))).toBeUndefined()
})
