import { expect, test } from "bun:test"
import { type Bytes, type Codec, concat, encode, toUtf8, uint, unwrap, vector } from "@colombe/base"
import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  createCommit,
  createGroup,
  epochAuthenticator,
  externalSender,
  externalSendersExtension,
  type Group,
  generateKeyPackage,
  joinFromWelcome,
  type KeyPackage,
  type Proposal,
  processMessage,
  proposeAsExternalSender,
  readKeyPackage,
} from "@colombe/mls"
import { DAVESession } from "@snazzah/davey"

/** davey is native OpenMLS behind the rules of DAVE: suite 2, users of 8 bytes, proposals of an external sender alone. */
const suite = 2
const daveVersion = 1
const channel = 77
/** `ProposalsOperationType`, which exists as a type alone. */
const append = 0
const ctx = { crypto: platformCrypto(globalThis.crypto) }
const lifetime = { notBefore: 0n, notAfter: 2n ** 64n - 1n }
/** MLSMessage(Welcome) and MLSMessage(KeyPackage) without their bodies; davey's have no such heads. */
const welcomeHead = Uint8Array.of(0, 1, 0, 3)
const keyPackageHead = Uint8Array.of(0, 1, 0, 5)

const newSigner = (): Promise<Signer> =>
  signerFromPrivateKey(ctx.crypto, "ECDSA-P256-SHA256", ctx.crypto.random(32))

function leafOf(user: number) {
  const capabilities = { versions: [1], suites: [suite], extensions: [], proposals: [], credentials: [1] }
  return { credential: { type: "basic", identity: uint(user, 8) } as const, capabilities, extensions: [] }
}

const service = await newSigner()
const sender = {
  signatureKey: service.publicKey,
  credential: { type: "basic", identity: toUtf8("service") } as const,
}

function newSession(user: number): DAVESession {
  const session = new DAVESession(daveVersion, String(user), String(channel))
  session.setExternalSender(Buffer.from(encode(externalSender, sender)))
  return session
}

async function keyPackageOf(session: DAVESession): Promise<KeyPackage> {
  const bytes = concat(keyPackageHead, new Uint8Array(session.getSerializedKeyPackage()))
  return unwrap(await readKeyPackage(ctx, bytes))
}

const raw: Codec<Bytes> = { write: (writer, value) => writer.bytes(value), read: () => new Uint8Array() }

/** Everybody in the call: ours and theirs. */
interface Call {
  readonly ours: Group[]
  readonly theirs: DAVESession[]
}

/** The service proposes, everybody hears of it, and each of theirs would commit: that answers what the last one made. */
async function announce(call: Call, proposals: readonly Proposal[]) {
  const messages: Bytes[] = []
  for (const proposal of proposals) {
    const known = call.ours[0]
    if (known === undefined) throw new Error("one of ours is there")
    const { message } = unwrap(
      await proposeAsExternalSender(ctx, known.public, proposal, { signer: service }),
    )
    messages.push(message)
    for (const [index, group] of call.ours.entries()) {
      const processed = unwrap(await processMessage(ctx, group, message))
      if (processed.kind !== "proposal") throw new Error("a proposal")
      call.ours[index] = processed.next
    }
  }
  const payload = Buffer.from(encode(vector(raw), messages))
  const answers = call.theirs.map(one => one.processProposals(append, payload))
  return answers.at(-1)
}

/** All read a commit; of ours, `committer` has made it and goes on with `next`. */
async function deliver(call: Call, commit: Uint8Array, made?: { committer: number; next: Group }) {
  for (const [index, group] of call.ours.entries())
    call.ours[index] = index === made?.committer ? made.next : await take(group, commit)
  for (const session of call.theirs) session.processCommit(Buffer.from([...commit]))
}

