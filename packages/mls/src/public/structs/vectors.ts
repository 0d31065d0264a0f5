import { type Codec, Malformed } from "@colombe/base"

/** Items of one list in an MLS message: above every group that the tree limits allow. */
export const listItemsMax = 65_536

/** `Item name<V>` with a limit on items, since an item of two bytes may cost a hundred in memory. */
export function list<Item>(item: Codec<Item>, itemsMax = listItemsMax): Codec<readonly Item[]> {
  return {
    write(writer, items) {
      writer.vector(() => {
        for (const one of items) item.write(writer, one)
      })
    },
    read(reader) {
      const inner = reader.within(reader.vectorLength())
      const items: Item[] = []
      while (inner.left > 0) {
        if (items.length === itemsMax) throw new Malformed("too many items")
        items.push(item.read(inner))
      }
      return items
    },
  }
}

/** All eight bytes of a uint64: a lifetime "for ever" is 2^64 − 1. */
export const uint64Big: Codec<bigint> = {
  write(writer, value) {
    writer.uint(Number(value >> 32n), 4)
    writer.uint(Number(value & 0xffffffffn), 4)
  },
  read: reader => (BigInt(reader.uint(4)) << 32n) | BigInt(reader.uint(4)),
}
