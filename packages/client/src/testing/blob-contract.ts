import { describe, expect, test } from "bun:test"
import { toUtf8 } from "@colombe/base"
import type { LocalBlobs } from "../files/ports.ts"

/** What every place for sealed files on a device has to do. */
export function localBlobContract(name: string, make: () => LocalBlobs): void {
  describe(`${name}: sealed files`, () => {
    test("T83 a file grows at its end and is read in ranges", async () => {
      const blobs = make()
      expect(await blobs.length("aa")).toBe(0)
      expect(await blobs.read("aa", 0, 4)).toEqual(new Uint8Array())
      await blobs.append("aa", 0, toUtf8("sealed "))
      await blobs.append("aa", 7, toUtf8("bytes"))
      await blobs.append("bb", 0, toUtf8("other"))
      expect(await blobs.length("aa")).toBe(12)
      expect(await blobs.read("aa", 5, 9)).toEqual(toUtf8("d by"))
      expect(await blobs.read("aa", 7, 100)).toEqual(toUtf8("bytes"))
      expect([...(await blobs.names())].sort()).toEqual(["aa", "bb"])
    })

    test("T83 a piece that is written again takes the place of what a crash left of it", async () => {
      const blobs = make()
      await blobs.append("aa", 0, toUtf8("first half"))
      await blobs.append("aa", 5, toUtf8("-second"))
      expect(await blobs.read("aa", 0, 100)).toEqual(toUtf8("first-second"))
    })

    test("T83 what is removed is gone, and removing it again is no failure", async () => {
      const blobs = make()
      await blobs.append("aa", 0, toUtf8("x"))
      await blobs.remove("aa")
      await blobs.remove("aa")
      expect(await blobs.length("aa")).toBe(0)
      expect(await blobs.names()).toEqual([])
    })
  })
}