function expectAgreement({ ours, theirs }: Call): void {
  const [first] = ours
  if (first === undefined) throw new Error("one of ours is there")
  const authenticator = epochAuthenticator(first)
  for (const group of ours) expect(epochAuthenticator(group)).toEqual(authenticator)
  for (const session of theirs) {
    expect<Bytes>(new Uint8Array(session.getEpochAuthenticator() ?? [])).toEqual(authenticator)
    expect(session.epoch).toBe(BigInt(first.public.context.epoch))
  }
}

async function commitAll({ ours: [group] }: Call, signer: Signer) {
  if (group === undefined) throw new Error("one of ours is there")
  const references = group.public.pending.map(({ reference }) => reference)
  return unwrap(await createCommit(ctx, group, { signer, references, includeTree: true }))
}

async function take(group: Group, message: Uint8Array): Promise<Group> {
  const processed = unwrap(await processMessage(ctx, group, new Uint8Array(message)))
  if (processed.kind !== "commit" || processed.next === undefined) throw new Error("a commit that keeps us")
  return processed.next
}

const addOf = (keyPackage: KeyPackage) => ({ kind: "add", keyPackage }) as const

const welcomeBody = (welcome: Bytes | undefined) =>
  Buffer.from([...(welcome ?? [])]).subarray(welcomeHead.length)

test("suite 2: native OpenMLS and we add, remove, commit and welcome each other", async () => {
  const ana = await newSigner()
  const groupExtensions = [externalSendersExtension([sender])]
  const start = { ...leafOf(1), suite, groupId: uint(channel, 8), groupExtensions, signer: ana, lifetime }
  const call: Call = { ours: [unwrap(await createGroup(ctx, start))], theirs: [] }
  const [bob, carl, eve] = [newSession(2), newSession(3), newSession(5)]

  // Ours adds two of theirs.
  await announce(call, [addOf(await keyPackageOf(bob)), addOf(await keyPackageOf(carl))])
  const adding = await commitAll(call, ana)
  await deliver(call, adding.commit, { committer: 0, next: adding.next })
  for (const session of [bob, carl]) session.processWelcome(welcomeBody(adding.welcome))
  call.theirs.push(bob, carl)
  expectAgreement(call)

  // Theirs adds one of ours and one of theirs.
  const dora = await newSigner()
  const own = unwrap(await generateKeyPackage(ctx, { ...leafOf(4), suite, signer: dora, lifetime }))
  const theirs = await announce(call, [addOf(own.keyPackage), addOf(await keyPackageOf(eve))])
  if (theirs?.commit === undefined || theirs.welcome === undefined) throw new Error("davey commits")
  await deliver(call, theirs.commit)
  eve.processWelcome(theirs.welcome)
  const welcome = concat(welcomeHead, new Uint8Array(theirs.welcome))
  call.ours.push(unwrap(await joinFromWelcome(ctx, { ...own, welcome })).group)
  call.theirs.push(eve)
  expectAgreement(call)

  // Ours takes one of theirs out, whom nobody asks to commit it, and who shares nothing with those who stay.
  call.theirs.splice(call.theirs.indexOf(carl), 1)
  await announce(call, [{ kind: "remove", removed: 2 }])
  const removing = await commitAll(call, ana)
  await deliver(call, removing.commit, { committer: 0, next: removing.next })
  expectAgreement(call)
  expect<Bytes>(new Uint8Array(carl.getEpochAuthenticator() ?? [])).not.toEqual(
    epochAuthenticator(removing.next),
  )

  // Theirs takes one of ours out.
  const doraLeaf = call.ours[1]?.secrets.leafIndex ?? -1
  const removal = await announce(call, [{ kind: "remove", removed: doraLeaf }])
  if (removal?.commit === undefined) throw new Error("davey commits")
  const [doras] = call.ours.splice(1, 1)
  if (doras === undefined) throw new Error("Dora was there")
  const left = unwrap(await processMessage(ctx, doras, new Uint8Array(removal.commit)))
  expect(left).toMatchObject({ kind: "commit", next: undefined })
  await deliver(call, removal.commit)
  expectAgreement(call)
})
