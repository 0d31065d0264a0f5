import { toUtf8 } from "@colombe/base"
import { expectBytes, expectSame } from "@colombe/base/testing"
import type { LocalBlobs } from "../files/ports.ts"

/** What every place for sealed files on a device has to do, for whatever runs checks. */
export function localBlobContract(
  check: (name: string, run: () => Promise<void>) => void,
  make: () => LocalBlobs,
): void {
  check("T83 a file grows at its end and is read in ranges", async () => {
    const blobs = make()
    expectSame(await blobs.length("aa"), 0, "length before")
    expectBytes(await blobs.read("aa", 0, 4), new Uint8Array(), "nothing yet")
    await blobs.append("aa", 0, toUtf8("sealed "))
    await blobs.append("aa", 7, toUtf8("bytes"))
    await blobs.append("bb", 0, toUtf8("other"))
    expectSame(await blobs.length("aa"), 12, "length")
    expectBytes(await blobs.read("aa", 5, 9), toUtf8("d by"), "a range")
    expectBytes(await blobs.read("aa", 7, 100), toUtf8("bytes"), "to the end")
    expectSame([...(await blobs.names())].sort().join(" "), "aa bb", "names")
  })

  check("T83 a piece that is written again takes the place of what a crash left of it", async () => {
    const blobs = make()
    await blobs.append("aa", 0, toUtf8("first half"))
    await blobs.append("aa", 5, toUtf8("-second"))
    expectBytes(await blobs.read("aa", 0, 100), toUtf8("first-second"), "content")
  })

  check("T83 one file is read, written and removed by several at once", async () => {
    const blobs = make()
    await blobs.append("aa", 0, toUtf8("first"))
    const reads = [1, 2, 3].map(() => blobs.read("aa", 0, 5))
    await Promise.all([
      ...reads,
      blobs.append("aa", 5, toUtf8("-second")),
      blobs.append("bb", 0, toUtf8("x")),
    ])
    for (const read of reads) expectBytes(await read, toUtf8("first"), "what was there")
    expectBytes(await blobs.read("aa", 0, 100), toUtf8("first-second"), "what came after")
    await Promise.all([blobs.read("bb", 0, 1), blobs.remove("bb"), blobs.length("bb")])
    expectSame(await blobs.length("bb"), 0, "length")
  })

  check("T83 what is removed is gone, and removing it again is no failure", async () => {
    const blobs = make()
    await blobs.append("aa", 0, toUtf8("x"))
    await blobs.remove("aa")
    await blobs.remove("aa")
    expectSame(await blobs.length("aa"), 0, "length")
    expectSame((await blobs.names()).length, 0, "names")
  })
}
