import { describe, expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import {
  applyCommit,
  checkGroupInfo,
  createCommit,
  dropExporter,
  encodeTree,
  epochAuthenticator,
  exportSecret,
  externalCommit,
  type Group,
  joinFromWelcome,
  processMessage,
  publicGroupFromGroupInfo,
} from "./index.ts"
import { groupOf, hybridSuite, keyPackageOf, person, seeded, x25519Suite } from "./testing/people.ts"

async function followed(ctx: Parameters<typeof processMessage>[0], group: Group, bytes: Uint8Array) {
  const processed = unwrap(await processMessage(ctx, group, bytes))
  if (processed.kind !== "commit" || processed.next === undefined) throw new Error("expected a commit")
  return processed.next
}

describe.each([
  ["X25519", x25519Suite],
  ["hybrid", hybridSuite],
])("%s: from creation to an external join", (_, suite) => {
  test("M20 everybody agrees, and so does whoever follows in public", async () => {
    const ctx = seeded("lifecycle")
    const ana = await person(ctx, "ana", suite)
    const bob = await person(ctx, "bob", suite)
    const eve = await person(ctx, "eve", suite)
    const alone = await groupOf(ctx, ana, suite)
    const { keyPackage, secrets } = await keyPackageOf(ctx, bob, suite)

    const add = unwrap(
      await createCommit(ctx, alone, { signer: ana.signer, proposals: [{ kind: "add", keyPackage }] }),
    )
    const afterAdd = unwrap(await applyCommit(ctx, alone.public, add.commit)).next
    expect(afterAdd.context).toEqual(add.next.public.context)
    const checked = unwrap(await checkGroupInfo(ctx, afterAdd, add.groupInfo))

    const tree = encodeTree(afterAdd.tree)
    const welcome = add.welcome ?? new Uint8Array()
    const joined = unwrap(await joinFromWelcome(ctx, { welcome, keyPackage, secrets, tree })).group
    expect(epochAuthenticator(joined)).toEqual(epochAuthenticator(add.next))

    const offered = unwrap(await publicGroupFromGroupInfo(ctx, add.groupInfo, tree))
    const { group, externalPub = new Uint8Array() } = offered
    expect(externalPub).toEqual(checked.externalPub)
    const joining = { ...eve.leaf, group, externalPub, signer: eve.signer }
    const join = unwrap(await externalCommit(ctx, joining))
    const anaNow = await followed(ctx, add.next, join.commit)
    const bobNow = await followed(ctx, joined, join.commit)
    const publicNow = unwrap(await applyCommit(ctx, afterAdd, join.commit)).next
    expect(epochAuthenticator(anaNow)).toEqual(epochAuthenticator(join.next))
    expect(epochAuthenticator(bobNow)).toEqual(epochAuthenticator(join.next))
    expect(publicNow.context).toEqual(join.next.public.context)

    const path = unwrap(await createCommit(ctx, bobNow, { signer: bob.signer }))
    const eveNow = await followed(ctx, join.next, path.commit)
    const label = [toUtf8("context"), 32] as const
    expect(exportSecret(ctx, eveNow, "label", ...label)).toEqual(
      exportSecret(ctx, path.next, "label", ...label),
    )
    expect(exportSecret(ctx, dropExporter(eveNow), "label", ...label)).toMatchObject({
      code: "exporter-dropped",
    })
  })
})
