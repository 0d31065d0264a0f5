import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  applyCommit,
  createCommit,
  createGroup,
  encodeTree,
  type Group,
  generateKeyPackage,
  joinFromWelcome,
  type Proposal,
  processMessage,
  proposeSelfRemove,
} from "@colombe/mls"
import { type ColombeGroup, encodeGroupId, type RoleEntry } from "@colombe/rules"
import { leafInput, lifetimeAt, suite } from "../account/leaf.ts"
import { changesIn } from "../records/conversation-records.ts"
import { changeOf } from "./change.ts"
import { policyOf } from "./facts.ts"
import { firstPolicy, groupExtensions, policyProposal, sorted } from "./policy.ts"

const mls = { crypto: platformCrypto(globalThis.crypto) }
const now = Date.UTC(2026, 0, 31)

interface Someone {
  readonly account: Uint8Array
  readonly signer: Signer
  readonly leaf: Parameters<typeof generateKeyPackage>[1]
}

async function someone(place: number): Promise<Someone> {
  const account = new Uint8Array(32).fill(place)
  const signer = await signerFromPrivateKey(mls.crypto, "Ed25519", mls.crypto.random(32))
  const head = { generation: 0, seq: 0, hash: new Uint8Array(32).fill(place) }
  const input = leafInput(account, new Uint8Array(16).fill(place), head)
  return { account, signer, leaf: { ...input, suite, signer, lifetime: lifetimeAt(now) } }
}

const [ana, bob, eve, dan, zoe] = [
  await someone(1),
  await someone(2),
  await someone(3),
  await someone(4),
  await someone(5),
] as const

const seed = { kind: "group", creator: ana.account, nonce: new Uint8Array(32) } as const
const alone = unwrap(
  await createGroup(mls, {
    ...ana.leaf,
    groupId: encodeGroupId({ conversation: new Uint8Array(32).fill(9), incarnation: 0 }),
    groupExtensions: groupExtensions(firstPolicy(seed, "localhost", ana.account, [])),
  }),
)
const keyPackagesOf = async (people: readonly Someone[]) =>
  Promise.all(people.map(async ({ leaf }) => unwrap(await generateKeyPackage(mls, leaf))))
const others = await keyPackagesOf([bob, eve, dan])
const added = unwrap(
  await createCommit(mls, alone, {
    signer: ana.signer,
    proposals: others.map(({ keyPackage }) => ({ kind: "add", keyPackage })),
  }),
)

async function commitOf(group: Group, proposals: readonly Proposal[], references: Uint8Array[] = []) {
  const input = { signer: ana.signer, proposals, references, forcePath: true }
  return unwrap(await createCommit(mls, group, input))
}

const ruled = (group: Group, change: Partial<ColombeGroup>): Proposal =>
  policyProposal(group.public, { ...policyOf(group.public), ...change })
const listed = (...roles: RoleEntry[]) => ({
  roles: sorted<RoleEntry>([{ account: ana.account, role: "owner" }, ...roles]),
})
const remove = { kind: "remove", removed: 2 } as const

/** What the line of a commit says, in order. */
async function saidBy(group: Group, commit: Uint8Array) {
  const applied = unwrap(await applyCommit(mls, group.public, commit))
  return changesIn(changeOf(group.public, applied.effects)).map(({ change }) => change)
}

test("Y88 a commit that takes somebody out, makes an owner and opens history says all three", async () => {
  const group = added.next
  const { commit } = await commitOf(group, [
    remove,
    ruled(group, {
      ...listed({ account: eve.account, role: "banned" }, { account: bob.account, role: "owner" }),
      history: "all",
      ttlSeconds: 60,
    }),
  ])
  expect(await saidBy(group, commit)).toEqual([
    { type: "removed", people: [eve.account] },
    { type: "role", people: [bob.account], role: "owner" },
    { type: "history", history: "all", historyDays: 0 },
    { type: "timer", ttlSeconds: 60 },
  ])
})

test("Y88 somebody's leaving does not cover what the commit that carries it does besides", async () => {
  const [bobs] = others
  if (bobs === undefined || added.welcome === undefined) throw new Error("three came in")
  const tree = encodeTree(added.next.public.tree)
  const atBob = unwrap(await joinFromWelcome(mls, { welcome: added.welcome, ...bobs, tree })).group
  const authenticatedData = new Uint8Array()
  const left = unwrap(await proposeSelfRemove(mls, atBob, { signer: bob.signer, authenticatedData }))
  const group = unwrap(await processMessage(mls, added.next, left.message)).next
  if (group === undefined) throw new Error("it waits")
  const roles = listed({ account: dan.account, role: "owner" })
  const { commit } = await commitOf(group, [ruled(group, roles)], [left.proposal.reference])
  expect(await saidBy(group, commit)).toEqual([
    { type: "left" },
    { type: "role", people: [dan.account], role: "owner" },
  ])
})

test("Y88 roles are said by what people are now, also of whoever comes in with one", async () => {
  const first = await commitOf(added.next, [
    ruled(
      added.next,
      listed({ account: bob.account, role: "admin" }, { account: dan.account, role: "moderator" }),
    ),
  ])
  expect(await saidBy(added.next, first.commit)).toEqual([
    { type: "role", people: [bob.account], role: "admin" },
    { type: "role", people: [dan.account], role: "moderator" },
  ])
  const [zoes] = await keyPackagesOf([zoe])
  if (zoes === undefined) throw new Error("zoe has one")
  const roles = listed({ account: bob.account, role: "admin" }, { account: zoe.account, role: "owner" })
  const second = await commitOf(first.next, [
    { kind: "add", keyPackage: zoes.keyPackage },
    ruled(first.next, roles),
  ])
  expect(await saidBy(first.next, second.commit)).toEqual([
    { type: "added", people: [zoe.account] },
    { type: "role", people: [zoe.account], role: "owner" },
    { type: "role", people: [dan.account], role: "member" },
  ])
})

test("Y88 Y89 bans of people outside are said, and lifting one", async () => {
  const banned = await commitOf(added.next, [
    ruled(added.next, listed({ account: zoe.account, role: "banned" })),
  ])
  expect(await saidBy(added.next, banned.commit)).toEqual([{ type: "banned", people: [zoe.account] }])
  const lifted = await commitOf(banned.next, [ruled(banned.next, listed())])
  expect(await saidBy(banned.next, lifted.commit)).toEqual([{ type: "unbanned", people: [zoe.account] }])
})
