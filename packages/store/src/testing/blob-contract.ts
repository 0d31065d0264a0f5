import { describe, expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { NewBlob } from "../blobs.ts"
import type { Store } from "../port.ts"
import { account, named, newEntry, openEntry } from "./fixtures.ts"
import type { Use } from "./use.ts"

const quota = 1_000
const photo = named("photo", 32)
const newBlob = (change: Partial<NewBlob> = {}): NewBlob => ({
  blob: photo,
  account: account("ana"),
  size: 10,
  at: 1_000,
  ...change,
})
const part = (length: number) => named("bytes of it", length)

async function store(whole: Store, blob: NewBlob): Promise<void> {
  unwrap(await whole.blobs.open(blob, quota))
  unwrap(await whole.blobs.append(blob.blob, 0, part(blob.size)))
}

export function blobContract(use: Use): void {
  describe("blobs", () => {
    test("T80 a blob grows at its end alone, up to its size", () =>
      use(async ({ blobs }) => {
        expect(await blobs.get(photo)).toBeUndefined()
        expect(await blobs.append(photo, 0, part(1))).toMatchObject({ code: "blob-unknown" })
        expect(unwrap(await blobs.open(newBlob(), quota))).toEqual({ ...newBlob(), length: 0 })
        expect(unwrap(await blobs.append(photo, 0, part(4))).length).toBe(4)
        for (const offset of [0, 3, 5])
          expect(await blobs.append(photo, offset, part(1))).toMatchObject({ code: "blob-offset" })
        expect(await blobs.append(photo, 4, part(7))).toMatchObject({ code: "blob-offset" })
        expect(unwrap(await blobs.append(photo, 4, part(6))).length).toBe(10)
        expect(await blobs.append(photo, 10, part(1))).toMatchObject({ code: "blob-offset" })
        expect(await blobs.get(photo)).toEqual({ ...newBlob(), length: 10 })
      }))

    test("T80 of two that add at one place at once, one does", () =>
      use(async ({ blobs }) => {
        unwrap(await blobs.open(newBlob(), quota))
        const both = await Promise.all([blobs.append(photo, 0, part(3)), blobs.append(photo, 0, part(5))])
        expect(both.filter(({ ok }) => ok).length).toBe(1)
        const winner = both.find(one => one.ok)
        expect((await blobs.get(photo))?.length).toBe(winner?.ok ? winner.value.length : -1)
      }))

    test("T80 a range that is read is what was added there", () =>
      use(async ({ blobs }) => {
        unwrap(await blobs.open(newBlob(), quota))
        expect(await blobs.read(photo, 0, 5)).toEqual(new Uint8Array())
        unwrap(await blobs.append(photo, 0, part(8)))
        expect(await blobs.read(photo, 2, 6)).toEqual(part(8).slice(2, 6))
        expect(await blobs.read(photo, 6, 100)).toEqual(part(8).slice(6))
        expect(await blobs.read(named("other", 32), 0, 5)).toBeUndefined()
      }))

    test("T80 a repeat is answered like the first time; another account or size is refused", () =>
      use(async ({ blobs }) => {
        await store({ blobs } as Store, newBlob())
        expect(unwrap(await blobs.open(newBlob({ at: 5_000 }), quota))).toEqual({ ...newBlob(), length: 10 })
        expect(await blobs.open(newBlob({ size: 11 }), quota)).toMatchObject({ code: "blob-exists" })
        expect(await blobs.open(newBlob({ account: account("bob") }), quota)).toMatchObject({
          code: "blob-exists",
        })
      }))

    test("T81 all blobs of an account together stay within its quota, each by its whole size", () =>
      use(async ({ blobs }) => {
        unwrap(await blobs.open(newBlob({ size: 600 }), quota))
        const second = newBlob({ blob: named("second", 32), size: 401 })
        expect(await blobs.open(second, quota)).toMatchObject({ code: "quota-reached" })
        expect((await blobs.open({ ...second, account: account("bob") }, quota)).ok).toBe(true)
        expect((await blobs.open(newBlob({ blob: named("third", 32), size: 400 }), quota)).ok).toBe(true)
      }))

    test("T82 an entry refers to whole blobs alone, and then they stay", () =>
      use(async whole => {
        const { blobs, conversations } = whole
        unwrap(await conversations.open(openEntry()))
        const naming = newEntry("a photo", { blobs: [photo] })
        expect(await conversations.append(naming)).toMatchObject({ code: "blob-incomplete" })
        unwrap(await blobs.open(newBlob(), quota))
        unwrap(await blobs.append(photo, 0, part(9)))
        expect(await conversations.append(naming)).toMatchObject({ code: "blob-incomplete" })
        expect((await conversations.head(naming.conversation))?.seq).toBe(1)
        unwrap(await blobs.append(photo, 9, part(1)))
        expect(unwrap(await conversations.append(naming)).seq).toBe(2)
        await store(whole, newBlob({ blob: named("nobody's", 32) }))
        expect(await blobs.sweep(1_000, 10)).toBe(0)
        expect(await blobs.sweep(1_001, 10)).toBe(1)
        expect(await blobs.get(named("nobody's", 32))).toBeUndefined()
        expect(await blobs.read(photo, 0, 10)).toHaveLength(10)
      }))

    test("T82 sweeping takes as many as it may, and frees the quota", () =>
      use(async whole => {
        for (const name of ["a", "b", "c"]) await store(whole, newBlob({ blob: named(name, 32), size: 300 }))
        expect((await whole.blobs.open(newBlob({ size: 300 }), quota)).ok).toBe(false)
        expect(await whole.blobs.sweep(2_000, 2)).toBe(2)
        expect(await whole.blobs.sweep(2_000, 2)).toBe(1)
        expect((await whole.blobs.open(newBlob({ size: 300 }), quota)).ok).toBe(true)
      }))

    test("T1, T80 what was added outlives a crash, and goes on where it stood", () =>
      use(async ({ blobs }, { reopen }) => {
        unwrap(await blobs.open(newBlob(), quota))
        unwrap(await blobs.append(photo, 0, part(6)))
        const after = await reopen()
        expect(await after.blobs.get(photo)).toEqual({ ...newBlob(), length: 6 })
        expect(unwrap(await after.blobs.append(photo, 6, part(4))).length).toBe(10)
        expect(await after.blobs.read(photo, 0, 6)).toEqual(part(6))
      }))
  })
}
