import { type Codec, enumeration, fromUtf8, Malformed, opaque, toUtf8 } from "@colombe/base"

/** A string in a record: UTF-8, `opaque<V>`. */
export const text: Codec<string> = {
  write: (writer, value) => opaque.write(writer, toUtf8(value)),
  read(reader) {
    const value = fromUtf8(opaque.read(reader))
    if (value === undefined) throw new Malformed("not UTF-8")
    return value
  },
}

/** True or false in one byte. */
export const flag: Codec<boolean> = {
  write: (writer, value) => writer.uint(value ? 1 : 0, 1),
  read(reader) {
    const value = reader.uint(1)
    if (value > 1) throw new Malformed("flag")
    return value === 1
  },
}

/** How a text is to be read. */
export const textFormats = enumeration(1, { plain: 0, markdown: 1 })
