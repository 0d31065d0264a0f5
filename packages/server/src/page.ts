import { pageBytesMax } from "@colombe/wire"

/** What a request asks for within what a page may hold; 0 asks for as many as there may be. */
export function pageLimit(asked: number, most: number): number {
  return asked === 0 ? most : Math.min(asked, most)
}

/** The items up to the one that would go past a page's bytes; the first always. */
export function fitPage<Item>(items: readonly Item[], bytesOf: (item: Item) => number): readonly Item[] {
  let bytes = 0
  const end = items.findIndex((item, index) => {
    bytes += bytesOf(item)
    return index > 0 && bytes > pageBytesMax
  })
  return end < 0 ? items : items.slice(0, end)
}
