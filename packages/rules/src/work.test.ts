import { expect, test } from "bun:test"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { isWorkDone, tryWork, type WorkPlace } from "./work.ts"

const crypto = deterministicCrypto(Uint8Array.of(1))
const place: WorkPlace = {
  host: "example.org",
  nonce: new Uint8Array(32).fill(1),
  account: new Uint8Array(32).fill(2),
}

test("D33 work is found by trying, and holds for this account, host and greeting alone", () => {
  const bits = 8
  const counter = tryWork(crypto, place, bits, 0, 10_000)
  if (counter === undefined) throw new Error("one in 256 will do")
  expect(isWorkDone(crypto, place, counter, bits)).toBe(true)
  expect(tryWork(crypto, place, bits, 0, counter)).toBeUndefined()
  const others = [
    { ...place, host: "example.com" },
    { ...place, nonce: new Uint8Array(32).fill(3) },
    { ...place, account: new Uint8Array(32).fill(3) },
  ]
  expect(others.map(other => isWorkDone(crypto, other, counter, bits))).toEqual([false, false, false])
  expect(isWorkDone(crypto, place, counter + 1, bits)).toBe(false)
  expect(isWorkDone(crypto, place, 0, 0)).toBe(true)
})

test("D33 it takes about as many tries as the bits say, also beyond 32 bits of counter", () => {
  const [bits, rounds] = [6, 200]
  let tries = 0
  let from = 2 ** 32 - 500
  for (let round = 0; round < rounds; round++) {
    const counter = tryWork(crypto, place, bits, from, 100_000)
    if (counter === undefined) throw new Error("one in 64 will do")
    expect(isWorkDone(crypto, place, counter, bits)).toBe(true)
    tries += counter + 1 - from
    from = counter + 1
  }
  expect(tries / rounds).toBeGreaterThan(2 ** bits * 0.7)
  expect(tries / rounds).toBeLessThan(2 ** bits * 1.4)
})
