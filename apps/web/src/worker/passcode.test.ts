import { expect, test } from "bun:test"
import { passcodeCosts, passcodeKey } from "./passcode.ts"

const salt = new Uint8Array(16).map((_, place) => place)

test("Y260: the key of a passcode is Argon2id's of RFC 9106, as an independent implementation has it", async () => {
  const costs = { memoryKibibytes: 256, passes: 3, lanes: 4 }
  const key = await passcodeKey("blue kite e\u0301", salt, costs)
  const written = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replace(/=+$/, "")
  const kept = `$argon2id$v=19$m=256,t=3,p=4$${written(salt)}$${written(key)}`
  expect(await Bun.password.verify("blue kite é", kept)).toBe(true)
  expect(await Bun.password.verify("blue kite e", kept)).toBe(false)
})

test("Y260: it costs 64 MiB, three passes and four lanes", () => {
  expect(passcodeCosts).toEqual({ memoryKibibytes: 64 * 1024, passes: 3, lanes: 4 })
})
