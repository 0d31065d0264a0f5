import { expect, test } from "bun:test"
import fc from "fast-check"
import { parsePersonLink, personLink } from "./person-link.ts"

test("Y17 a person link carries the account behind the hash and comes back whole", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), account => {
      const link = personLink("https://example.org", account, "ana@example.org")
      expect(link.split("#")[0]).toBe("https://example.org/")
      expect(parsePersonLink(link)).toEqual({ account, address: "ana@example.org" })
    }),
  )
})

test("what is no person link is none", () => {
  const link = personLink("https://example.org", new Uint8Array(32), "ana@example.org")
  for (const bad of [
    "ana",
    "@ana@example.org",
    link.replace("person", "c"),
    link.replace("AAAA", ""),
    `${link}/x`,
  ])
    expect(parsePersonLink(bad)).toBeUndefined()
})
