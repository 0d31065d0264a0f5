import { type Bytes, type Failure, fail } from "@colombe/base"

/** What a cleaned file is made of, in order: stretches of the original, bytes instead of some, and zeros. */
export type Part = { readonly from: number; readonly to: number } | { readonly zeros: number } | Bytes

/** Its structure contradicts itself or was cut: what it hides cannot be told from what it shows. */
export const damaged: Failure<"hidden-data-damaged"> = fail("hidden-data-damaged")
/** Hidden data may be there, in a form that is not known here. */
export const unknown: Failure<"hidden-data-unknown"> = fail("hidden-data-unknown")

/** Parts that are added one after the other; neighbours become one. */
export class Parts {
  readonly all: Part[] = []

  keep(from: number, to: number): void {
    const last = this.all.at(-1)
    if (last !== undefined && "to" in last && last.to === from)
      this.all[this.all.length - 1] = { from: last.from, to }
    else if (to > from) this.all.push({ from, to })
  }

  write(bytes: Bytes): void {
    this.all.push(bytes)
  }

  clear(zeros: number): void {
    const last = this.all.at(-1)
    if (last !== undefined && "zeros" in last) this.all[this.all.length - 1] = { zeros: last.zeros + zeros }
    else this.all.push({ zeros })
  }
}

/** One byte a letter. */
export function letters(text: string): Bytes {
  return Uint8Array.from(text, letter => letter.charCodeAt(0))
}

export function standsAt(bytes: Bytes, at: number, text: string): boolean {
  return letters(text).every((letter, index) => bytes[at + index] === letter)
}

export function partLength(part: Part): number {
  if ("to" in part) return part.to - part.from
  return "zeros" in part ? part.zeros : part.length
}
