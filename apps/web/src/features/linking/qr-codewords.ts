import { errorCorrection } from "./reed-solomon.ts"

/** One size of code, error correction level M: blocks of so many data codewords, each with `correction` behind it. */
export interface QrVersion {
  readonly version: number
  readonly correction: number
  readonly blocks: readonly number[]
  /** Centres of the alignment patterns, on both axes. */
  readonly alignment: readonly number[]
}

const of = (count: number, data: number): readonly number[] => new Array<number>(count).fill(data)

/** ISO/IEC 18004, tables 9 and E.1: from what linking a device needs to an invite link with a long title. */
const versions: readonly QrVersion[] = [
  { version: 5, correction: 24, blocks: of(2, 43), alignment: [6, 30] },
  { version: 6, correction: 16, blocks: of(4, 27), alignment: [6, 34] },
  { version: 7, correction: 18, blocks: of(4, 31), alignment: [6, 22, 38] },
  { version: 8, correction: 22, blocks: [...of(2, 38), ...of(2, 39)], alignment: [6, 24, 42] },
  { version: 9, correction: 22, blocks: [...of(3, 36), ...of(2, 37)], alignment: [6, 26, 46] },
  { version: 10, correction: 26, blocks: [...of(4, 43), 44], alignment: [6, 28, 50] },
  { version: 11, correction: 30, blocks: [50, ...of(4, 51)], alignment: [6, 30, 54] },
  { version: 12, correction: 22, blocks: [...of(6, 36), ...of(2, 37)], alignment: [6, 32, 58] },
  { version: 13, correction: 22, blocks: [...of(8, 37), 38], alignment: [6, 34, 62] },
  { version: 14, correction: 24, blocks: [...of(4, 40), ...of(5, 41)], alignment: [6, 26, 46, 66] },
  { version: 15, correction: 24, blocks: [...of(5, 41), ...of(5, 42)], alignment: [6, 26, 48, 70] },
  { version: 16, correction: 28, blocks: [...of(7, 45), ...of(3, 46)], alignment: [6, 26, 50, 74] },
  { version: 17, correction: 28, blocks: [...of(10, 46), 47], alignment: [6, 30, 54, 78] },
  { version: 18, correction: 26, blocks: [...of(9, 43), ...of(4, 44)], alignment: [6, 30, 56, 82] },
]

const byteMode = 0b0100
const padding = [0xec, 0x11] as const

/** The text as bytes in the smallest version that holds it; undefined where none does. */
export function qrCodewords(
  text: string,
): { readonly version: QrVersion; readonly codewords: readonly number[] } | undefined {
  const bytes = new TextEncoder().encode(text)
  for (const version of versions) {
    const capacity = version.blocks.reduce((sum, data) => sum + data, 0)
    const lengthBits = version.version < 10 ? 8 : 16
    if (4 + lengthBits + bytes.length * 8 > capacity * 8) continue
    const data = dataCodewords(bytes, lengthBits, capacity)
    return { version, codewords: interleave(version, data) }
  }
  return undefined
}

function dataCodewords(bytes: Uint8Array, lengthBits: number, capacity: number): readonly number[] {
  const bits = [
    ...bitsOf(byteMode, 4),
    ...bitsOf(bytes.length, lengthBits),
    ...[...bytes].flatMap(byte => bitsOf(byte, 8)),
  ]
  bits.push(...new Array<number>(Math.min(4, capacity * 8 - bits.length)).fill(0))
  while (bits.length % 8 > 0) bits.push(0)
  const data: number[] = []
  for (let at = 0; at < bits.length; at += 8)
    data.push(bits.slice(at, at + 8).reduce((value, bit) => value * 2 + bit, 0))
  for (let count = 0; data.length < capacity; count++) data.push(padding[count % 2] ?? 0)
  return data
}

export function bitsOf(value: number, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => (value >> (length - 1 - index)) & 1)
}

/** First codewords of all blocks, then second ones, and so on; the correction likewise, behind. */
function interleave({ blocks, correction }: QrVersion, data: readonly number[]): readonly number[] {
  let from = 0
  const parts = blocks.map(length => {
    const block = data.slice(from, from + length)
    from += length
    return { block, check: errorCorrection(block, correction) }
  })
  const turn = (lists: readonly (readonly number[])[]) =>
    Array.from({ length: Math.max(...lists.map(list => list.length)) }, (_, index) =>
      lists.flatMap(list => list[index] ?? []),
    ).flat()
  return [...turn(parts.map(({ block }) => block)), ...turn(parts.map(({ check }) => check))]
}
