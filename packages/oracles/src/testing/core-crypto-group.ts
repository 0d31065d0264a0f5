import { type Bytes, concat, equal, toUtf8, unwrap } from "@colombe/base"
import { kemGenerateKeyPair, type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { expectBytes, expectDifferent, expectSame } from "@colombe/base/testing"
import {
  type CreateCommitInput,
  createCommit,
  createGroup,
  encodeMessage,
  exportSecret,
  externalCommit,
  findSuite,
  type Group,
  generateKeyPackage,
  joinFromWelcome,
  members,
  processMessage,
  proposeUpdate,
  protectApplication,
  publicGroupFromGroupInfo,
  readKeyPackage,
} from "@colombe/mls"
import { withWideSuites } from "@colombe/mls/wide-suites"
import type { ClientId } from "@wireapp/core-crypto/browser"
import {
  acceptWelcome,
  add,
  clientId,
  commitPending,
  createConversation,
  exported,
  joinFromOutside,
  keyPackageOf,
  memberCount,
  openDevice,
  refresh,
  remove,
  type TheirCommit,
  type TheirDevice,
  take,
  write,
} from "./core-crypto-device.ts"

const ctx = withWideSuites({ crypto: platformCrypto(crypto) })
const groupId = toUtf8("both")
const lifetime = { notBefore: 0n, notAfter: 2n ** 63n - 1n }
const noBytes = new Uint8Array()
/** MLSMessage(KeyPackage) without its body: Wire's engine reads and writes the body alone. */
const keyPackageHead = Uint8Array.of(0, 1, 0, 5)
/** What precedes the body of any MLSMessage; Wire's engine writes a GroupInfo with it and reads one without. */
const headBytes = keyPackageHead.length

export interface OurMember {
  readonly id: ClientId
  readonly signer: Signer
  readonly group: Group
}

/** One group, and who of it has which engine. */
export interface Both {
  readonly suite: number
  ours: OurMember[]
  theirs: TheirDevice[]
  /** MLSMessage(GroupInfo) of the last commit, with the tree. */
  groupInfo: Bytes
}

/** Numbers of devices, which have to differ in one group. */
let lastDevice = 0

async function ourPerson(suite: number) {
  const id = clientId(++lastDevice)
  const { signature, hpke } = findSuite(suite, ctx.suites) ?? {
    signature: "Ed25519",
    hpke: { kem: "X25519" },
  }
  // A key of the KEM is as good a scalar, and one of P-521 cannot just be drawn.
  const { privateKey } = await kemGenerateKeyPair(ctx.crypto, hpke.kem)
  const signer = await signerFromPrivateKey(ctx.crypto, signature, privateKey)
  const credential = { type: "basic", identity: new Uint8Array(id.copyBytes()) } as const
  const capabilities = { versions: [1], suites: [suite], extensions: [], proposals: [], credentials: [1, 2] }
  return { id, signer, leaf: { credential, capabilities, extensions: [] } }
}

export async function ourGroup(suite: number): Promise<Both> {
  const { id, signer, leaf } = await ourPerson(suite)
  const start = { ...leaf, suite, groupId, groupExtensions: [], lifetime, signer }
  const both: Both = {
    suite,
    ours: [{ id, signer, group: unwrap(await createGroup(ctx, start)) }],
    theirs: [],
    groupInfo: noBytes,
  }
  await weAddTheirs(both)
  return both
}

export async function theirGroup(suite: number): Promise<Both> {
  const device = await openDevice(++lastDevice, suite)
  await createConversation(device, groupId)
  const both: Both = { suite, ours: [], theirs: [device], groupInfo: noBytes }
  await theyAddOurs(both)
  return both
}

function lastOf<Member>(those: readonly Member[]): Member {
  const member = those.at(-1)
  if (member === undefined) throw new Error("somebody has this engine")
  return member
}

/** The secret that Wire's engine exports, from ours. */
const secretOf = (group: Group): Bytes => unwrap(exportSecret(ctx, group, "exporter", noBytes, 32))

/** All have one exporter secret, and know of as many members. */
export async function expectAgreement({ ours, theirs }: Both): Promise<void> {
  const count = ours.length + theirs.length
  const secret = secretOf(lastOf(ours).group)
  for (const { group } of ours) {
    expectBytes(secretOf(group), secret, "a secret of ours")
    expectSame([...members(group.public)].length, count, "members, as ours count them")
  }
  for (const device of theirs) {
    expectBytes(await exported(device, groupId), secret, "a secret of theirs")
    expectSame(await memberCount(device, groupId), count, "members, as theirs count them")
  }
}

/** What is left of a member of ours after a message; undefined where it takes the member out. */
async function taken(member: OurMember, message: Bytes): Promise<OurMember | undefined> {
  const { next } = unwrap(await processMessage(ctx, member.group, message))
  return next && { ...member, group: next }
}

async function weTake(both: Both, message: Bytes, except?: OurMember): Promise<void> {
  const left: OurMember[] = []
  for (const member of both.ours) {
    const after = member === except ? member : await taken(member, message)
    if (after !== undefined) left.push(after)
  }
  both.ours = left
}

async function theyTake(both: Both, message: Bytes, except?: TheirDevice): Promise<void> {
  for (const device of both.theirs) if (device !== except) await take(device, groupId, message)
}

/** A commit of ours, which all read. */
async function weCommit(both: Both, plan: Omit<CreateCommitInput, "signer">): Promise<Bytes | undefined> {
  const committer = lastOf(both.ours)
  const input = { ...plan, signer: committer.signer, includeTree: true }
  const made = unwrap(await createCommit(ctx, committer.group, input))
  await theyTake(both, made.commit)
  await weTake(both, made.commit, committer)
  replace(both, committer, made.next)
  both.groupInfo = made.groupInfo
  return made.welcome
}

function replace(both: Both, member: OurMember, group: Group): void {
  both.ours = both.ours.map(one => (one === member ? { ...one, group } : one))
}

/** A commit of theirs, which all read. */
async function theyCommit(
  both: Both,
  commit: (device: TheirDevice) => Promise<TheirCommit>,
): Promise<TheirCommit> {
  const committer = lastOf(both.theirs)
  const made = await commit(committer)
  await weTake(both, made.commit)
  await theyTake(both, made.commit, committer)
  both.groupInfo = made.groupInfo
  return made
}

async function theirKeyPackage(device: TheirDevice) {
  return unwrap(await readKeyPackage(ctx, concat(keyPackageHead, await keyPackageOf(device))))
}

export async function weAddTheirs(both: Both): Promise<void> {
  const device = await openDevice(++lastDevice, both.suite)
  const proposals = [{ kind: "add", keyPackage: await theirKeyPackage(device) } as const]
  const welcome = await weCommit(both, { proposals, forcePath: true })
  await acceptWelcome(device, welcome ?? noBytes)
  both.theirs.push(device)
}

export async function theyAddOurs(both: Both): Promise<void> {
  const { id, signer, leaf } = await ourPerson(both.suite)
  const own = unwrap(await generateKeyPackage(ctx, { ...leaf, suite: both.suite, signer, lifetime }))
  const message = encodeMessage({ format: "keyPackage", message: own.keyPackage })
  const { welcome } = await theyCommit(both, device => add(device, groupId, message.subarray(headBytes)))
  const { group } = unwrap(await joinFromWelcome(ctx, { ...own, welcome: welcome ?? noBytes }))
  both.ours.push({ id, signer, group })
}

export async function weRefresh(both: Both): Promise<void> {
  await weCommit(both, { forcePath: true })
}

export async function theyRefresh(both: Both): Promise<void> {
  await theyCommit(both, device => refresh(device, groupId))
}

/** By the GroupInfo of whoever committed last. */
export async function ourOutsiderJoins(both: Both): Promise<void> {
  const { id, signer, leaf } = await ourPerson(both.suite)
  const { group, externalPub } = unwrap(await publicGroupFromGroupInfo(ctx, both.groupInfo))
  if (externalPub === undefined) throw new Error("their GroupInfo has a key for joiners")
  const made = unwrap(await externalCommit(ctx, { ...leaf, group, externalPub, signer, includeTree: true }))
  await theyTake(both, made.commit)
  await weTake(both, made.commit)
  both.ours.push({ id, signer, group: made.next })
  both.groupInfo = made.groupInfo
}

export async function theirOutsiderJoins(both: Both): Promise<void> {
  const device = await openDevice(++lastDevice, both.suite)
  const { commit, groupInfo } = await joinFromOutside(device, both.groupInfo.subarray(headBytes))
  await weTake(both, commit)
  await theyTake(both, commit)
  both.theirs.push(device)
  both.groupInfo = groupInfo
}

/** Ours proposes fresh keys of its own, and theirs commits them. */
export async function wePropose(both: Both): Promise<void> {
  const proposer = lastOf(both.ours)
  const made = unwrap(await proposeUpdate(ctx, proposer.group, { signer: proposer.signer }))
  await theyTake(both, made.message)
  await weTake(both, made.message, proposer)
  replace(both, proposer, made.next)
  await theyCommit(both, device => commitPending(device, groupId))
}

/** The last of theirs is taken out by ours, and shares nothing any more with who stays. */
export async function weRemoveTheirs(both: Both): Promise<void> {
  const device = lastOf(both.theirs)
  const before = await exported(device, groupId)
  const identity = new Uint8Array(device.id.copyBytes())
  const member = [...members(lastOf(both.ours).group.public)].find(
    ({ leaf: { credential } }) => credential.type === "basic" && equal(credential.identity, identity),
  )
  await weCommit(both, { proposals: [{ kind: "remove", removed: member?.leafIndex ?? -1 }] })
  both.theirs.pop()
  expectDifferent(before, secretOf(lastOf(both.ours).group), "a secret of who is out")
}

export async function theyRemoveOurs(both: Both): Promise<void> {
  const removed = lastOf(both.ours)
  await theyCommit(both, device => remove(device, groupId, removed.id))
  expectSame(
    both.ours.some(({ id }) => id.equals(removed.id)),
    false,
    "who is out takes part",
  )
  expectDifferent(secretOf(removed.group), secretOf(lastOf(both.ours).group), "a secret of who is out")
}

/** One of each writes, and all others read. */
export async function talk(both: Both, text: string): Promise<void> {
  const data = toUtf8(text)
  const writer = lastOf(both.ours)
  const sent = unwrap(
    await protectApplication(ctx, writer.group, { signer: writer.signer, data, padding: 20 }),
  )
  replace(both, writer, sent.next)
  for (const device of both.theirs)
    expectBytes(await take(device, groupId, sent.message), data, "what theirs read")
  await weRead(both, sent.message, data, lastOf(both.ours))

  const device = lastOf(both.theirs)
  const message = await write(device, groupId, data)
  for (const other of both.theirs)
    if (other !== device) expectBytes(await take(other, groupId, message), data, "what theirs read of theirs")
  await weRead(both, message, data)
}

async function weRead(both: Both, message: Bytes, data: Bytes, except?: OurMember): Promise<void> {
  for (const member of both.ours) {
    if (member === except) continue
    const read = unwrap(await processMessage(ctx, member.group, message))
    expectBytes(read.kind === "application" ? read.data : undefined, data, "what ours read")
    if (read.next !== undefined) replace(both, member, read.next)
  }
}
