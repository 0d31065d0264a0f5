import { expect, test } from "bun:test"
import { type Bytes, decode, encode, type Result, unwrap } from "@colombe/base"
import { labelledSign, type VaultContent, vaultContent, vaultHeader } from "@colombe/rules"
import fc from "fast-check"
import { type Holder, type Household, headerOf, makeHolder, targetOf, viewOf } from "../testing/household.ts"
import { flip, seededCrypto } from "../testing/room.ts"
import { readVaultHeader, type VaultView } from "./check.ts"
import { openVaultHeader } from "./open.ts"
import { sealToRecipient } from "./seals.ts"
import { selfEpochKey, type VaultSecret, vaultSecret } from "./secret.ts"

async function makeHousehold(seed: string) {
  const crypto = seededCrypto(seed)
  const laptop = await makeHolder(crypto, "device")
  const travel = await makeHolder(crypto, "device", false)
  const spare = await makeHolder(crypto, "words")
  const recovery = await makeHolder(crypto, "recovery")
  const position = { generation: 0, seq: 5, hash: crypto.random(32) }
  const house: Household = {
    crypto,
    account: crypto.random(32),
    position,
    holders: [recovery, travel, laptop, spare],
  }
  return { house, laptop, travel, spare, recovery }
}

function own({ id, sealPrivateKey }: Holder) {
  return { signer: id, privateKey: sealPrivateKey }
}

async function open(
  house: Household,
  bytes: Bytes,
  holder: Holder,
  view = viewOf(house),
  known?: VaultSecret,
) {
  const read = await readVaultHeader(house.crypto, view, bytes)
  return read.ok ? openVaultHeader(house.crypto, read.value, own(holder), known) : read
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? "ok" : result.code
}

/** Signed anew by whoever wants to, over whatever content. */
async function rewritten(bytes: Bytes, by: Holder, change: (content: VaultContent) => Partial<VaultContent>) {
  const content = unwrap(decode(vaultContent, unwrap(decode(vaultHeader, bytes)).content))
  const written = encode(vaultContent, { ...content, ...change(content) })
  return encode(vaultHeader, {
    content: written,
    signature: await labelledSign(by.signer, "vault", written),
  })
}

test("V1, V2 devices with scope all, words and recovery get both secrets, another device the self key alone", async () => {
  const { house, laptop, travel, spare, recovery } = await makeHousehold("both")
  const { bytes, secret } = await headerOf(house, laptop, 1)
  for (const holder of [laptop, spare, recovery])
    expect(unwrap(await open(house, bytes, holder)).secret).toEqual(secret)
  expect(unwrap(await open(house, bytes, travel)).secret).toEqual({ sk: secret.sk, hk: new Uint8Array() })
})

test("V3 the same secrets, key and place give the same seal; any of them changed gives another", async () => {
  const { house, laptop, travel } = await makeHousehold("derived")
  const { crypto, account, position } = house
  const secret = { sk: crypto.random(32), hk: crypto.random(32) }
  const context = { account, generation: 3, position }
  const seal = async (changes: Partial<typeof context> = {}, target = targetOf(laptop), of = secret) =>
    unwrap(await sealToRecipient(crypto, { ...context, ...changes }, of, target)).enc
  const first = await seal()
  expect(await seal()).toEqual(first)
  const others = [
    await seal({ generation: 4 }),
    await seal({ account: flip(account, 0) }),
    await seal({ position: { ...position, seq: 6 } }),
    await seal({}, targetOf(travel)),
    await seal({}, { ...targetOf(laptop), to: { kind: "device", id: new Uint8Array(16) } }),
    await seal({}, { ...targetOf(laptop), full: false }),
    await seal({}, targetOf(laptop), { ...secret, sk: flip(secret.sk, 0) }),
  ]
  const seen = new Set([first, ...others].map(enc => enc.toBase64()))
  expect(seen.size).toBe(others.length + 1)
})

test("V3 every header draws its own secrets", async () => {
  const { house, laptop } = await makeHousehold("fresh")
  const [one, two] = [await headerOf(house, laptop, 1), await headerOf(house, laptop, 1)]
  expect(one.secret.sk).not.toEqual(two.secret.sk)
  expect(one.secret.hk).not.toEqual(two.secret.hk)
})

