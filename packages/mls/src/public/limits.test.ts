import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import {
  externalCommit,
  externalPublicKey,
  type PublicGroup,
  pendingProposalsMax,
  receiveProposal,
} from "../index.ts"
import { forge } from "../testing/forge.ts"
import { keyPackageOf } from "../testing/people.ts"
import { smallGroup } from "../testing/small-group.ts"
import { applyProposals } from "./commit/apply.ts"
import { addLeaf, isFull, treeOfOne } from "./tree/change.ts"
import { leavesOf, treeHeightMax } from "./tree/tree.ts"
import { markVerified } from "./verified.ts"

const small = await smallGroup("limits")
const { ctx, server, ana } = small

test("M4 a tree takes 65,536 leaves and no more", async () => {
  const { keyPackage } = await keyPackageOf(ctx, small.zoe)
  let tree = treeOfOne(keyPackage.leaf)
  for (let count = 1; count < 2 ** treeHeightMax; count++) tree = addLeaf(tree, keyPackage.leaf).tree
  expect(leavesOf(tree)).toBe(65_536)
  expect(isFull(tree)).toBe(true)
  const add = { kind: "add", keyPackage } as const
  const committed = { proposal: add, sender: { kind: "member", leafIndex: 0 }, byReference: false } as const
  expect(await applyProposals(ctx, { ...server, tree }, [committed])).toMatchObject({ code: "group-full" })
  const externalPub = await externalPublicKey(ctx, ana.group)
  const full: PublicGroup = markVerified({ ...server, tree })
  const joining = { ...small.zoe.leaf, signer: small.zoe.signer, group: full, externalPub }
  expect(await externalCommit(ctx, joining)).toMatchObject({ code: "group-full" })
})

test("M4 a limited number of proposals waits", async () => {
  const body = { kind: "proposal", proposal: { kind: "remove", removed: 1 } } as const
  const message = await forge(ctx, ana.group, ana.person.signer, body)
  const { proposal } = unwrap(await receiveProposal(ctx, server, message))
  const many = Array.from({ length: pendingProposalsMax }, (_, count) => ({
    ...proposal,
    reference: Uint8Array.of(count >> 8, count & 255),
  }))
  const full: PublicGroup = markVerified({ ...server, pending: many })
  expect(await receiveProposal(ctx, full, message)).toMatchObject({ code: "too-many-proposals" })
})
