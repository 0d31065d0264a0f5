import { toHex } from "@colombe/base"

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Byte strings become hexadecimal, what is absent null. */
export function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null
  if (value instanceof Uint8Array) return toHex(value)
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toJson(one)]))
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value
  throw new Error(`not a value of a vector: ${String(value)}`)
}