test("V4 a header of another account, generation, prev or wraps is refused", async () => {
  const { house, laptop } = await makeHousehold("chain")
  const first = await headerOf(house, laptop, 1)
  const last = { generation: 1, name: first.name, position: house.position }
  const second = await headerOf(house, laptop, 2, { ...last, secret: first.secret })
  const view = viewOf(house, last)
  const code = async (bytes: Bytes, of: VaultView = view) =>
    codeOf(await readVaultHeader(house.crypto, of, bytes))
  expect(await code(second.bytes)).toBe("ok")
  expect(await code(first.bytes)).toBe("vault-chain-wrong")
  expect(await code(second.bytes, viewOf(house))).toBe("vault-chain-wrong")
  expect(await code(second.bytes, { ...view, account: flip(house.account, 0) })).toBe("vault-account-wrong")
  for (const change of [{ generation: 1 }, { wraps: 0 }, { prev: flip(first.name, 0) }])
    expect(await code(await rewritten(second.bytes, laptop, () => change))).toBe("vault-chain-wrong")
  expect(await code(second.bytes.subarray(1))).toBe("vault-malformed")
})

test("V5 a header at a position that has fallen behind is refused, though its recipients were right there", async () => {
  const { house, laptop } = await makeHousehold("fallen")
  const thief = await makeHolder(house.crypto, "device")
  const before: Household = { ...house, holders: [...house.holders, thief] }
  const { bytes } = await headerOf(before, thief, 1)
  const after = { generation: 0, seq: 6, hash: house.crypto.random(32) }
  const view: VaultView = { ...viewOf(before), isCurrent: position => position.seq >= after.seq }
  expect(codeOf(await readVaultHeader(house.crypto, view, bytes))).toBe("vault-position-fallen")
  const ahead = await headerOf({ ...house, position: after }, laptop, 1)
  expect(await readVaultHeader(house.crypto, viewOf(house), ahead.bytes)).toMatchObject({
    code: "vault-position-unknown",
    retry: "after-refresh",
  })
})

test("V6 it is signed by somebody active there, with both secrets, and by nobody else", async () => {
  const { house, laptop, travel } = await makeHousehold("signer")
  const stranger = await makeHolder(house.crypto, "device")
  const code = async (bytes: Bytes) => codeOf(await readVaultHeader(house.crypto, viewOf(house), bytes))
  expect(await code((await headerOf(house, stranger, 1)).bytes)).toBe("vault-signer-wrong")
  expect(await code((await headerOf(house, travel, 1)).bytes)).toBe("vault-signer-wrong")
  const { bytes } = await headerOf(house, laptop, 1)
  expect(await code(await rewritten(bytes, stranger, () => ({})))).toBe("vault-signature-wrong")
})

test("V7 recipients are exactly those active; only the signer may leave itself out", async () => {
  const { house, laptop, travel, spare, recovery } = await makeHousehold("recipients")
  const ghost = await makeHolder(house.crypto, "device")
  const code = async (holders: readonly Holder[], by = laptop) =>
    codeOf(
      await readVaultHeader(
        house.crypto,
        viewOf(house),
        (await headerOf(house, by, 1, undefined, holders)).bytes,
      ),
    )
  expect(await code([laptop, travel, spare, recovery])).toBe("ok")
  expect(await code([travel, spare, recovery])).toBe("ok")
  expect(await code([laptop, spare, recovery])).toBe("vault-recipients-wrong")
  expect(await code([laptop, travel, spare])).toBe("vault-recipients-wrong")
  expect(await code([laptop, travel, spare, recovery, ghost])).toBe("vault-recipients-wrong")
  expect(await code([laptop, { ...travel, full: true }, spare, recovery])).toBe("vault-recipients-wrong")
  expect(await code([laptop, travel, { ...spare, seal: ghost.seal }, recovery])).toBe(
    "vault-recipients-wrong",
  )
  expect(await code([laptop, { ...travel, keyPackage: ghost.keyPackage }, spare, recovery])).toBe(
    "vault-key-unknown",
  )
  const { bytes } = await headerOf(house, laptop, 1)
  const swapped = await rewritten(bytes, laptop, ({ to }) => ({ to: to.toReversed() }))
  expect(codeOf(await readVaultHeader(house.crypto, viewOf(house), swapped))).toBe("vault-recipients-wrong")
})

