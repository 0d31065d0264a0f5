import { expect, test } from "bun:test"
import fc from "fast-check"
import { attachment } from "./media.ts"

test("a name ends no header and begins no other, and comes back as it was", () => {
  expect(attachment("rapport final.pdf")).toBe("attachment; filename*=UTF-8''rapport%20final.pdf")
  for (const name of ["a\r\nset-cookie: b", 'a"; filename="b', "l'été (1)*.txt", "مرحبا.pdf", "\ud800.txt"])
    expect(attachment(name)).toMatch(/^attachment; filename\*=UTF-8''[A-Za-z0-9!~._%-]+$/)
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), name => {
      const encoded = attachment(name).split("''")[1] ?? ""
      expect(decodeURIComponent(encoded)).toBe(name)
      expect(new Headers({ "content-disposition": attachment(name) }).get("content-disposition")).toContain(
        encoded,
      )
    }),
  )
})
