import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { generateSigner } from "@colombe/base/crypto/platform"
import { createCommit, createGroup, generateKeyPackage, joinFromWelcome } from "./index.ts"
import { person, seededPlatform, x25519Suite } from "./testing/people.ts"

const ctx = seededPlatform("signing")
const lifetime = { notBefore: 0n, notAfter: 2n ** 64n - 1n }

test("M5 a member signs with a key that no code can read: key package, leaf, commit and GroupInfo", async () => {
  const [mine, his] = [await generateSigner(crypto.subtle), await generateSigner(crypto.subtle)]
  for (const { keys } of [mine, his]) expect((keys.privateKey as CryptoKey).extractable).toBe(false)
  const [signer, other] = [mine.signer, his.signer]
  const { leaf } = await person(ctx, "ana")
  const common = { ...leaf, suite: x25519Suite, lifetime }
  const { keyPackage, secrets } = unwrap(await generateKeyPackage(ctx, { ...common, signer: other }))
  const groupId = new Uint8Array(4)
  const group = unwrap(await createGroup(ctx, { ...common, signer, groupId, groupExtensions: [] }))
  const proposals = [{ kind: "add", keyPackage } as const]
  const made = unwrap(
    await createCommit(ctx, group, { signer, proposals, forcePath: true, includeTree: true }),
  )
  const welcome = made.welcome ?? new Uint8Array()
  const { group: joined } = unwrap(await joinFromWelcome(ctx, { welcome, keyPackage, secrets }))
  expect((await createCommit(ctx, joined, { signer: other })).ok).toBe(true)
  expect(await createCommit(ctx, joined, { signer })).toMatchObject({ code: "wrong-signer" })
})