test("V8 a holder of both secrets finds any seal that holds something else", async () => {
  const { house, laptop, travel, recovery } = await makeHousehold("false seal")
  const { bytes } = await headerOf(house, laptop, 1)
  const spoiled = (kind: string) =>
    rewritten(bytes, laptop, ({ to }) => ({
      to: to.map(one => (one.to.kind === kind ? { ...one, ct: flip(one.ct, 3) } : one)),
    }))
  expect(codeOf(await open(house, await spoiled("recovery"), laptop))).toBe("vault-seal-wrong")
  expect(codeOf(await open(house, await spoiled("recovery"), recovery))).toBe("vault-own-seal-wrong")
  expect(codeOf(await open(house, await spoiled("recovery"), travel))).toBe("ok")
  const outsider = await makeHolder(house.crypto, "device")
  expect(codeOf(await open(house, bytes, outsider))).toBe("vault-not-for-us")
})

test("V9 both secrets lead back to the generation before; a false way back is found", async () => {
  const { house, laptop, travel } = await makeHousehold("back")
  const first = await headerOf(house, laptop, 1)
  const last = { generation: 1, name: first.name, position: house.position }
  const second = await headerOf(house, laptop, 3, { ...last, secret: first.secret })
  const view = viewOf(house, last)
  expect(unwrap(await open(house, second.bytes, laptop, view)).wrapped).toEqual(first.secret)
  expect(unwrap(await open(house, second.bytes, laptop, view, first.secret)).wrapped).toEqual(first.secret)
  expect(unwrap(await open(house, second.bytes, travel, view)).wrapped).toBeUndefined()
  const forged = { ...first.secret, sk: flip(first.secret.sk, 0) }
  expect(codeOf(await open(house, second.bytes, laptop, view, forged))).toBe("vault-back-wrong")
  const cut = await rewritten(second.bytes, laptop, ({ back }) => ({ back: flip(back, 0) }))
  expect(codeOf(await open(house, cut, laptop, view))).toBe("vault-back-wrong")
})

test("V10 a removed device learns nothing of the next generation, whatever it holds of the last", async () => {
  const { house, laptop, travel } = await makeHousehold("removed")
  const first = await headerOf(house, laptop, 1)
  const last = { generation: 1, name: first.name, position: house.position }
  const rest: Household = { ...house, holders: house.holders.filter(one => one !== travel) }
  const second = await headerOf(rest, laptop, 2, { ...last, secret: first.secret })
  expect(codeOf(await open(rest, second.bytes, travel, viewOf(rest, last)))).toBe("vault-not-for-us")
  const content = unwrap(decode(vaultContent, unwrap(decode(vaultHeader, second.bytes)).content))
  const secrets = [second.secret.sk, second.secret.hk].map(key => key.toHex())
  for (const key of secrets) expect(encode(vaultContent, content).toHex()).not.toContain(key)
})

test("V11 self and history entries have keys of their own, which a narrowed device has half of", async () => {
  const { house, laptop } = await makeHousehold("self keys")
  const { crypto, account } = house
  const { secret, name } = await headerOf(house, laptop, 1)
  const other = selfEpochKey(crypto, secret, account, name, "other")
  const records = selfEpochKey(crypto, secret, account, name, "records")
  expect(other?.ctx).toEqual(name)
  expect(records?.key).not.toEqual(other?.key ?? new Uint8Array())
  const narrow = { sk: secret.sk, hk: new Uint8Array() }
  expect(selfEpochKey(crypto, narrow, account, name, "other")).toEqual(other)
  expect(selfEpochKey(crypto, narrow, account, name, "records")).toBeUndefined()
})

test("V4 bytes from anybody end in a code", async () => {
  const { house, laptop } = await makeHousehold("fuzz")
  const { bytes } = await headerOf(house, laptop, 1)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (index, mask) => {
      const read = await readVaultHeader(house.crypto, viewOf(house), flip(bytes, index, mask))
      expect(read.ok).toBe(false)
    }),
    { numRuns: 60 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), input => {
      for (const codec of [vaultSecret, vaultHeader, vaultContent]) {
        const decoded = decode<unknown>(codec, input)
        expect(decoded.ok || decoded.code === "malformed").toBe(true)
      }
    }),
  )
})
