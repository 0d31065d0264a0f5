import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { createCommit, encodeTree, joinFromWelcome, type PublicGroup } from "../index.ts"
import { keyPackageOf } from "../testing/people.ts"
import { smallGroup } from "../testing/small-group.ts"

const { ctx, server, ana, zoe } = await smallGroup("verified")

test("a public group that was changed by a spread is no public group any more", () => {
  // @ts-expect-error: the mark of verification stays behind, which the compiler sees
  const changed: PublicGroup = { ...server, context: { ...server.context, epoch: 9 } }
  // @ts-expect-error: nor does a copy of the fields have it
  const copied: PublicGroup = { ...server }
  expect(changed).not.toBe(server)
  expect(copied).toEqual(server)
})

test("who commits an addition verifies its signatures once", async () => {
  const { keyPackage, secrets } = await keyPackageOf(ctx, zoe)
  const verified: string[] = []
  const counting: typeof ctx = {
    ...ctx,
    crypto: {
      ...ctx.crypto,
      verify: (...args: Parameters<typeof ctx.crypto.verify>) => {
        verified.push(Buffer.from(args[3]).toString("hex"))
        return ctx.crypto.verify(...args)
      },
    },
  }
  const proposals = [{ kind: "add", keyPackage } as const]
  const made = unwrap(await createCommit(counting, ana.group, { signer: ana.person.signer, proposals }))
  expect(verified.length).toBe(new Set(verified).size)
  expect(verified).toContain(Buffer.from(keyPackage.signature).toString("hex"))
  const tree = encodeTree(made.next.public.tree)
  const welcome = made.welcome ?? new Uint8Array()
  expect((await joinFromWelcome(ctx, { welcome, keyPackage, secrets, tree })).ok).toBe(true)
})
