/**
 * The same plain data with bytes of its own, so that neither side of the port can change what the other holds.
 * Data of the port is bytes, arrays, records and primitives, nothing else.
 */
export function copy<Value>(value: Value): Value {
  if (value instanceof Uint8Array) return new Uint8Array(value) as Value
  if (Array.isArray(value)) return value.map(copy) as Value
  if (typeof value !== "object" || value === null) return value
  const copied: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(value)) copied[name] = copy(field)
  return copied as Value
}
