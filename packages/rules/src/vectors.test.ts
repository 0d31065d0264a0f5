import { expect, test } from "bun:test"
import { readFile, writeFile } from "node:fs/promises"
import { decode, encode, fromHex, toHex, unwrap } from "@colombe/base"
import { headOf, stateOf } from "./chain.ts"
import { verifyChain } from "./chain-verify.ts"
import { link } from "./link.ts"
import { crypto } from "./testing/people.ts"
import { derived } from "./testing/vectors/derived.ts"
import { toJson } from "./testing/vectors/json.ts"
import { structs, structVectors } from "./testing/vectors/structs.ts"

/** `COLOMBE_WRITE_VECTORS=1` writes the files anew: only for a change of the protocol, which is a decision. */
const writes = process.env.COLOMBE_WRITE_VECTORS === "1"

const bytesOf = (text: string): Uint8Array => {
  const bytes = fromHex(text)
  if (bytes === undefined) throw new Error(`not hexadecimal: ${text}`)
  return bytes
}
const pathOf = (name: string) => new URL(`../../../spec/vectors/${name}.json`, import.meta.url)
const read = async (name: string) => JSON.parse(await readFile(pathOf(name), "utf8"))

for (const [name, derive] of Object.entries(derived))
  test(`the vectors in ${name}.json are what is made, and are read back`, async () => {
    const made = { structs: structVectors(name), derived: await derive() }
    if (writes) await writeFile(pathOf(name), `${JSON.stringify(made, null, 1)}\n`)
    const file = await read(name)
    expect(made).toEqual(file)
    for (const [index, [, codec]] of (structs[name] ?? []).entries()) {
      const vector = file.structs[index]
      const value = unwrap(decode(codec, bytesOf(vector.bytes)))
      expect(toJson(value)).toEqual(vector.value)
      expect(toHex(encode(codec, value))).toBe(vector.bytes)
    }
  })

test("the chain in identity.json is verified from its bytes alone", async () => {
  const { derived: vector } = await read("identity")
  const links = vector.links.map((text: string) => unwrap(decode(link, bytesOf(text))))
  const chain = unwrap(await verifyChain(crypto, bytesOf(vector.account), links))
  expect(toJson(headOf(chain))).toEqual(vector.positions.at(-1))
  expect(toJson(stateOf(chain).devices.map(({ id }) => id))).toEqual(vector.devices.at(-1))
})
