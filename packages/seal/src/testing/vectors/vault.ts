import { expect } from "bun:test"
import { decode, unwrap } from "@colombe/base"
import { vaultContent, vaultHeader } from "@colombe/rules"
import { readVaultHeader } from "../../vault/check.ts"
import { openVaultHeader } from "../../vault/open.ts"
import { selfEpochKey } from "../../vault/secret.ts"
import { type Household, headerOf, makeHolder, viewOf } from "../household.ts"
import { seededCrypto } from "../room.ts"
import { bytesIn, type Json, listIn, toJson, valueIn } from "./json.ts"

async function makeHousehold(): Promise<Household> {
  const crypto = seededCrypto("vault vectors")
  const holders = [
    await makeHolder(crypto, "device"),
    await makeHolder(crypto, "device", false),
    await makeHolder(crypto, "words"),
    await makeHolder(crypto, "recovery"),
  ]
  const position = { generation: 0, seq: 3, hash: crypto.random(32) }
  return { crypto, account: crypto.random(32), position, holders }
}

/** Two generations: the second leads back to the first. */
export async function makeVaultVectors(): Promise<Json> {
  const house = await makeHousehold()
  const [signer] = house.holders
  if (signer === undefined) throw new Error("somebody signs")
  const first = await headerOf(house, signer, 1)
  const second = await headerOf(house, signer, 2, { generation: 1, name: first.name, secret: first.secret })
  const { crypto, account } = house
  return toJson({
    account,
    position: house.position,
    holders: house.holders.map(one => ({
      id: one.id,
      full: one.full,
      signPublicKey: one.signer.publicKey,
      sealPublicKey: one.seal.bytes,
      sealPrivateKey: one.sealPrivateKey,
      keyPackage: one.keyPackage,
    })),
    headers: [first, second].map(({ bytes, name, secret }) => ({
      bytes,
      name,
      secret,
      selfKey: selfEpochKey(crypto, secret, account, name, "other")?.key,
      recordKey: selfEpochKey(crypto, secret, account, name, "records")?.key,
    })),
  })
}

/** Every holder opens both headers with the key that stands in the file. */
export async function checkVaultVectors(file: Json): Promise<void> {
  const house = await makeHousehold()
  const [firstName, secondName] = listIn(file, "headers").map(one => bytesIn(one, "name"))
  if (firstName === undefined || secondName === undefined) throw new Error("two headers")
  const last = { generation: 1, name: firstName, position: house.position }
  for (const [index, view] of [viewOf(house), viewOf(house, last)].entries()) {
    const bytes = bytesIn(file, "headers", index, "bytes")
    const header = unwrap(await readVaultHeader(house.crypto, view, bytes))
    expect(header.name).toEqual(bytesIn(file, "headers", index, "name"))
    for (const [place, holder] of house.holders.entries()) {
      const privateKey = bytesIn(file, "holders", place, "sealPrivateKey")
      const own = { signer: holder.id, privateKey }
      const { secret, wrapped } = unwrap(await openVaultHeader(house.crypto, header, own, undefined))
      expect(secret.sk).toEqual(bytesIn(file, "headers", index, "secret", "sk"))
      const previous = index === 1 && holder.full ? valueIn(file, "headers", 0, "secret") : null
      expect(toJson(wrapped)).toEqual(previous)
    }
    const read = unwrap(decode(vaultHeader, bytes))
    expect(unwrap(decode(vaultContent, read.content)).generation).toBe(index + 1)
  }
}
