/** Bytes of a file, `to` not included. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/**
 * What a `Range` header asks of a file of so many bytes (RFC 9110 §14): `whole` where there is none, or one that is not
 * understood and may be ignored; `none` where nothing of the file is in it.
 */
export function rangeOf(header: string | null, size: number): ByteRange | "whole" | "none" {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? []
  if (first === "" && last === "") return "whole"
  if (first === "") {
    const from = Math.max(0, size - Number(last))
    return from < size ? { from, to: size } : "none"
  }
  const from = Number(first)
  const to = last === "" ? size : Math.min(Number(last) + 1, size)
  if (last !== "" && Number(last) < from) return "whole"
  return from < size ? { from, to } : "none"
}
