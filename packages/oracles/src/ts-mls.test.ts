import { expect, test } from "bun:test"
import { type Bytes, toUtf8, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  createCommit,
  createGroup,
  encodeMessage,
  encodeTree,
  epochAuthenticator,
  type Group,
  generateKeyPackage,
  joinFromWelcome,
  processMessage,
  protectApplication,
  readKeyPackage,
} from "@colombe/mls"
import * as theirs from "ts-mls"

const suite = 1
const ctx = { crypto: platformCrypto(globalThis.crypto) }
const lifetime = { notBefore: 0n, notAfter: 2n ** 63n - 1n }
const theirSuite = await theirs.getCiphersuiteImpl(
  theirs.getCiphersuiteFromName("MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519"),
)

async function ourPerson(name: string) {
  const signer = await signerFromPrivateKey(ctx.crypto, "Ed25519", ctx.crypto.random(32))
  const capabilities = { versions: [1], suites: [suite], extensions: [], proposals: [], credentials: [1] }
  const credential = { type: "basic", identity: toUtf8(name) } as const
  return { signer, leaf: { credential, capabilities, extensions: [] } }
}

function theirKeyPackage(name: string) {
  const credential = { credentialType: "basic", identity: toUtf8(name) } as const
  return theirs.generateKeyPackage(
    credential,
    theirs.defaultCapabilities(),
    theirs.defaultLifetime,
    [],
    theirSuite,
  )
}

/** Both engines in one group. */
interface Pair {
  ours: Group
  theirs: theirs.ClientState
}

function expectAgreement(pair: Pair): void {
  expect(pair.theirs.keySchedule.epochAuthenticator).toEqual(epochAuthenticator(pair.ours))
}

function readByTheirs(bytes: Bytes) {
  const decoded = theirs.decodeMlsMessage(bytes, 0)?.[0]
  if (decoded === undefined) throw new Error("ts-mls does not read this")
  return decoded
}

async function theyTake(pair: Pair, message: Bytes): Promise<Bytes | undefined> {
  const decoded = readByTheirs(message)
  if (decoded.wireformat !== "mls_public_message" && decoded.wireformat !== "mls_private_message")
    throw new Error("a message of a group")
  const result = await theirs.processMessage(
    decoded,
    pair.theirs,
    theirs.emptyPskIndex,
    theirs.acceptAll,
    theirSuite,
  )
  pair.theirs = result.newState
  return result.kind === "applicationMessage" ? result.message : undefined
}

async function weTake(pair: Pair, message: theirs.MLSMessage): Promise<Bytes | undefined> {
  const processed = unwrap(await processMessage(ctx, pair.ours, theirs.encodeMlsMessage(message)))
  if (processed.next === undefined) throw new Error("we stay")
  pair.ours = processed.next
  return processed.kind === "application" ? processed.data : undefined
}

/** They make a commit, with these proposals besides fresh keys. */
async function theyCommit(pair: Pair, asPublic: boolean, extraProposals: theirs.Proposal[] = []) {
  const context = { state: pair.theirs, cipherSuite: theirSuite }
  const made = await theirs.createCommit(context, { wireAsPublicMessage: asPublic, extraProposals })
  await weTake(pair, made.commit)
  pair.theirs = made.newState
  return made.welcome
}

test("suite 1: ts-mls and we add, remove, commit, welcome and talk to each other", async () => {
  const ana = await ourPerson("ana")
  const start = { ...ana.leaf, suite, groupId: toUtf8("pair"), groupExtensions: [], lifetime }
  const group = unwrap(await createGroup(ctx, { ...start, signer: ana.signer }))
  const bob = await theirKeyPackage("bob")
  const keyPackage = unwrap(
    await readKeyPackage(
      ctx,
      theirs.encodeMlsMessage({
        version: "mls10",
        wireformat: "mls_key_package",
        keyPackage: bob.publicPackage,
      }),
    ),
  )
  const proposals = [{ kind: "add", keyPackage }] as const
  const made = unwrap(await createCommit(ctx, group, { signer: ana.signer, proposals, includeTree: true }))
  const welcome = readByTheirs(made.welcome ?? new Uint8Array())
  if (welcome.wireformat !== "mls_welcome") throw new Error("a Welcome")
  const state = await theirs.joinGroup(
    welcome.welcome,
    bob.publicPackage,
    bob.privatePackage,
    theirs.emptyPskIndex,
    theirSuite,
  )
  const pair: Pair = { ours: made.next, theirs: state }
  expectAgreement(pair)

  // Fresh keys of each, in both wire formats.
  for (const encrypted of [undefined, { padding: 30 }]) {
    const more = encrypted === undefined ? {} : { encrypted }
    const fresh = unwrap(await createCommit(ctx, pair.ours, { signer: ana.signer, forcePath: true, ...more }))
    await theyTake(pair, fresh.commit)
    pair.ours = fresh.next
    expectAgreement(pair)
    await theyCommit(pair, encrypted === undefined)
    expectAgreement(pair)
  }

  // They add one of ours, who is then taken out by us.
  const dora = await ourPerson("dora")
  const own = unwrap(await generateKeyPackage(ctx, { ...dora.leaf, suite, signer: dora.signer, lifetime }))
  const decoded = readByTheirs(encodeMessage({ format: "keyPackage", message: own.keyPackage }))
  if (decoded.wireformat !== "mls_key_package") throw new Error("a key package")
  const entry = await theyCommit(pair, true, [
    { proposalType: "add", add: { keyPackage: decoded.keyPackage } },
  ])
  if (entry === undefined) throw new Error("they welcome")
  const welcomeBytes = theirs.encodeMlsMessage({
    version: "mls10",
    wireformat: "mls_welcome",
    welcome: entry,
  })
  const tree = encodeTree(pair.ours.public.tree)
  const joined = unwrap(await joinFromWelcome(ctx, { ...own, welcome: welcomeBytes, tree }))
  expect(epochAuthenticator(joined.group)).toEqual(epochAuthenticator(pair.ours))
  expectAgreement(pair)
  const { leafIndex } = joined.group.secrets
  const removal = unwrap(
    await createCommit(ctx, pair.ours, {
      signer: ana.signer,
      proposals: [{ kind: "remove", removed: leafIndex }],
    }),
  )
  await theyTake(pair, removal.commit)
  pair.ours = removal.next
  expectAgreement(pair)

  // Application messages both ways.
  for (const text of ["one", "two"]) {
    const sent = unwrap(
      await protectApplication(ctx, pair.ours, { signer: ana.signer, data: toUtf8(text), padding: 10 }),
    )
    pair.ours = sent.next
    expect(await theyTake(pair, sent.message)).toEqual(toUtf8(text))
    const answer = await theirs.createApplicationMessage(pair.theirs, toUtf8(`${text}!`), theirSuite)
    pair.theirs = answer.newState
    const message = {
      version: "mls10",
      wireformat: "mls_private_message",
      privateMessage: answer.privateMessage,
    } as const
    expect(await weTake(pair, message)).toEqual(toUtf8(`${text}!`))
  }
})
