import { expect, test } from "bun:test"
import { readFile, writeFile } from "node:fs/promises"
import { decode, encode, toHex, unwrap } from "@colombe/base"
import { bytesIn, type Json, listIn, textIn, toJson, valueIn } from "./testing/vectors/json.ts"
import {
  checkLinkingVectors,
  checkMailVectors,
  makeLinkingVectors,
  makeMailVectors,
} from "./testing/vectors/mail.ts"
import {
  checkContentVectors,
  checkRecoveryVectors,
  makeContentVectors,
  makeRecoveryVectors,
} from "./testing/vectors/people.ts"
import { checkSealVectors, makeSealVectors } from "./testing/vectors/seal.ts"
import { makeStructVectors, structs } from "./testing/vectors/structs.ts"
import { checkVaultVectors, makeVaultVectors } from "./testing/vectors/vault.ts"

/** `COLOMBE_WRITE_VECTORS=1` writes the files anew: only for a change of the protocol, which is a decision. */
const writes = process.env.COLOMBE_WRITE_VECTORS === "1"

const files: readonly {
  readonly name: string
  readonly make: () => Json | Promise<Json>
  readonly check: (file: Json) => void | Promise<void>
}[] = [
  { name: "seal-structs", make: makeStructVectors, check: checkStructs },
  { name: "seal", make: makeSealVectors, check: checkSealVectors },
  { name: "content", make: makeContentVectors, check: checkContentVectors },
  { name: "recovery", make: makeRecoveryVectors, check: checkRecoveryVectors },
  { name: "vault", make: makeVaultVectors, check: checkVaultVectors },
  { name: "mail", make: makeMailVectors, check: checkMailVectors },
  { name: "linking", make: makeLinkingVectors, check: checkLinkingVectors },
]

function checkStructs(file: Json): void {
  for (const [index, [name, codec]] of structs.entries()) {
    const vector = listIn(file)[index] ?? null
    expect(textIn(vector, "name")).toBe(name)
    const value: unknown = unwrap(decode(codec, bytesIn(vector, "bytes")))
    expect(toJson(value)).toEqual(valueIn(vector, "value"))
    expect(toHex(encode(codec, value))).toBe(textIn(vector, "bytes"))
  }
}

for (const { name, make, check } of files) {
  const path = new URL(`../../../spec/vectors/${name}.json`, import.meta.url)
  test(`the vectors in ${name}.json are what is made, and are read back`, async () => {
    const made = await make()
    if (writes) await writeFile(path, `${JSON.stringify(made, null, 1)}\n`)
    const file: Json = JSON.parse(await readFile(path, "utf8"))
    expect(made).toEqual(file)
    await check(file)
  })
}
