import { fromHex, toHex } from "@colombe/base"

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Byte strings become hexadecimal, maps lists of pairs, what is absent null. */
export function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null
  if (value instanceof Uint8Array) return toHex(value)
  if (value instanceof Map) return [...value].map(pair => pair.map(toJson))
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toJson(one)]))
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value
  throw new Error(`not a value of a vector: ${String(value)}`)
}

/** A field of a vector that is a byte string. */
export function bytesIn(vector: Json, ...path: readonly (string | number)[]): Uint8Array {
  const text = valueIn(vector, ...path)
  const bytes = typeof text === "string" ? fromHex(text) : undefined
  if (bytes === undefined) throw new Error(`no bytes at ${path.join(".")}`)
  return bytes
}

export function valueIn(vector: Json, ...path: readonly (string | number)[]): Json {
  let value: Json | undefined = vector
  for (const name of path)
    value = value !== null && typeof value === "object" ? (value as Record<string, Json>)[name] : undefined
  if (value === undefined) throw new Error(`nothing at ${path.join(".")}`)
  return value
}

export function textIn(vector: Json, ...path: readonly (string | number)[]): string {
  const text = valueIn(vector, ...path)
  if (typeof text !== "string") throw new Error(`no text at ${path.join(".")}`)
  return text
}

export function listIn(vector: Json, ...path: readonly (string | number)[]): readonly Json[] {
  const list = valueIn(vector, ...path)
  if (!Array.isArray(list)) throw new Error(`no list at ${path.join(".")}`)
  return list
}
