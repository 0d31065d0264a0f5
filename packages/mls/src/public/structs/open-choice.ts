import { type AnyCodec, type Bytes, type Codec, type Decoded, Malformed, opaque } from "@colombe/base"
import { isPrivate } from "../registry.ts"

/** A value of an application's own type: the engine carries its bytes and knows nothing of them. */
export type Custom<Tag extends string> = { readonly [T in Tag]: "custom" } & {
  /** Of the private range (RFC 9420 §17), 0xF000 and above. */
  readonly number: number
  readonly data: Bytes
}

type Known<Tag extends string, Cases extends Readonly<Record<string, AnyCodec>>> = {
  [Name in keyof Cases]: { readonly [T in Tag]: Name } & Decoded<Cases[Name]>
}[keyof Cases]

/**
 * `select (tag) { … }` behind a tag of two bytes. A number of the private range that none of `names` has is an
 * application's own, and its body one `opaque data<V>`. Any other number that is not known cannot be read past.
 */
export function openChoice<
  const Tag extends string,
  const Names extends Readonly<Record<string, number>>,
  const Cases extends Readonly<Record<keyof Names, AnyCodec>>,
>(tag: Tag, names: Names, cases: Cases): Codec<Known<Tag, Cases> | Custom<Tag>> {
  type Union = Known<Tag, Cases> | Custom<Tag>
  const byNumber = new Map(Object.entries(names).map(([name, number]) => [number, name]))
  return {
    write(writer, value) {
      const fields = value as Record<string, unknown> & { readonly number: number; readonly data: Bytes }
      const name = fields[tag] as string
      writer.uint(name === "custom" ? fields.number : (names[name] ?? 0), 2)
      if (name === "custom") opaque.write(writer, fields.data)
      else cases[name]?.write(writer, value)
    },
    read(reader) {
      const number = reader.uint(2)
      const name = byNumber.get(number)
      if (name !== undefined) return { [tag]: name, ...cases[name]?.read(reader) } as Union
      if (!isPrivate(number)) throw new Malformed("unknown enum value")
      return { [tag]: "custom", number, data: opaque.read(reader) } as unknown as Union
    },
  }
}
