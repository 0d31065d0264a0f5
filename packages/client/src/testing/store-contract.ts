import { toHex, toUtf8 } from "@colombe/base"
import { expectBytes, expectRejection, expectSame, hex } from "@colombe/base/testing"
import fc from "fast-check"
import { memoryLocalStore } from "../store/memory.ts"
import {
  type LocalStore,
  type RecordChange,
  recordKeyBytesMax,
  recordValueBytesMax,
  type StoredRecord,
} from "../store/port.ts"
import { searchChecks } from "./search-contract.ts"

/** One home to test: what `open` opens outlives the store. */
export interface HomeUnderTest {
  open(): Promise<LocalStore>
  /** Drops an open store as a crash would, as far as the platform can; where it cannot, closes it. */
  crash(store: LocalStore): Promise<void>
  /** Removes everything; called once after the test. */
  dispose(): Promise<void>
}

type Test = (name: string, run: () => Promise<void>) => void

const everything = {
  from: new Uint8Array(),
  to: new Uint8Array(recordKeyBytesMax + 1).fill(255),
  limit: 1_000,
}
const put = (key: string, value: string): RecordChange => ({ put: toUtf8(key), value: toUtf8(value) })

/** What every adapter of the local store has to pass, in whatever runner the given `test` belongs to. */
export function localStoreContract(test: Test, make: () => Promise<HomeUnderTest>): void {
  const use = async (run: (home: HomeUnderTest) => Promise<void>) => {
    const home = await make()
    try {
      await run(home)
    } finally {
      await home.dispose()
    }
  }
  const useStore = (run: (store: LocalStore) => Promise<void>) =>
    use(async home => {
      const store = await home.open()
      await run(store)
      await store.close()
    })
  orderChecks(test, useStore)
  writeChecks(test, useStore)
  durabilityChecks(test, use)
  searchChecks(test, useStore)
}

type UseStore = (run: (store: LocalStore) => Promise<void>) => Promise<void>

const dump = (records: readonly StoredRecord[]): string =>
  records.map(({ key, value }) => `${toHex(key)}=${toHex(value)}`).join(" ")

/** Short keys of few different bytes, so that prefixes, neighbours and repeats are common. */
const keys = fc
  .array(fc.constantFrom(0x00, 0x01, 0x61, 0x7f, 0x80, 0xff), { minLength: 1, maxLength: 3 })
  .map(bytes => Uint8Array.from(bytes))
const changes = fc.array(
  fc.oneof(fc.record({ put: keys, value: fc.uint8Array({ maxLength: 5 }) }), fc.record({ delete: keys })),
  { maxLength: 8 },
)
const ranges = fc.record({
  from: keys,
  to: keys,
  limit: fc.nat({ max: 6 }),
  reverse: fc.boolean(),
})

function orderChecks(test: Test, useStore: UseStore): void {
  test("T21 reads and scans agree with a model, whatever was written", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(changes, { maxLength: 4 }),
        fc.array(ranges, { maxLength: 6 }),
        keys,
        (writes, scans, key) =>
          useStore(async store => {
            const model = memoryLocalStore()
            for (const write of writes) {
              await store.write(write)
              await model.write(write)
            }
            for (const scan of [...scans, everything, { ...everything, reverse: true }])
              expectSame(
                dump(await store.scan(scan)),
                dump(await model.scan(scan)),
                `scan ${JSON.stringify(scan)}`,
              )
            expectBytes(await store.get(key), await model.get(key), "value")
          }),
      ),
      { numRuns: 25 },
    ))

  test("T21 keys are ordered as unsigned bytes, a prefix before what it begins", () =>
    useStore(async store => {
      const ordered = ["00", "0000", "0001", "01", "7f", "7fff", "80", "ff", "ff00", "ffff"]
      const shuffled = [...ordered].sort(
        (left, right) => left.length - right.length || (left < right ? 1 : -1),
      )
      await store.write(shuffled.map(text => ({ put: hex(text), value: toUtf8(text) })))
      const got = (await store.scan(everything)).map(({ key }) => toHex(key))
      expectSame(got.join(), ordered.join(), "order")
      const backwards = await store.scan({ from: hex("0001"), to: hex("80"), limit: 2, reverse: true })
      expectSame(backwards.map(({ key }) => toHex(key)).join(), "7fff,7f", "reverse order")
    }))

  test("T21 an empty range or a limit of zero gives nothing", () =>
    useStore(async store => {
      await store.write([put("a", "1")])
      expectSame((await store.scan({ ...everything, limit: 0 })).length, 0, "limit zero")
      const from = toUtf8("b")
      expectSame((await store.scan({ from, to: toUtf8("a"), limit: 9 })).length, 0, "reversed bounds")
      expectSame(
        (await store.scan({ from: toUtf8("a"), to: toUtf8("a"), limit: 9 })).length,
        0,
        "equal bounds",
      )
    }))
}

