import { expect, test } from "bun:test"
import { newerHandle, type SignedHandle, signHandle, verifyHandle } from "./handle-statement.ts"
import { crypto, person } from "./testing/people.ts"

const handle = { name: "ana", host: "localhost:4000" }

async function code(...input: Parameters<typeof verifyHandle>): Promise<string> {
  const result = await verifyHandle(...input)
  return result.ok ? "accepted" : result.code
}

test("H6 a handle is said by an active device with scope all, at a position of the chain", async () => {
  const ana = await person("ana")
  const signed = await signHandle(ana.chain, handle, 1, await ana.key(1))
  expect(await verifyHandle(crypto, ana.chain, signed)).toEqual({
    ok: true,
    value: { ...handle, number: 1, withdrawn: false },
  })
  const bob = await person("bob")
  expect(await code(crypto, bob.chain, signed)).toBe("account-mismatch")
  const byWords = await signHandle(ana.chain, handle, 1, await ana.words())
  expect(await code(crypto, ana.chain, byWords)).toBe("signature-invalid")
  const earlier = ana.chain
  await ana.follow(ana.add(2, 1, { kind: "from", fromMs: 1 }))
  const narrow = await signHandle(ana.chain, handle, 2, await ana.key(2))
  expect(await code(crypto, ana.chain, narrow)).toBe("signature-invalid")
  expect(await code(crypto, earlier, narrow)).toBe("position-unknown")
})

test("H6 a removed device can not date a statement back", async () => {
  const ana = await person("ana")
  await ana.follow(ana.add(2))
  const before = ana.chain
  await ana.follow(ana.remove(2))
  const stolen = await signHandle(before, { ...handle, name: "eve" }, 99, await ana.key(2))
  expect(await code(crypto, before, stolen)).toBe("accepted")
  expect(await code(crypto, ana.chain, stolen)).toBe("signature-invalid")
})

test("H6 any changed field breaks the signature, and a name outside the grammar is no handle", async () => {
  const ana = await person("ana")
  const { statement, signature } = await signHandle(ana.chain, handle, 1, await ana.key(1))
  const bytes = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0))
  const changed: readonly (readonly [Partial<SignedHandle["statement"]>, string])[] = [
    [{ handle: bytes("eve") }, "signature-invalid"],
    [{ host: bytes("elsewhere") }, "signature-invalid"],
    [{ number: 2 }, "signature-invalid"],
    [{ withdrawn: 1 }, "signature-invalid"],
    [{ withdrawn: 2 }, "handle-statement-malformed"],
    [{ handle: bytes("Ana") }, "handle-statement-malformed"],
    [{ host: bytes("Elsewhere") }, "handle-statement-malformed"],
    [{ handle: new Uint8Array([0xff]) }, "handle-statement-malformed"],
  ]
  for (const [change, expected] of changed)
    expect(await code(crypto, ana.chain, { statement: { ...statement, ...change }, signature })).toBe(
      expected,
    )
})

test("H7 the highest number wins, and of two equal ones the one that is held", () => {
  const held = { ...handle, number: 3, withdrawn: false }
  const later = { ...held, name: "anna", number: 4 }
  expect(newerHandle(held, later)).toBe(later)
  expect(newerHandle(later, held)).toBe(later)
  expect(newerHandle(held, { ...held, name: "other" })).toBe(held)
})
