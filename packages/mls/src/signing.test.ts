import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { generateSigner } from "@colombe/base/crypto/platform"
import {
  createCommit,
  createGroup,
  generateKeyPackage,
  joinFromWelcome,
  processMessage,
  propose,
  proposeUpdate,
} from "./index.ts"
import { person, seededPlatform, x25519Suite } from "./testing/people.ts"
import { smallGroup } from "./testing/small-group.ts"

const ctx = seededPlatform("signing")
const lifetime = { notBefore: 0n, notAfter: 2n ** 64n - 1n }

test("M10 an Update brings another signature key, which counts from the commit on", async () => {
  const { ctx, ana, bob, zoe } = await smallGroup("another key")
  const [signer, newSigner] = [bob.person.signer, zoe.signer]
  const proposed = unwrap(await proposeUpdate(ctx, bob.group, { signer, newSigner }))
  const atAna = unwrap(await processMessage(ctx, ana.group, proposed.message))
  if (atAna.kind !== "proposal") throw new Error("a proposal")
  const references = [proposed.proposal.reference]
  const made = unwrap(await createCommit(ctx, atAna.next, { signer: ana.person.signer, references }))
  expect(made.effects.updated).toMatchObject([{ leafIndex: 1, after: { signatureKey: newSigner.publicKey } }])
  expect((await createCommit(ctx, proposed.next, { signer: newSigner })).ok).toBe(false)
  const atBob = unwrap(await processMessage(ctx, proposed.next, made.commit))
  if (atBob.kind !== "commit" || atBob.next === undefined) throw new Error("Bob stays")
  expect(await createCommit(ctx, atBob.next, { signer })).toMatchObject({ code: "wrong-signer" })
  const next = unwrap(await createCommit(ctx, atBob.next, { signer: newSigner }))
  expect((await processMessage(ctx, made.next, next.commit)).ok).toBe(true)
})

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
  const refused = { ok: false, code: "wrong-signer" }
  expect(await createCommit(ctx, joined, { signer })).toMatchObject(refused)
  expect(await propose(ctx, joined, { kind: "remove", removed: 0 }, { signer })).toMatchObject(refused)
  expect(await proposeUpdate(ctx, joined, { signer, newSigner: other })).toMatchObject(refused)
})