function writeChecks(test: Test, useStore: UseStore): void {
  test("T20 of two changes of one key the later holds, within a write and between writes", () =>
    useStore(async store => {
      await store.write([put("a", "1"), put("a", "2"), put("b", "1"), { delete: toUtf8("b") }, put("c", "")])
      expectBytes(await store.get(toUtf8("a")), toUtf8("2"), "a")
      expectBytes(await store.get(toUtf8("b")), undefined, "b")
      expectBytes(await store.get(toUtf8("c")), toUtf8(""), "an empty value is a value")
      await store.write([{ delete: toUtf8("a") }, { delete: toUtf8("never there") }, put("b", "3")])
      expectBytes(await store.get(toUtf8("a")), undefined, "a")
      expectBytes(await store.get(toUtf8("b")), toUtf8("3"), "b")
      await store.write([])
    }))

  test("T20 a write that breaks a limit changes nothing at all", () =>
    useStore(async store => {
      await store.write([put("a", "1")])
      const tooLong = new Uint8Array(recordKeyBytesMax + 1)
      const tooLarge = new Uint8Array(recordValueBytesMax + 1)
      for (const wrong of [
        { put: tooLong, value: toUtf8("") },
        { put: toUtf8(""), value: toUtf8("") },
        { delete: toUtf8("") },
        { put: toUtf8("large"), value: tooLarge },
      ])
        await expectRejection(() => store.write([put("a", "2"), wrong, put("b", "1")]), "a wrong write")
      expectSame(dump(await store.scan(everything)), "61=31", "records")
    }))

  test("T20 the longest key and the largest value fit", () =>
    useStore(async store => {
      const key = new Uint8Array(recordKeyBytesMax).fill(0xff)
      const value = new Uint8Array(recordValueBytesMax).map((_, index) => index * 7)
      await store.write([{ put: key, value }])
      expectSame(
        (await store.get(key))?.every((byte, index) => byte === value[index]),
        true,
        "value",
      )
      expectSame((await store.scan(everything))[0]?.value.length, value.length, "length")
    }))

  test("T22 calls take effect in the order in which they are made", () =>
    useStore(async store => {
      const rounds = Array.from({ length: 30 }, (_, round) => round)
      const seen = await Promise.all(
        rounds.map(async round => {
          const written = store.write([put("a", `${round}`), put("b", `${round}`)])
          const read = Promise.all([store.get(toUtf8("a")), store.scan(everything)])
          await written
          return read
        }),
      )
      for (const [round, [one, all]] of seen.entries()) {
        expectBytes(one, toUtf8(`${round}`), "value")
        expectSame(
          all.map(({ value }) => toHex(value)).join(),
          Array(2)
            .fill(toHex(toUtf8(`${round}`)))
            .join(),
          "both",
        )
      }
    }))

  test("T22 bytes handed over or out belong to the receiver", () =>
    useStore(async store => {
      const key = toUtf8("key")
      const value = toUtf8("value")
      const written = store.write([{ put: key, value }])
      key.fill(0)
      value.fill(0)
      await written
      const read = await store.get(toUtf8("key"))
      expectBytes(read, toUtf8("value"), "value")
      read?.fill(0)
      expectBytes((await store.scan(everything))[0]?.value, toUtf8("value"), "value")
    }))
}

function durabilityChecks(
  test: Test,
  use: (run: (home: HomeUnderTest) => Promise<void>) => Promise<void>,
): void {
  test("T20 what a write answered is there after a crash, and goes on", () =>
    use(async home => {
      const first = await home.open()
      for (let round = 0; round < 20; round++)
        await first.write([put(`key ${round}`, `${round}`), put("last", `${round}`)])
      await first.write([{ delete: toUtf8("key 3") }])
      const before = dump(await first.scan(everything))
      await home.crash(first)
      const second = await home.open()
      expectSame(dump(await second.scan(everything)), before, "records")
      await second.write([put("after", "1")])
      await second.close()
      const third = await home.open()
      expectBytes(await third.get(toUtf8("after")), toUtf8("1"), "after")
      expectSame((await third.scan(everything)).length, 21, "number of records")
      await third.close()
    }))

  test("T22 closing waits for what is under way, and nothing works afterwards", () =>
    use(async home => {
      const store = await home.open()
      const written = store.write([put("a", "1")])
      const read = store.get(toUtf8("a"))
      await store.close()
      await written
      expectBytes(await read, toUtf8("1"), "value")
      await store.close()
      await expectRejection(() => store.get(toUtf8("a")), "get")
      await expectRejection(() => store.scan(everything), "scan")
      await expectRejection(() => store.write([put("a", "2")]), "write")
      const again = await home.open()
      expectBytes(await again.get(toUtf8("a")), toUtf8("1"), "value")
      await again.close()
    }))
}
